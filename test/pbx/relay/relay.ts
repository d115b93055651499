import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'
import { answerRegister } from './answer-register'

export interface RelayOptions {
  /** Where whoever plays the server listens: UDP on the loopback. Not given: where the last datagram came from. */
  readonly peerPort?: number
  /**
   * Answers each REGISTER itself, so that a scenario begins with what it is about. false: it goes through like the rest,
   * for scenarios that are about registering. Default: true.
   */
  readonly answersRegister?: boolean
}

export interface RelayedMessage {
  readonly from: 'phone' | 'peer'
  readonly text: string
}

const host = '127.0.0.1'

/**
 * A WebSocket for a phone on one side, UDP on the other, and every SIP message passed on between them byte for byte: what
 * speaks SIP over UDP alone (SIPp) has the phone itself as its peer, without a PBX that would have its own mind.
 *
 * Nothing is rewritten, for nothing needs to be. Via, Contact and Route keep saying WS or UDP, and are echoed to whoever
 * wrote them; neither side opens a connection of its own to what they name. Each message is one frame and one datagram
 * (RFC 7118 5; RFC 3261 18.3), and on the loopback a datagram holds 64 kB. Two things are not SIP, and stay on their side:
 * the keep-alive (RFC 5626 4.4.1), which is answered here, and retransmission, which a WebSocket does not have: whoever
 * plays the server is to send each message once.
 */
export class Relay {
  /** Every message that was passed on, in order. */
  readonly messages: RelayedMessage[] = []
  readonly #server: WebSocketServer
  readonly #udp: Socket
  readonly #answersRegister: boolean
  #peerPort: number | undefined
  #phone: WebSocket | undefined
  #contact: string | undefined
  /** What the phone said while there was nobody to hear it. */
  #waiting: string[] = []

  private constructor(server: WebSocketServer, udp: Socket, options: RelayOptions) {
    this.#server = server
    this.#udp = udp
    this.#peerPort = options.peerPort
    this.#answersRegister = options.answersRegister ?? true
    server.on('connection', (socket) => this.#welcome(socket))
    udp.on('message', (data, { port }) => this.#fromPeer(data.toString(), port))
    udp.on('error', () => {})
  }

  static async open(options: RelayOptions = {}): Promise<Relay> {
    // RFC 7118 4.1
    const server = new WebSocketServer({ host, port: 0, handleProtocols: (offered) => offered.has('sip') && 'sip' })
    const udp = createSocket('udp4')
    udp.bind(0, host)
    await Promise.all([once(server, 'listening'), once(udp, 'listening')])
    return new Relay(server, udp, options)
  }

  /** What the phone connects to. */
  get url(): string {
    return `ws://${host}:${(this.#server.address() as AddressInfo).port}`
  }

  /** What a peer that speaks first sends to. */
  get udpPort(): number {
    return this.#udp.address().port
  }

  /** The URI under which the phone registered last: whoever calls it writes this into the first line. */
  get contact(): string {
    if (this.#contact === undefined) throw new Error('No phone has registered at the relay')
    return this.#contact
  }

  /** What the phone sent, whole, in order; `is` looks at the first line. */
  fromPhone(is: RegExp = /^/): string[] {
    return this.messages.filter(({ from, text }) => from === 'phone' && is.test(text)).map(({ text }) => text)
  }

  /** All of it, for people. */
  transcript(): string {
    return this.messages.map(({ from, text }) => `--- from the ${from}\n${text}`).join('\n')
  }

  /** The socket breaks, as in a failing network. */
  drop(): void {
    this.#phone?.terminate()
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close')
    this.#server.close()
    for (const client of this.#server.clients) client.terminate()
    this.#udp.close()
    await closed
  }

  /** A phone that comes back takes the place of what it was. */
  #welcome(socket: WebSocket): void {
    this.#phone = socket
    socket.on('message', (data: Buffer) => this.#fromPhone(data.toString()))
    socket.on('error', () => {})
  }

  #fromPhone(text: string): void {
    if (text.trim() === '') {
      if (text === '\r\n\r\n') this.#phone?.send('\r\n')
      return
    }
    if (text.startsWith('REGISTER ')) this.#contact = /^Contact:\s*<([^>]+)>/im.exec(text)?.[1] ?? this.#contact
    if (this.#answersRegister && text.startsWith('REGISTER ')) {
      this.#phone?.send(answerRegister(text))
      return
    }
    this.messages.push({ from: 'phone', text })
    if (this.#peerPort === undefined) this.#waiting.push(text)
    else this.#udp.send(text, this.#peerPort, host)
  }

  #fromPeer(text: string, port: number): void {
    this.#peerPort = port
    this.messages.push({ from: 'peer', text })
    this.#phone?.send(text)
    for (const waiting of this.#waiting.splice(0)) this.#udp.send(waiting, port, host)
  }
}
