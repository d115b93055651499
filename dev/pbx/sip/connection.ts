import { randomBytes } from 'node:crypto'
import { Core, URI } from 'sip.js'
import type { WebSocket } from 'ws'
import type { Events } from '../events'
import { isComplete, parseMessage } from './screening'

/** What a connection hands on. */
interface ConnectionDelegate {
  onRegister(request: Core.IncomingRegisterRequest, connection: Connection): void
  onInvite(request: Core.IncomingInviteRequest, connection: Connection): void
  onMessage(request: Core.IncomingMessageRequest, connection: Connection): void
  onSubscribe(request: Core.IncomingSubscribeRequest, connection: Connection): void
  /** A SUBSCRIBE in a subscription; false: there is none. */
  onResubscribe(message: Core.IncomingRequestMessage, connection: Connection): boolean
}

interface ConnectionOptions {
  readonly id: number
  readonly socket: WebSocket
  /** Where the PBX listens, as it appears in Via and Contact. */
  readonly host: string
  readonly port: number
  readonly events: Events
  readonly delegate: ConnectionDelegate
  readonly log: (line: string) => void
}

/** One client's WebSocket (RFC 7118) and the SIP user agent core that speaks over it. */
export class Connection {
  readonly id: number
  readonly core: Core.UserAgentCore
  /** The PBX's own Contact on this connection. */
  readonly contact: string
  /** The user who last proved who he is here. */
  user: string | undefined
  wrongAnswers = 0
  readonly #closing = new AbortController()
  readonly #socket: WebSocket
  readonly #events: Events
  readonly #log: (line: string) => void
  readonly #delegate: ConnectionDelegate
  readonly #configuration: Core.UserAgentCoreConfiguration
  readonly #parserLogger: Core.Logger

  constructor({ id, socket, host, port, events, delegate, log }: ConnectionOptions) {
    this.id = id
    this.#socket = socket
    this.#events = events
    this.#log = log
    this.#delegate = delegate
    const contactUri = new URI('sip', 'pbx', host, port, { transport: 'ws' })
    this.contact = `<${contactUri.toString()}>`
    const loggerFactory = new Core.LoggerFactory()
    loggerFactory.builtinEnabled = false
    this.#parserLogger = loggerFactory.getLogger('parser')
    this.#configuration = {
      aor: contactUri,
      contact: { uri: contactUri, pubGruu: undefined, tempGruu: undefined, toString: () => this.contact },
      displayName: '',
      loggerFactory,
      hackViaTcp: false,
      routeSet: [],
      sipjsId: randomBytes(3).toString('hex').slice(0, 5),
      supportedOptionTags: [],
      supportedOptionTagsResponse: [],
      userAgentHeaderFieldValue: 'Callchart embedded PBX',
      viaForceRport: false,
      viaHost: `${host}:${port}`,
      authenticationFactory: () => undefined,
      transportAccessor: () => ({ protocol: 'WS', send: (text) => this.#send(text) }),
    }
    this.core = new Core.UserAgentCore(this.#configuration, {
      onRegister: (request) => delegate.onRegister(request, this),
      onInvite: (request) => delegate.onInvite(request, this),
      onMessage: (request) => delegate.onMessage(request, this),
      onNotify: (request) => request.reject({ statusCode: 481 }),
      onRefer: (request) => request.reject({ statusCode: 501 }),
      onSubscribe: (request) => delegate.onSubscribe(request, this),
    })
    socket.on('message', (data: Buffer) => this.#receive(data.toString()))
    // What went wrong is of no use here: 'close' follows, and ends what hung on this connection.
    socket.on('error', () => {})
    socket.on('close', () => this.#close())
  }

  /** Aborts when the socket is gone. */
  get closed(): AbortSignal {
    return this.#closing.signal
  }

  /** Closes politely, with a close frame. */
  close(): void {
    this.#socket.close(1001, 'the PBX is closing')
  }

  /** Cuts the connection as a failing network would. */
  drop(): void {
    this.#socket.terminate()
  }

  #receive(text: string): void {
    // The keep-alive of RFC 5626 4.4.1: a double CRLF is a ping, a single one its pong.
    if (text === '\r\n\r\n') return this.#socket.send('\r\n')
    if (text.trim() === '') return
    this.#tell('in', text)
    try {
      const message = parseMessage(text, this.#parserLogger)
      if (!message) return this.#log(`connection ${this.id}: not a SIP message, ignored`)
      if (message instanceof Core.IncomingResponseMessage) this.core.receiveIncomingResponseFromTransport(message)
      else this.#receiveRequest(message)
    } catch (error) {
      this.#log(`connection ${this.id}: a message could not be handled: ${String(error)}`)
    }
  }

  #receiveRequest(message: Core.IncomingRequestMessage): void {
    if (!isComplete(message)) {
      // An answer needs the very headers that may be missing; then there is none (RFC 3261 8.2.6.2).
      if (message.method !== 'ACK') this.core.replyStateless(message, { statusCode: 400 })
      return
    }
    // The core answers 404 to whatever is not addressed to its own user. A PBX is addressed by every number there is.
    this.#configuration.aor = message.ruri ?? this.#configuration.aor
    // SIP.js keeps no dialogs for those who notify.
    if (message.method === 'SUBSCRIBE' && message.toTag && this.#delegate.onResubscribe(message, this)) return
    this.core.receiveIncomingRequestFromTransport(message)
  }

  async #send(text: string): Promise<void> {
    if (this.#socket.readyState !== this.#socket.OPEN) throw new Core.TransportError('the WebSocket is closed')
    this.#tell('out', text)
    this.#socket.send(text)
  }

  #tell(direction: 'in' | 'out', text: string): void {
    const who = this.user === undefined ? {} : { user: this.user }
    this.#events.emit({ type: 'message', direction, connection: this.id, ...who, text })
  }

  #close(): void {
    this.#closing.abort()
    this.core.dispose()
  }
}
