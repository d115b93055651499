import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { EventReader } from '../../../dev/pbx/media/dtmf'
import { mulawClip, sampleRate } from '../../../dev/pbx/media/mulaw'
import { fromMulaw, strengthOf } from '../../pbx-embedded/support/tones'

const host = '127.0.0.1'
const packetMs = 20
const packetSamples = (sampleRate * packetMs) / 1000
const headerLength = 12

/** RTP payload types (RFC 3551): PCMU is 0; telephone-event takes a free one. */
const pcmu = 0
const telephoneEvent = 101

/** How much of what came in last is listened to: half a second, in samples. */
const windowSamples = sampleRate / 2

/** Plain RTP in G.711: a sine goes out, and what comes in can be measured. */
export class FarAudio {
  /** RTP packets with sound that came in. */
  packets = 0
  /** RTP packets that went out, 50 a second. */
  sent = 0
  /** The digits that came in as RFC 4733 events. */
  digits = ''
  readonly #socket: Socket
  readonly #events = new EventReader()
  readonly #clip: Buffer
  #heard: number[] = []
  #isClosed = false
  #isLost = false
  #sender: ReturnType<typeof setInterval> | undefined

  private constructor(socket: Socket, hertz: number) {
    this.#socket = socket
    this.#clip = mulawClip(1, (time) => 0.4 * Math.sin(2 * Math.PI * hertz * time))
    socket.on('message', (packet) => this.#receive(packet))
    socket.on('error', () => {})
  }

  static async open(hertz: number): Promise<FarAudio> {
    const socket = createSocket('udp4')
    socket.bind(0, host)
    await once(socket, 'listening')
    return new FarAudio(socket, hertz)
  }

  get port(): number {
    return this.#socket.address().port
  }

  /** Whether half a second has come in since the beginning, or since it was to forget. */
  get isFull(): boolean {
    return this.#heard.length >= windowSamples
  }

  /** The amplitude (0 to 1) of a frequency in the last half second; 0 before. */
  strengthOf(hertz: number): number {
    return this.isFull ? strengthOf(hertz, this.#heard) : 0
  }

  /** The greatest amplitude (0 to 1) in the last half second. */
  loudness(): number {
    return this.#heard.reduce((loudest, byte) => Math.max(loudest, Math.abs(fromMulaw(byte))), 0)
  }

  /** What came in so far is forgotten. */
  forget(): void {
    this.#heard = []
  }

  /** Sends its tone there, from now on. */
  sendTo(port: number): void {
    clearInterval(this.#sender)
    if (this.#isClosed) return
    let n = 0
    this.#sender = setInterval(() => {
      const from = (n * packetSamples) % this.#clip.length
      if (!this.#isLost) this.#socket.send(packetOf(n, this.#clip.subarray(from, from + packetSamples)), port, host)
      n += 1
      this.sent += 1
    }, packetMs)
  }

  /** From now on what it sends does not arrive, or does again. */
  lose(isLost: boolean): void {
    this.#isLost = isLost
  }

  /** What came in can still be asked about. */
  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    clearInterval(this.#sender)
    this.#socket.close()
  }

  #receive(packet: Buffer): void {
    const type = (packet[1] ?? 0) & 0x7f
    const payload = packet.subarray(headerLength)
    if (type === pcmu) {
      this.packets += 1
      this.#heard.push(...payload)
      this.#heard.splice(0, Math.max(0, this.#heard.length - windowSamples))
    } else if (type === telephoneEvent) this.digits += this.#events.read(payload, packet.readUInt32BE(4)) ?? ''
  }
}

/** RFC 3550 5.1; one source, which numbers from 0. */
function packetOf(n: number, payload: Buffer): Buffer {
  const header = Buffer.alloc(headerLength)
  header[0] = 0x80
  header[1] = pcmu | (n === 0 ? 0x80 : 0)
  header.writeUInt16BE(n & 0xffff, 2)
  header.writeUInt32BE((n * packetSamples) >>> 0, 4)
  header.writeUInt32BE(0xfa12_e4d5, 8)
  return Buffer.concat([header, payload])
}

/** An offer or an answer for it. */
export function describeAudio(port: number, version: number, direction: string): string {
  return [
    'v=0',
    `o=- 1 ${version} IN IP4 ${host}`,
    's=-',
    `c=IN IP4 ${host}`,
    't=0 0',
    `m=audio ${port} RTP/AVP ${pcmu} ${telephoneEvent}`,
    `a=rtpmap:${pcmu} PCMU/8000`,
    `a=rtpmap:${telephoneEvent} telephone-event/8000`,
    `a=fmtp:${telephoneEvent} 0-16`,
    `a=${direction}`,
    '',
  ].join('\r\n')
}

export function audioPortOf(sdp: string): number {
  return Number(/^m=audio (\d+) /m.exec(sdp)?.[1] ?? 0)
}
