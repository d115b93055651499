import type { FakeNetwork } from './fake-transport'
import { compose, parseMessage, type SipMessage } from './message'

export interface Answer {
  readonly headers?: readonly string[]
  readonly body?: string
  /** The far end's tag in the dialog; forks have several. */
  readonly tag?: string
}

/** The server and the far end: reads what the phone sends, message by message, and writes what it gets. */
export class Wire {
  readonly all: SipMessage[] = []
  readonly #network: FakeNetwork
  #unread: SipMessage[] = []
  #readers: (() => void)[] = []
  #count = 0
  #arriving = 0

  constructor(network: FakeNetwork) {
    this.#network = network
    network.carry = (text) => {
      const message = parseMessage(text)
      this.all.push(message)
      this.#unread.push(message)
      for (const read of this.#readers.splice(0)) read()
    }
  }

  /** The next message from the phone, which must be this one: `INVITE`, or `200 INVITE`. */
  async next(expected: string): Promise<SipMessage> {
    while (this.#unread.length === 0) await new Promise<void>((resolve) => this.#readers.push(resolve))
    const message = this.#unread.shift() as SipMessage
    const label = labelOf(message)
    if (label !== expected) throw new Error(`Expected ${expected}, but the phone sent ${label}:\n${message.text}`)
    return message
  }

  /** What the phone has sent and nobody has read, once it has worked off everything that came before. */
  async rest(): Promise<string[]> {
    await this.quiet()
    return this.#unread.splice(0).map(labelOf)
  }

  /** Everything has arrived, and what follows from it without anybody's doing has happened. */
  async quiet(): Promise<void> {
    do for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve))
    while (this.#arriving > 0)
  }

  /** Each message arrives in a task of its own, as from a WebSocket. */
  receive(text: string): void {
    const { transport } = this.#network
    this.#arriving += 1
    setImmediate(() => {
      this.#arriving -= 1
      if (transport.isConnected()) transport.onMessage?.(text)
    })
  }

  answer(request: SipMessage, status: string, answer: Answer = {}): void {
    this.receive(this.responseTo(request, status, answer))
  }

  responseTo(request: SipMessage, status: string, { headers = [], body = '', tag = 'far' }: Answer = {}): string {
    const to = request.header('To')
    const isTagged = /;tag=/.test(to) || status.startsWith('100')
    const contact =
      /INVITE/.test(request.method) && !/^[3-6]/.test(status) ? ['Contact: <sip:far@198.51.100.7;transport=ws>'] : []
    return compose(
      `SIP/2.0 ${status}`,
      [
        `Via: ${request.header('Via')}`,
        `From: ${request.header('From')}`,
        `To: ${isTagged ? to : `${to};tag=${tag}`}`,
        `Call-ID: ${request.header('Call-ID')}`,
        `CSeq: ${request.header('CSeq')}`,
        ...(status.startsWith('100') ? [] : contact),
        ...headers,
      ],
      body,
    )
  }

  /** A request outside of a dialog, to the phone's contact. */
  request(
    method: string,
    to: string,
    { headers = [], body = '', contentType, from = '"Bob" <sip:1002@pbx.example>' }: NewRequest = {},
  ): SipMessage {
    this.#count += 1
    const message = compose(
      `${method} ${to} SIP/2.0`,
      [
        `Via: SIP/2.0/WSS pbx.example;branch=z9hG4bKfar${this.#count}`,
        `From: ${from};tag=far${this.#count}`,
        'To: <sip:1001@pbx.example>',
        `Call-ID: far-call-${this.#count}`,
        `CSeq: 1 ${method}`,
        'Max-Forwards: 70',
        'Contact: <sip:far@198.51.100.7;transport=ws>',
        ...headers,
      ],
      body,
      contentType,
    )
    this.receive(message)
    return parseMessage(message)
  }
}

export interface NewRequest {
  readonly headers?: readonly string[]
  readonly body?: string
  readonly contentType?: string
  readonly from?: string
}

function labelOf({ method, status }: SipMessage): string {
  return status === null ? method : `${status} ${method}`
}
