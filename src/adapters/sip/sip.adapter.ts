import type { UserAgentOptions } from 'sip.js'
import type {
  Account,
  CredentialsHandle,
  SendTones,
  WatchConnection,
  WatchInvitations,
  WatchSession,
  WatchTransferRequests,
} from '../../machines/ports'
import type { DeliverMessage, WatchMessages } from '../../machines/ports/messages'
import type { RequestRecording } from '../../machines/ports/recording'
import type { WatchMailbox, WatchResource } from '../../machines/ports/watching'
import { createBackOff } from '../back-off'
import type { FindCallMedia } from '../call-media'
import type { MakePort } from '../port'
import type { FindSecret } from '../secrets'
import { Agent } from './agent'
import type { CallTools } from './call'
import { createCallOfMessage } from './call-of-message'
import { Calls } from './calls'
import { Connection, createConnectionPort } from './connection.port'
import type { PickUp } from './dialog-info'
import { createInvitations } from './invitations.port'
import { keepAlive } from './keep-alive'
import { createMailbox } from './mailbox.port'
import { createMessages } from './messages.port'
import { type Invite, OutgoingCall } from './outgoing-call'
import { createRecordingPort } from './recording.port'
import { Registration } from './registration'
import { createResourcePort } from './resource.port'
import { createSessionPort } from './session.port'
import { createSipLoader, type SipModule } from './sip-module'
import { createTonesByInfoPort } from './tones-by-info.port'
import { createTransferRequests } from './transfer-requests.port'
import { createUserAgent, type MessageListener } from './user-agent'

export interface SipAdapterOptions {
  readonly makePort: MakePort
  readonly findCallMedia: FindCallMedia
  readonly findSecret: FindSecret
  /** Hears of a secret that a server has not taken, for anything but a registration: that is a fact of the connection. */
  readonly onSecretRefused?: ((handle: CredentialsHandle) => void) | undefined
  /** Default: the chunk with SIP.js. One that is to be retried under another URL goes here (see sip-module.ts). */
  readonly loadSip?: (() => Promise<SipModule>) | undefined
  /** The whole URL of a server that charts name without its query, which may be a secret. Default: as it is named. */
  readonly resolveServer?: ((server: string) => string) | undefined
  /** 0 <= n < 1. Waits are drawn with it. */
  readonly random?: (() => number) | undefined
  /** ms since the Unix epoch. */
  readonly now?: (() => number) | undefined
  /** Names an incoming call. */
  readonly newId?: (() => string) | undefined
  /** Default: SIP.js's WebSocket. */
  readonly transportConstructor?: UserAgentOptions['transportConstructor']
  /** The User-Agent header. */
  readonly userAgentString?: string | undefined
  /** How long a registration is asked for, in s; default 600. The registrar has the last word. */
  readonly registerExpires?: number | undefined
  /** After how long a silence the server is asked whether it is still there, in ms; default 30,000; 0: never. */
  readonly keepAliveMs?: number | undefined
  /** What becomes of a 3xx to an INVITE; default: follow. */
  readonly redirects?: 'follow' | 'refuse' | undefined
  /**
   * Sees every SIP message as it is on the wire, with what is secret in it; `findCall` tells, when the stack has worked it
   * off, the id of the call that it is about.
   */
  readonly onMessage?:
    | ((...message: [...Parameters<MessageListener>, findCall: () => string | undefined]) => void)
    | undefined
  /** Hears what a malformed message made the stack throw; the message is dropped. */
  readonly onError?: ((error: unknown) => void) | undefined
}

export interface SipAdapter {
  readonly watchConnection: WatchConnection
  readonly watchInvitations: WatchInvitations
  readonly watchResource: WatchResource
  readonly watchMessages: WatchMessages
  readonly watchMailbox: WatchMailbox
  readonly deliverMessage: DeliverMessage
  readonly watchSession: WatchSession
  readonly watchTransferRequests: WatchTransferRequests
  readonly sendTonesByInfo: SendTones
  readonly requestRecording: RequestRecording
  /** Begins to load SIP.js. A failure is told when a chart connects. */
  preload(): void
  /** Ends every call, unregisters, closes the connection: politely, and within some seconds. */
  dispose(): Promise<void>
}

/** SIP over WebSocket (RFC 7118) on SIP.js, which is loaded when it is needed. */
export function createSipAdapter(options: SipAdapterOptions): SipAdapter {
  const { makePort, findCallMedia, findSecret, random = Math.random, now = Date.now } = options
  const { loadSip = () => import('./sip-facade'), newId = () => crypto.randomUUID() } = options
  const { resolveServer = (server: string) => server } = options
  const {
    userAgentString = 'Callchart',
    registerExpires = 600,
    keepAliveMs = 30_000,
    redirects = 'follow',
    onMessage = () => {},
    onSecretRefused = () => {},
    onError = () => {},
  } = options
  const loader = createSipLoader(loadSip)
  const calls = new Calls()
  /** By whose phone rings. */
  const pickUps = new Map<string, PickUp>()
  const transferRequests = createTransferRequests({ makePort, newId, now })
  const invitations = createInvitations({ makePort, calls, newId, now, onReplaced: transferRequests.withdraw })
  const messages = createMessages({ makePort, agent: () => connection.agent, newId, now })
  const mailbox = createMailbox(makePort, () => connection.agent?.registration.isClaimed === true)
  const callOf = createCallOfMessage(calls)
  const connection = new Connection({ loader, backOff: createBackOff(random), makeAgent })

  function makeAgent(sip: SipModule, account: Account, server: string): Agent {
    const userAgent = createUserAgent({
      sip,
      account,
      server: resolveServer(server),
      findSecret: () => findSecret(agent.handle),
      onSecretRefused: (method) => {
        if (method !== 'REGISTER') onSecretRefused(agent.handle)
      },
      userAgentString,
      transportConstructor: options.transportConstructor,
      onMessage: (direction, text) => onMessage(direction, text, () => callOf(text)),
      onError,
      onInvite: (invitation) => invitations.receive(invitation, tools),
      onText: messages.receive,
      onNotify: mailbox.receive,
      afterMessage: () => {
        for (const call of calls.all) call.watchDialog()
      },
      onDisconnect: (error) => connection.lose(agent, error ?? silence),
      describe: (session) => calls.describe(session),
      calls: () => calls.all,
      isGivenUp: (sipCallId) => calls.all.some((call) => call.isGivenUp(sipCallId)),
    })
    let silence: Error | undefined
    if (keepAliveMs > 0)
      keepAlive(userAgent, keepAliveMs, () => {
        silence = new Error('The server has not answered for a while')
        // SIP.js says at once that it is disconnected; that the WebSocket is closed may take minutes, or never be said.
        userAgent.transport.disconnect().catch(() => {})
        silence = undefined
      })
    const tools: CallTools = {
      sip,
      findCallMedia,
      now,
      random,
      redirects,
      isConnected: () => userAgent.isConnected(),
      isRegistered: () => registration.isRegistered,
      pickUpOf: (uri) => pickUps.get(uri) ?? null,
      onRefer: (call, request) => transferRequests.receive(sip, call, request),
      whenOver: (call) => calls.forget(call),
      onMessage: messages.receive,
    }
    const registration = new Registration({
      sip,
      userAgent,
      expires: registerExpires,
      backOff: createBackOff(random),
      now,
      tell: (fact) => connection.tellFor(agent, fact),
    })
    const agent: Agent = new Agent({ account, server, userAgent, registration, tools, calls })
    return agent
  }

  function dial(callId: string, invite: Invite): OutgoingCall | null {
    const { agent } = connection
    if (!agent) return null
    const call = new OutgoingCall(agent.tools, callId)
    calls.add(call)
    void call.invite(agent.userAgent, invite, transferRequests.find(callId))
    return call
  }

  return {
    watchConnection: createConnectionPort(makePort, connection),
    watchInvitations: invitations.port,
    watchResource: createResourcePort({ makePort, agent: () => connection.agent, pickUps, random, now }),
    watchMessages: messages.watchMessages,
    watchMailbox: mailbox.watchMailbox,
    deliverMessage: messages.deliverMessage,
    watchSession: createSessionPort({ makePort, calls, now, dial }),
    watchTransferRequests: transferRequests.port,
    sendTonesByInfo: createTonesByInfoPort(makePort, calls),
    requestRecording: createRecordingPort(makePort, calls),
    preload: () => {
      loader.load().catch(() => {})
    },
    dispose: async () => {
      await connection.disconnect()
      calls.clear()
    },
  }
}
