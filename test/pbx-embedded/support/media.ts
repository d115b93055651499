import type { BodyAndContentType, SessionDescriptionHandler, SessionDescriptionHandlerOptions } from 'sip.js'
import { RTCPeerConnection, RTCRtpCodecParameters, RtpHeader, type RtpPacket } from 'werift'

export interface MediaOptions extends SessionDescriptionHandlerOptions {
  readonly hold?: boolean
  readonly restartIce?: boolean
}

const directionPattern = /a=(sendrecv|sendonly|recvonly|inactive)/

/** The media of a phone in Node: a WebRTC peer that sends and keeps real packets. */
export class PhoneMedia implements SessionDescriptionHandler {
  /** What came in, oldest first. */
  readonly received: RtpPacket[] = []
  /** The direction in the last description from the PBX. */
  remoteDirection = ''
  /** Makes the next description from the PBX unacceptable: SIP.js then answers 488. */
  refuseNext = false
  /** The next description from the PBX is looked at when this is over. */
  pause: Promise<void> = Promise.resolve()
  readonly #peer: RTCPeerConnection
  #sequenceNumber = 1
  #timestamp = 1
  #restarting = false
  #speaking: NodeJS.Timeout | undefined

  constructor(codecs: readonly ('opus' | 'pcmu')[] = ['opus', 'pcmu']) {
    const audio = {
      opus: new RTCRtpCodecParameters({ mimeType: 'audio/opus', clockRate: 48000, channels: 2, payloadType: 96 }),
      pcmu: new RTCRtpCodecParameters({ mimeType: 'audio/PCMU', clockRate: 8000, channels: 1, payloadType: 0 }),
    }
    const events = [48000, 8000].map(
      (clockRate, n) =>
        new RTCRtpCodecParameters({ mimeType: 'audio/telephone-event', clockRate, payloadType: 100 + n }),
    )
    this.#peer = new RTCPeerConnection({
      iceServers: [],
      iceUseIpv6: false,
      iceAdditionalHostAddresses: ['127.0.0.1'],
      bundlePolicy: 'max-bundle',
      codecs: { audio: [...codecs.map((name) => audio[name]), ...events], video: [] },
    })
    const transceiver = this.#peer.addTransceiver('audio', { direction: 'sendrecv' })
    // Without this werift asks a public STUN server.
    for (const { connection } of this.#peer.iceTransports) delete connection.stunServer
    transceiver.sender.dtlsTransport.onRtp.subscribe((packet) => this.received.push(packet))
  }

  get #sender() {
    const [transceiver] = this.#peer.getTransceivers()
    if (!transceiver) throw new Error('no transceiver')
    return transceiver.sender
  }

  get ufrag(): string {
    return /a=ice-ufrag:(\S+)/.exec(this.#peer.localDescription?.sdp ?? '')?.[1] ?? ''
  }

  /** Sends `payload` every 20 ms from now on. */
  speak(payload: string): void {
    clearInterval(this.#speaking)
    this.#speaking = setInterval(() => {
      this.#timestamp += 960
      this.#send(this.#sender.codec?.payloadType ?? 0, this.#timestamp, Buffer.from(payload))
    }, 20)
  }

  /** What was heard after the first `from` packets, as text. */
  heard(from = 0): string[] {
    return this.received.slice(from).map(({ payload }) => payload.toString())
  }

  /** The bytes of the packets from `from` to `to`: samples, when the codec is PCMU. */
  samples(from = 0, to = this.received.length): number[] {
    return this.received.slice(from, to).flatMap(({ payload }) => [...payload])
  }

  sendDtmf(tones: string): boolean {
    const { codec } = this.#sender
    const event = this.#peer
      .getTransceivers()[0]
      ?.codecs.find(({ name, clockRate }) => name === 'telephone-event' && clockRate === codec?.clockRate)
    if (!event) return false
    for (const tone of tones) {
      this.#timestamp += 9600
      const code = '0123456789*#ABCD'.indexOf(tone)
      // Two packets while the key is down, the last one three times, as RFC 4733 2.5.1.4 wants it.
      for (const [end, duration] of [
        [0, 960],
        [0, 1920],
        [0x80, 2880],
        [0x80, 2880],
        [0x80, 2880],
      ] as const) {
        this.#send(event.payloadType, this.#timestamp, Buffer.from([code, end | 10, duration >> 8, duration & 0xff]))
      }
    }
    return true
  }

  hasDescription(contentType: string): boolean {
    return contentType === 'application/sdp'
  }

  async getDescription({ hold = false, restartIce = false }: MediaOptions = {}): Promise<BodyAndContentType> {
    this.#restarting = restartIce
    const answering = this.#peer.signalingState === 'have-remote-offer'
    const description = answering
      ? await this.#peer.createAnswer()
      : await this.#peer.createOffer({ iceRestart: restartIce })
    await this.#peer.setLocalDescription(description)
    const body = this.#peer.localDescription?.sdp ?? ''
    return {
      body: body.replace(directionPattern, `a=${this.#wanted(answering, hold)}`),
      contentType: 'application/sdp',
    }
  }

  async setDescription(sdp: string): Promise<void> {
    await this.pause
    if (this.refuseNext) {
      this.refuseNext = false
      throw new Error('refused by the test')
    }
    this.remoteDirection = directionPattern.exec(sdp)?.[1] ?? ''
    const type = this.#peer.signalingState === 'have-local-offer' ? 'answer' : 'offer'
    await this.#peer.setRemoteDescription({ type, sdp: sdp.replace(directionPattern, 'a=sendrecv') })
    const { dtlsTransport } = this.#sender
    if (this.#restarting && dtlsTransport.state === 'connected') dtlsTransport.iceTransport.start().catch(() => {})
    this.#restarting = false
  }

  async rollbackDescription(): Promise<void> {
    if (this.#peer.signalingState !== 'stable') await this.#peer.setLocalDescription({ type: 'rollback' })
  }

  close(): void {
    clearInterval(this.#speaking)
    this.#peer.close().catch(() => {})
  }

  #wanted(answering: boolean, hold: boolean): string {
    if (!answering) return hold ? 'sendonly' : 'sendrecv'
    if (this.remoteDirection === 'sendonly') return hold ? 'inactive' : 'recvonly'
    return hold ? 'sendonly' : 'sendrecv'
  }

  #send(payloadType: number, timestamp: number, payload: Buffer): void {
    const sender = this.#sender
    if (sender.dtlsTransport.state !== 'connected') return
    const header = new RtpHeader({ payloadType, timestamp, ssrc: sender.ssrc, sequenceNumber: this.#sequenceNumber })
    this.#sequenceNumber += 1
    sender.dtlsTransport.sendRtp(payload, header).catch(() => {})
  }
}
