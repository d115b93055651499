import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type { Core } from 'sip.js'
import { WebSocketServer } from 'ws'
import type { CallView } from './calls/call'
import { Events, type PbxListener } from './events'
import { Authenticator } from './sip/authenticator'
import { Connection } from './sip/connection'
import { Registrar } from './sip/registrar'
import { Switchboard } from './switchboard'
import { demoUsers, type User } from './users'
import { describeNumbers } from './watching/describe'
import { Mailboxes } from './watching/mailboxes'
import { relayMessage } from './watching/relay-message'
import { Subscriptions } from './watching/subscriptions'

export interface PbxOptions {
  /** 0 takes any free port. */
  readonly port?: number
  readonly host?: string
  readonly users?: readonly User[]
  /** How long phones ring before the caller gets 480. */
  readonly ringTimeoutMs?: number
  /** How long a parked call waits before it comes back to whoever has parked it. */
  readonly parkingTimeoutMs?: number
  /** What went wrong, for people. Silent unless given. */
  readonly log?: (line: string) => void
}

export interface Pbx {
  readonly url: string
  readonly port: number
  /** Hangs up every call, closes every connection, and stops listening. */
  close(): Promise<void>
  /** The numbers of the users who have a phone registered. */
  registrations(): string[]
  /** The calls that are not over. */
  calls(): readonly CallView[]
  on(listener: PbxListener): () => void
  /** From now on this is the user's password: the next challenge wants it. */
  setPassword(number: string, password: string): void
  /** A server fault: every WebSocket is cut without a close frame. New ones are welcome at once. */
  dropConnections(): void
}

/** A message is a few kilobytes; whatever sends more than this does not speak SIP. */
const maxPayload = 64 * 1024

/** Starts the PBX. Rejects when the port is taken (`EADDRINUSE`). */
export async function startPbx(options: PbxOptions = {}): Promise<Pbx> {
  const {
    port: wantedPort = 8099,
    host = '127.0.0.1',
    users = demoUsers,
    ringTimeoutMs = 60_000,
    parkingTimeoutMs = 45_000,
    log = () => {},
  } = options
  const server = new WebSocketServer({
    host,
    port: wantedPort,
    maxPayload,
    // RFC 7118 4.1
    handleProtocols: (protocols) => protocols.has('sip') && 'sip',
  })
  await once(server, 'listening')
  server.on('error', (error) => log(String(error)))
  const { port } = server.address() as AddressInfo

  const events = new Events(log)
  const byNumber = new Map(users.map((user) => [user.number, user]))
  const authenticator = new Authenticator(byNumber)
  const registrar = new Registrar(authenticator, events)
  const mailboxes = new Mailboxes()
  const switchboard = new Switchboard({
    users: byNumber,
    authenticator,
    registrar,
    events,
    ringTimeoutMs,
    parkingTimeoutMs,
    mailboxes,
    onChange: () => subscriptions.refresh(),
    log,
  })
  const subscriptions = new Subscriptions(describeNumbers({ users: byNumber, registrar, switchboard, mailboxes, host }))
  events.on(({ type }) => type !== 'message' && subscriptions.refresh())
  const delegate = {
    onRegister: registrar.onRegister.bind(registrar),
    onInvite: switchboard.onInvite.bind(switchboard),
    onMessage: (request: Core.IncomingMessageRequest, connection: Connection) => {
      const from = authenticator.authenticate(request, connection)
      if (from) void relayMessage(request, from, byNumber, registrar)
    },
    onSubscribe: (request: Core.IncomingSubscribeRequest, connection: Connection) => {
      if (authenticator.authenticate(request, connection)) subscriptions.receive(request, connection)
    },
    onResubscribe: subscriptions.receiveInside.bind(subscriptions),
  }
  const connections = new Set<Connection>()
  let lastId = 0
  server.on('connection', (socket) => {
    lastId += 1
    const connection = new Connection({ id: lastId, socket, host, port, events, delegate, log })
    connections.add(connection)
    connection.closed.addEventListener('abort', () => connections.delete(connection), { once: true })
  })

  return {
    url: `ws://${host}:${port}`,
    port,
    registrations: () => registrar.registeredUsers(),
    calls: () => switchboard.calls.map((call) => call.view()),
    on: (listener) => events.on(listener),
    setPassword: (number, password) => {
      const user = byNumber.get(number)
      if (user) byNumber.set(number, { ...user, password })
    },
    dropConnections: () => connections.forEach((connection) => connection.drop()),
    close: async () => {
      for (const call of switchboard.calls) call.end({ by: 'pbx', status: 503, why: 'the PBX is closing' })
      subscriptions.close()
      registrar.close()
      const closed = once(server, 'close')
      server.close()
      for (const connection of connections) connection.close()
      // A client that does not answer the close frame is not waited for.
      const impatience = setTimeout(() => connections.forEach((connection) => connection.drop()), 500)
      await closed
      clearTimeout(impatience)
    },
  }
}
