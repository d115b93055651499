import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { Core, URI } from 'sip.js'
import { isComplete, parseMessage } from '../../../dev/pbx/sip/screening'
import { FarAudio } from './far-audio'
import { FarIncomingCall } from './far-incoming-call'
import { FarOutgoingCall } from './far-outgoing-call'

const host = '127.0.0.1'

/** As Asterisk's dial plan knows it. */
const user = 'far-end'

export interface FarEndOptions {
  /** Where it listens, and where Asterisk does: SIP over UDP on the loopback. */
  readonly port: number
  readonly pbxPort: number
  /** Of the tone that it sends in each call; 440 unless told. */
  readonly hertz?: number
}

/**
 * Somebody beyond the PBX, with plain RTP and G.711 over UDP: what a trunk or a desk phone is to Asterisk. It does what a
 * test says, and tells what it hears, without a program to install and its control port in between.
 */
export class FarEnd {
  /** Every call that came in. */
  readonly calls: FarIncomingCall[] = []
  readonly #audios: FarAudio[] = []
  readonly #options: FarEndOptions
  readonly #socket: Socket
  readonly #core: Core.UserAgentCore
  readonly #configuration: Core.UserAgentCoreConfiguration
  /** The header that a re-INVITE has to have (RFC 3261 12.2.1.1). */
  readonly #contact: string

  private constructor(socket: Socket, options: FarEndOptions) {
    this.#socket = socket
    this.#options = options
    const contactUri = new URI('sip', user, host, options.port)
    this.#contact = `Contact: <${contactUri.toString()}>`
    const loggerFactory = new Core.LoggerFactory()
    loggerFactory.builtinEnabled = false
    const send = async (text: string): Promise<void> => {
      socket.send(text, options.pbxPort, host)
    }
    this.#configuration = {
      aor: contactUri,
      contact: {
        uri: contactUri,
        pubGruu: undefined,
        tempGruu: undefined,
        toString: () => `<${contactUri.toString()}>`,
      },
      displayName: '',
      loggerFactory,
      hackViaTcp: false,
      routeSet: [],
      sipjsId: 'farnd',
      supportedOptionTags: [],
      supportedOptionTagsResponse: [],
      userAgentHeaderFieldValue: 'Far end (tests of Callchart)',
      viaForceRport: true,
      viaHost: `${host}:${options.port}`,
      authenticationFactory: () => undefined,
      transportAccessor: () => ({ protocol: 'UDP', send }),
    }
    this.#core = new Core.UserAgentCore(this.#configuration, {
      onInvite: (request) => void this.#ring(request),
    })
    socket.on('message', (data) => this.#receive(data.toString()))
    socket.on('error', () => {})
  }

  static async open(options: FarEndOptions): Promise<FarEnd> {
    const socket = createSocket('udp4')
    socket.bind(options.port, host)
    await once(socket, 'listening')
    return new FarEnd(socket, options)
  }

  /** Calls a number of the PBX, as a caller from outside does. */
  async dial(number: string, headers: readonly string[] = []): Promise<FarOutgoingCall> {
    const to = new URI('sip', number, host, this.#options.pbxPort)
    const write = (body: Core.Body) =>
      this.#core.makeOutgoingRequestMessage(
        'INVITE',
        to,
        new URI('sip', user, host),
        to,
        {},
        [this.#contact, ...headers],
        body,
      )
    return new FarOutgoingCall({ core: this.#core, write, audio: await this.#openAudio(), contact: this.#contact })
  }

  close(): void {
    for (const audio of this.#audios) audio.close()
    this.#core.dispose()
    this.#socket.close()
  }

  async #ring(request: Core.IncomingInviteRequest): Promise<void> {
    const audio = await this.#openAudio(toneOf(request.message.ruri?.user))
    this.calls.push(new FarIncomingCall(request, audio, this.#contact))
  }

  async #openAudio(hertz = this.#options.hertz ?? 440): Promise<FarAudio> {
    const audio = await FarAudio.open(hertz)
    this.#audios.push(audio)
    return audio
  }

  #receive(text: string): void {
    const message = parseMessage(text, this.#configuration.loggerFactory.getLogger('parser'))
    if (!message) return
    if (message instanceof Core.IncomingResponseMessage) return this.#core.receiveIncomingResponseFromTransport(message)
    if (!isComplete(message)) return
    // The core answers 404 to whatever is not addressed to its own user; every number is ours.
    this.#configuration.aor = message.ruri ?? this.#configuration.aor
    this.#core.receiveIncomingRequestFromTransport(message)
  }
}

/** Who is called by a number from 500 to 3,000 hums at so many Hz: several who are called at once can be told apart. */
function toneOf(user: string | undefined): number | undefined {
  const hertz = Number(user)
  return hertz >= 500 && hertz <= 3_000 ? hertz : undefined
}
