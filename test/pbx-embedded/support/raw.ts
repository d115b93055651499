import { once } from 'node:events'
import { WebSocket } from 'ws'
import type { Pbx } from '../../../dev/pbx/pbx'
import { expectedResponse, parseDigest } from '../../../dev/pbx/sip/digest'
import { until } from './until'

/** A WebSocket that speaks exactly the text it is told to. */
export class RawClient {
  readonly received: string[] = []
  readonly #socket: WebSocket

  private constructor(socket: WebSocket) {
    this.#socket = socket
    socket.on('message', (data: Buffer) => this.received.push(data.toString()))
    socket.on('error', () => {})
  }

  static async connect(pbx: Pbx): Promise<RawClient> {
    const client = new RawClient(new WebSocket(pbx.url, 'sip'))
    await once(client.#socket, 'open')
    return client
  }

  send(text: string): void {
    this.#socket.send(text)
  }

  /** Sends, and gives the next message that comes back. */
  async ask(text: string): Promise<string> {
    const before = this.received.length
    this.send(text)
    await until('an answer came', () => this.received.length > before)
    return this.received[before] as string
  }

  close(): void {
    this.#socket.terminate()
  }
}

let branches = 0

interface RequestOptions {
  readonly method: string
  readonly to?: string
  readonly from?: string
  readonly callId?: string
  readonly cseq?: number
  readonly branch?: string
  readonly headers?: readonly string[]
  readonly body?: string
}

/** A complete request, whose every part may be chosen. */
export function request(options: RequestOptions): string {
  branches += 1
  const { method, to = '1001', from = '1001', callId = `raw-${branches}`, cseq = 1, headers = [], body = '' } = options
  const { branch = `z9hG4bK-raw-${branches}` } = options
  return [
    `${method} sip:${method === 'REGISTER' ? '' : `${to}@`}pbx.test SIP/2.0`,
    `Via: SIP/2.0/WS raw.invalid;branch=${branch}`,
    'Max-Forwards: 70',
    `From: <sip:${from}@pbx.test>;tag=raw-tag`,
    `To: <sip:${to}@pbx.test>`,
    `Call-ID: ${callId}`,
    `CSeq: ${cseq} ${method}`,
    ...headers,
    `Content-Length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n')
}

interface Credentials {
  readonly method: string
  readonly username?: string
  readonly password: string
  readonly nc?: string
  readonly qop?: boolean
}

/** The Authorization header that answers the challenge in `response`. */
export function authorize(response: string, options: Credentials): string {
  const { method, username = '1001', password, nc = '00000001', qop = true } = options
  const nonce = /nonce="([^"]+)"/.exec(response)?.[1] ?? ''
  const fields = `username="${username}", realm="callchart", nonce="${nonce}", uri="sip:pbx.test"`
  const more = qop ? `, qop=auth, nc=${nc}, cnonce="c0ffee"` : ''
  const answer = parseDigest(`Digest ${fields}${more}, response="?"`)
  if (!answer) throw new Error('not a digest')
  return `Authorization: Digest ${fields}${more}, algorithm=MD5, response="${expectedResponse(answer, method, password)}"`
}

export const statusOf = (response: string): number => Number(/^SIP\/2\.0 (\d{3})/.exec(response)?.[1])

/** A response to a request that came in. */
export function respond(to: string, status: string, ...headers: string[]): string {
  const copied = to.split('\r\n').filter((line) => /^(Via|From|Call-ID|CSeq): /.test(line))
  const target = /^To: (.*)$/m.exec(to)?.[1] ?? ''
  const lines = [`SIP/2.0 ${status}`, ...copied, `To: ${target};tag=raw-callee`, ...headers, 'Content-Length: 0']
  return `${lines.join('\r\n')}\r\n\r\n`
}
