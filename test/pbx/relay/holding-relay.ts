import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { WebSocket, WebSocketServer } from 'ws'

const host = '127.0.0.1'

/** Between a phone and its server, frame by frame: what the phone says can be held back, so that it crosses something. */
export class HoldingRelay {
  /** What waits, in order. */
  readonly held: string[] = []
  readonly #server: WebSocketServer
  readonly #sockets = new Set<WebSocket>()
  #pattern: RegExp | undefined
  #toServer: ((text: string) => void) | undefined

  private constructor(server: WebSocketServer, target: string) {
    this.#server = server
    server.on('connection', (phone) => this.#join(phone, new WebSocket(target, 'sip')))
  }

  static async open(target: string): Promise<HoldingRelay> {
    // RFC 7118 4.1
    const server = new WebSocketServer({ host, port: 0, handleProtocols: (offered) => offered.has('sip') && 'sip' })
    await once(server, 'listening')
    return new HoldingRelay(server, target)
  }

  /** What the phone connects to. */
  get url(): string {
    return `ws://${host}:${(this.#server.address() as AddressInfo).port}`
  }

  /** From now on, what begins so waits. */
  hold(pattern: RegExp): void {
    this.#pattern = pattern
  }

  release(): void {
    this.#pattern = undefined
    for (const text of this.held.splice(0)) this.#toServer?.(text)
  }

  close(): void {
    this.#server.close()
    for (const socket of this.#sockets) socket.terminate()
  }

  #join(phone: WebSocket, server: WebSocket): void {
    const opened = once(server, 'open').catch(() => phone.terminate())
    const toServer = (text: string) => void opened.then(() => server.readyState === server.OPEN && server.send(text))
    this.#toServer = toServer
    phone.on('message', (data: Buffer) => {
      const text = data.toString()
      if (this.#pattern?.test(text)) this.held.push(text)
      else toServer(text)
    })
    server.on('message', (data: Buffer) => phone.send(data.toString()))
    for (const [socket, other] of [
      [phone, server],
      [server, phone],
    ] as const) {
      this.#sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => other.close())
    }
  }
}
