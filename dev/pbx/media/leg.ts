import { randomInt } from 'node:crypto'
import { RTCPeerConnection, RTCRtpCodecParameters, type RTCRtpTransceiver, RtpHeader, RtpPacket } from 'werift'
import { type AgreedCodecs, agreeOn, type Codec, knownCodecs, listOf } from './codecs'
import { answerTo, type Direction, receives, sends } from './direction'
import { codecsOf, directionOf, forMediaStack, forTheWire, isWebRtcAudio } from './sdp'
import { type RtpNumbers, Splicer } from './splicer'

/** The description cannot be agreed on: 488 Not Acceptable Here (RFC 3261 13.3.1.3). */
export class NotAcceptable extends Error {}

/** RTP of one leg, free of that leg's payload types and SSRC. */
export interface MediaPacket extends RtpNumbers {
  readonly kind: 'audio' | 'events'
  readonly marker: boolean
  readonly payload: Buffer
}

const parametersOf = ({ name, ...rest }: Codec): RTCRtpCodecParameters =>
  new RTCRtpCodecParameters({ ...rest, mimeType: `audio/${name}`, rtcpFeedback: [] })

/**
 * One leg's media: a WebRTC peer in Node. The stack underneath always believes in sendrecv; which way packets may go is
 * decided here, by the direction that both ends agreed on. So hold and resume never disturb ICE and DTLS.
 */
export class MediaLeg {
  /** Every packet that the other end sends and may send. */
  onPacket: (packet: MediaPacket) => void = () => {}
  readonly counts = { received: 0, sent: 0 }
  readonly #peer: RTCPeerConnection
  readonly #transceiver: RTCRtpTransceiver
  readonly #offered: readonly Codec[]
  readonly #splicer = new Splicer()
  readonly #sessionId = randomInt(2 ** 32)
  #version = 0
  #direction: Direction = 'inactive'
  #offeredDirection: Direction = 'inactive'
  #agreed: AgreedCodecs | undefined

  constructor(codecs: readonly Codec[] = knownCodecs) {
    this.#offered = codecs
    this.#peer = new RTCPeerConnection({
      iceServers: [],
      iceUseIpv6: false,
      // Beside the addresses of the network cards, so that it also works with no network at all.
      iceAdditionalHostAddresses: ['127.0.0.1'],
      bundlePolicy: 'max-bundle',
      codecs: {
        audio: codecs.map(parametersOf),
        video: [],
      },
    })
    this.#transceiver = this.#peer.addTransceiver('audio', { direction: 'sendrecv' })
    // With no servers given the library falls back to a public STUN server all the same: nothing here asks the internet.
    for (const { connection } of this.#peer.iceTransports) delete connection.stunServer
    // At the transport, before packets are sorted by SSRC: not every client announces its SSRC in the SDP.
    this.#transceiver.sender.dtlsTransport.onRtp.subscribe((packet) => this.#receive(packet))
  }

  /** Our direction as last agreed. */
  get direction(): Direction {
    return this.#direction
  }

  get agreed(): AgreedCodecs | undefined {
    return this.#agreed
  }

  /** Answers an offer with the direction nearest to `wanted` and one of the `allowed` codecs. */
  async answer(offer: string, wanted: Direction, allowed: readonly Codec[] = this.#allowed()): Promise<string> {
    const agreed = this.#agree(offer, allowed)
    const direction = answerTo(directionOf(offer), wanted)
    const generation = this.#peer.iceGeneration
    await this.#peer.setRemoteDescription({ type: 'offer', sdp: forMediaStack(offer, listOf(agreed)) })
    await this.#peer.setLocalDescription(await this.#peer.createAnswer())
    if (this.#peer.iceGeneration !== generation) this.#checkAgain()
    this.#agreed = agreed
    this.#direction = direction
    return this.#describe(direction, offer)
  }

  async offer(direction: Direction): Promise<string> {
    await this.#peer.setLocalDescription(await this.#peer.createOffer())
    this.#offeredDirection = direction
    return this.#describe(direction)
  }

  async acceptAnswer(answer: string): Promise<void> {
    const agreed = this.#agree(answer, this.#allowed())
    await this.#peer.setRemoteDescription({ type: 'answer', sdp: forMediaStack(answer, listOf(agreed)) })
    this.#agreed = agreed
    this.#direction = answerTo(directionOf(answer), this.#offeredDirection)
  }

  /** The other end refused our offer: everything stays as it was (RFC 3261 14.1). */
  async withdrawOffer(): Promise<void> {
    if (this.#peer.signalingState === 'have-local-offer') await this.#peer.setLocalDescription({ type: 'rollback' })
  }

  send(packet: MediaPacket): void {
    const codec = packet.kind === 'audio' ? this.#agreed?.audio : this.#agreed?.events
    const { sender } = this.#transceiver
    if (!codec || !sends(this.#direction) || sender.dtlsTransport.state !== 'connected') return
    const numbers = this.#splicer.splice(packet, codec.clockRate)
    const header = new RtpHeader({ ...numbers, marker: packet.marker, payloadType: codec.payloadType })
    // The sender stamps every packet with the payload type of its codec, so that is what it is told.
    sender.codec = parametersOf(codec)
    this.counts.sent += 1
    sender.sendRtp(new RtpPacket(header, packet.payload)).catch(() => {})
  }

  /** Resolves when media can flow, rejects when `signal` aborts first. */
  async connected(signal: AbortSignal): Promise<void> {
    const transport = this.#transceiver.sender.dtlsTransport
    signal.throwIfAborted()
    if (transport.state === 'connected') return
    await new Promise<void>((resolve, reject) => {
      transport.onStateChange.subscribe((state) => state === 'connected' && resolve())
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
    })
  }

  close(): void {
    this.onPacket = () => {}
    this.#peer.close().catch(() => {})
  }

  #describe(direction: Direction, offer?: string): string {
    this.#version += 1
    const origin = { id: this.#sessionId, version: this.#version }
    return forTheWire(this.#peer.localDescription?.sdp ?? '', direction, origin, offer)
  }

  #allowed(): readonly Codec[] {
    return this.#agreed ? listOf(this.#agreed) : this.#offered
  }

  #agree(description: string, allowed: readonly Codec[]): AgreedCodecs {
    if (!isWebRtcAudio(description)) throw new NotAcceptable('no audio with ICE and DTLS')
    const agreed = agreeOn(codecsOf(description), allowed)
    if (!agreed) throw new NotAcceptable('no codec in common')
    return agreed
  }

  #receive({ header, payload }: RtpPacket): void {
    const { audio, events } = this.#agreed ?? {}
    if (!receives(this.#direction) || payload.length === 0) return
    const kind = header.payloadType === audio?.payloadType ? 'audio' : 'events'
    if (kind === 'events' && header.payloadType !== events?.payloadType) return
    this.counts.received += 1
    const { ssrc, sequenceNumber, timestamp, marker } = header
    this.onPacket({ kind, ssrc, sequenceNumber, timestamp, marker, payload })
  }

  /**
   * New ICE credentials in an offer restart ICE (RFC 8839 4.4.1.1). The stack then renews its own, but once DTLS is
   * connected it leaves it to us to start the checks.
   */
  #checkAgain(): void {
    const transport = this.#transceiver.sender.dtlsTransport
    if (transport.state === 'connected') transport.iceTransport.start().catch(() => {})
  }
}
