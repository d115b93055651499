import {
  type Core,
  type Invitation,
  Inviter,
  Registerer,
  RegistererState,
  type Session,
  SessionState,
  UserAgent,
} from 'sip.js'
import { WebSocket } from 'ws'
import type { Pbx } from '../../../dev/pbx/pbx'
import { type MediaOptions, PhoneMedia } from './media'
import { until } from './until'

/** The socket that was opened last: SIP.js keeps its own to itself. */
let lastSocket: WebSocket | undefined

// SIP.js expects the browser's WebSocket; the one of `ws` has the same face. (Node has its own from version 22.)
Object.assign(globalThis, {
  WebSocket: function open(url: string, protocol: string): WebSocket {
    lastSocket = new WebSocket(url, protocol)
    return lastSocket
  },
})

interface PhoneOptions {
  readonly password?: string
  readonly displayName?: string
  readonly codecs?: readonly ('opus' | 'pcmu')[]
  /** Makes it known as the same phone when it registers again over another socket (RFC 5626). */
  readonly instanceId?: string
}

/** A real SIP client in Node: SIP.js over `ws`, with a werift peer for media. */
export class Phone {
  readonly invitations: Invitation[] = []
  readonly userAgent: UserAgent
  readonly registerer: Registerer
  #socket: WebSocket | undefined

  private constructor(pbx: Pbx, number: string, options: PhoneOptions) {
    const { password = `pw${number}`, displayName = 'not the real name', codecs, instanceId } = options
    const uri = UserAgent.makeURI(`sip:${number}@pbx.test`)
    if (!uri) throw new Error(`not a number: ${number}`)
    this.userAgent = new UserAgent({
      uri,
      displayName,
      transportOptions: { server: pbx.url },
      authorizationUsername: number,
      authorizationPassword: password,
      logBuiltinEnabled: false,
      sessionDescriptionHandlerFactory: () => new PhoneMedia(codecs),
      delegate: { onInvite: (invitation) => this.invitations.push(invitation) },
    })
    this.registerer = new Registerer(this.userAgent, instanceId === undefined ? {} : { instanceId })
  }

  static async connect(pbx: Pbx, number: string, options: PhoneOptions = {}): Promise<Phone> {
    const phone = new Phone(pbx, number, options)
    const started = phone.userAgent.start()
    phone.#socket = lastSocket
    await started
    return phone
  }

  static async register(pbx: Pbx, number: string, options: PhoneOptions = {}): Promise<Phone> {
    const phone = await Phone.connect(pbx, number, options)
    await phone.register()
    return phone
  }

  async register(): Promise<void> {
    let refused = 0
    await this.registerer.register({
      requestDelegate: { onReject: ({ message }) => (refused = message.statusCode ?? 0) },
    })
    await until('registered', () => this.registerer.state === RegistererState.Registered || refused)
    if (refused) throw new Error(`REGISTER got ${refused}`)
  }

  /** Sends an INVITE. */
  async dial(number: string, { earlyMedia = false }: { earlyMedia?: boolean } = {}): Promise<DialedCall> {
    const target = UserAgent.makeURI(`sip:${number}@pbx.test`)
    if (!target) throw new Error(`not a number: ${number}`)
    const call = new DialedCall(new Inviter(this.userAgent, target, { earlyMedia }))
    await call.start()
    return call
  }

  /** The next call that comes in, once it is here. */
  async ringing(): Promise<Invitation> {
    await until('the phone rings', () => this.invitations.length > 0)
    return this.invitations.shift() as Invitation
  }

  async answer(): Promise<Invitation> {
    const invitation = await this.ringing()
    await invitation.accept()
    return invitation
  }

  /** Cuts the connection without a farewell. */
  cut(): void {
    this.#socket?.terminate()
  }

  stop(): Promise<void> {
    return this.userAgent.stop()
  }
}

/** A call that this phone dials, with every status that came back. */
export class DialedCall {
  readonly statuses: number[] = []
  readonly inviter: Inviter

  constructor(inviter: Inviter) {
    this.inviter = inviter
  }

  async start(): Promise<void> {
    const note = ({ message }: { message: Core.IncomingResponseMessage }): void => {
      this.statuses.push(message.statusCode ?? 0)
    }
    await this.inviter.invite({
      requestDelegate: { onTrying: note, onProgress: note, onAccept: note, onReject: note },
    })
  }

  /** The final status once there is one. SIP.js tells a 180 late, at times after the refusal that followed it. */
  get status(): number {
    return this.statuses.find((status) => status >= 200) ?? this.statuses.at(-1) ?? 0
  }

  async final(): Promise<number> {
    await until('a final response came', () => this.status >= 200)
    return this.status
  }

  async established(): Promise<this> {
    await until('the call is established', () => this.inviter.state === SessionState.Established)
    return this
  }
}

export const mediaOf = (session: Session): PhoneMedia => session.sessionDescriptionHandler as PhoneMedia

export const isOver = (session: Session): boolean => session.state === SessionState.Terminated

/** A 200 of ours to the other side's re-INVITE that waits for its ACK: until then an offer of ours would be glare. */
const isAnswering = ({ dialog }: Session): boolean =>
  (dialog as Core.SessionDialog | undefined)?.reinviteUserAgentServer !== undefined

/** Sends a re-INVITE, once the other side's is over, and gives the status of its final response. */
export async function reinvite(session: Session, options: MediaOptions): Promise<number> {
  await until('no re-INVITE of the other side is under way', () => !isAnswering(session))
  return new Promise((resolve, reject) => {
    const finish = ({ message }: { message: Core.IncomingResponseMessage }): void => resolve(message.statusCode ?? 0)
    session
      .invite({
        sessionDescriptionHandlerOptions: options,
        requestDelegate: { onAccept: finish, onReject: finish },
      })
      .catch(reject)
  })
}
