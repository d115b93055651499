import { type AnyActorLogic, createActor, type EventObject } from 'xstate'
import { createPortMaker } from '../../../src/adapters/port'
import { createSipAdapter, type SipAdapter, type SipAdapterOptions } from '../../../src/adapters/sip/sip.adapter'
import type {
  Account,
  ConnectionCommand,
  ConnectionFact,
  InvitationCommand,
  InvitationFact,
  SessionCommand,
  SessionFact,
  ToneCommand,
  ToneFact,
  TransferRequestCommand,
  TransferRequestFact,
} from '../../../src/machines/ports'
import type { DeliveryFact, MessageFact, OutgoingMessage } from '../../../src/machines/ports/messages'
import type { RecordingFact, RecordingRequest } from '../../../src/machines/ports/recording'
import type { MailboxFact, Resource, ResourceFact } from '../../../src/machines/ports/watching'
import { FakeMedia } from './fake-media'
import { FakeNetwork } from './fake-transport'
import type { SipMessage } from './message'
import { Wire } from './wire'

export const account: Account = {
  handle: 'main',
  uri: 'sip:1001@pbx.example',
  displayName: null,
  servers: ['wss://pbx.example/ws'],
}

export const server = 'wss://pbx.example/ws'
export const at = 1_700_000_000_000

/** A port as its chart has it: commands go in, facts come out, one after the other. */
export class OpenPort<Command extends EventObject, Fact extends EventObject> {
  readonly facts: Fact[] = []
  readonly #send: (command: Command) => void
  readonly #stop: () => void
  #unread: Fact[] = []
  #readers: (() => void)[] = []

  constructor(send: (command: Command) => void, stop: () => void) {
    this.#send = send
    this.#stop = stop
  }

  send(command: Command): void {
    this.#send(command)
  }

  hear(fact: Fact): void {
    this.facts.push(fact)
    this.#unread.push(fact)
    for (const read of this.#readers.splice(0)) read()
  }

  /** The next fact, whatever it is. */
  async next(): Promise<Fact> {
    while (this.#unread.length === 0) await new Promise<void>((resolve) => this.#readers.push(resolve))
    return this.#unread.shift() as Fact
  }

  /** The facts that nobody has read. */
  rest(): Fact[] {
    return this.#unread.splice(0)
  }

  close(): void {
    this.#stop()
  }
}

export type SessionPort = OpenPort<SessionCommand, SessionFact>

/** The adapter with a far side, a clock that stands still and media that are made up. */
export class TestPhone {
  readonly network = new FakeNetwork()
  readonly wire = new Wire(this.network)
  readonly media = new Map<string, FakeMedia>()
  readonly errors: unknown[] = []
  /** What the adapter draws; 0 <= n < 1. */
  chance = 0.5
  secret: { username: string; password: string } | undefined = { username: '1001', password: 'pw1001' }
  readonly adapter: SipAdapter
  readonly connection: OpenPort<ConnectionCommand, ConnectionFact>
  readonly invitations: OpenPort<InvitationCommand, InvitationFact>
  readonly requests: OpenPort<TransferRequestCommand, TransferRequestFact>
  readonly #ports = new Map<string, { hear(fact: EventObject): void }>()
  #ids = 0

  constructor(options: Partial<SipAdapterOptions> = {}) {
    this.adapter = createSipAdapter({
      makePort: createPortMaker((port, fact, step) => {
        // What crosses a port is JSON.
        this.#ports.get(port)?.hear(JSON.parse(JSON.stringify(fact)) as EventObject)
        step()
      }),
      findCallMedia: (callId) => this.media.get(callId),
      findSecret: () => this.secret,
      transportConstructor: this.network.constructTransport,
      keepAliveMs: 0,
      random: () => this.chance,
      now: () => at,
      newId: () => {
        this.#ids += 1
        const callId = `in-${this.#ids}`
        this.media.set(callId, new FakeMedia())
        return callId
      },
      onError: (error) => this.errors.push(error),
      ...options,
    })
    this.connection = this.#open('watchConnection', this.adapter.watchConnection, undefined)
    this.invitations = this.#open('watchInvitations', this.adapter.watchInvitations, undefined)
    this.requests = this.#open('watchTransferRequests', this.adapter.watchTransferRequests, undefined)
  }

  async connect(): Promise<void> {
    this.connection.send({ type: 'transport.connect', account, server })
    const fact = await this.connection.next()
    if (fact.type !== 'transport.connected') throw new Error(`Not connected: ${JSON.stringify(fact)}`)
  }

  /** Registers with a registrar that asks no questions. */
  async register(expires = 600): Promise<void> {
    this.connection.send({ type: 'registration.register' })
    this.grant(await this.wire.next('REGISTER'), expires)
    await this.connection.next()
  }

  grant(request: SipMessage, expires: number): void {
    const contact = request.header('Contact').replace(/;expires=\d+/, `;expires=${expires}`)
    this.wire.answer(request, '200 OK', { headers: [`Contact: ${contact}`] })
  }

  /** Where the phone is reached. */
  get contact(): string {
    const message = this.wire.all.find(({ text }) => /^Contact: <sip:/m.test(text))
    return /<([^>;]+)/.exec(message?.header('Contact') ?? '')?.[1] ?? 'sip:1001@pbx.example'
  }

  session(callId: string, media = this.media.get(callId) ?? new FakeMedia()): SessionPort {
    this.media.set(callId, media)
    return this.#open('watchSession', this.adapter.watchSession, { callId })
  }

  tones(callId: string): OpenPort<ToneCommand, ToneFact> {
    return this.#open('sendTonesByInfo', this.adapter.sendTonesByInfo, { callId })
  }

  resource(resource: Resource): OpenPort<EventObject, ResourceFact> {
    return this.#open('watchResource', this.adapter.watchResource, resource)
  }

  mailbox(): OpenPort<EventObject, MailboxFact> {
    return this.#open('watchMailbox', this.adapter.watchMailbox, undefined)
  }

  messages(): OpenPort<EventObject, MessageFact> {
    return this.#open('watchMessages', this.adapter.watchMessages, undefined)
  }

  deliver(message: OutgoingMessage): OpenPort<EventObject, DeliveryFact> {
    return this.#open('deliverMessage', this.adapter.deliverMessage, message)
  }

  mediaOf(callId: string): FakeMedia {
    const media = this.media.get(callId)
    if (!media) throw new Error(`No media for ${callId}`)
    return media
  }

  recording(request: RecordingRequest): OpenPort<EventObject, RecordingFact> {
    return this.#open('requestRecording', this.adapter.requestRecording, request)
  }

  readonly #opened = new Map<string, number>()

  #open<Command extends EventObject, Fact extends EventObject>(name: string, logic: AnyActorLogic, input: unknown) {
    const number = (this.#opened.get(name) ?? 0) + 1
    this.#opened.set(name, number)
    const actor = createActor(logic, { input })
    const port = new OpenPort<Command, Fact>(
      (command) => actor.send(command),
      () => actor.stop(),
    )
    this.#ports.set(`${name}#${number}`, port)
    actor.start()
    return port
  }
}
