import { compose, parseMessage, type SipMessage } from './message'
import type { NewRequest, Wire } from './wire'

const contact = 'Contact: <sip:far@198.51.100.7;transport=ws>'

/** The other party of a dialog. */
export class FarEnd {
  readonly #wire: Wire
  readonly #from: string
  readonly #to: string
  readonly #callId: string
  readonly #target: string
  #cseq = 100

  constructor(wire: Wire, dialog: { from: string; to: string; callId: string; target: string }) {
    this.#wire = wire
    this.#from = dialog.from
    this.#to = dialog.to
    this.#callId = dialog.callId
    this.#target = dialog.target
  }

  /** The party that the phone has called. */
  static called(wire: Wire, invite: SipMessage, tag = 'far'): FarEnd {
    return new FarEnd(wire, {
      from: `${invite.header('To')};tag=${tag}`,
      to: invite.header('From'),
      callId: invite.header('Call-ID'),
      target: uriOf(invite.header('Contact')),
    })
  }

  /** The party that has called the phone, by a response with a tag. */
  static calling(wire: Wire, response: SipMessage): FarEnd {
    return new FarEnd(wire, {
      from: response.header('From'),
      to: response.header('To'),
      callId: response.header('Call-ID'),
      target: uriOf(response.header('Contact')),
    })
  }

  request(method: string, { headers = [], body = '', contentType }: NewRequest = {}): SipMessage {
    this.#cseq += 1
    return this.#send(
      method,
      `${this.#cseq} ${method}`,
      `z9hG4bK${this.#callId}-${method}${this.#cseq}`,
      headers,
      body,
      contentType,
    )
  }

  /** For the 2xx to `invite`. */
  ack(invite: SipMessage, body = ''): void {
    this.#send('ACK', invite.header('CSeq').replace('INVITE', 'ACK'), `z9hG4bKack${this.#cseq}`, [], body)
  }

  #send(
    method: string,
    cseq: string,
    branch: string,
    headers: readonly string[],
    body: string,
    contentType?: string,
  ): SipMessage {
    const text = compose(
      `${method} ${this.#target} SIP/2.0`,
      [
        `Via: SIP/2.0/WSS pbx.example;branch=${branch}`,
        `From: ${this.#from}`,
        `To: ${this.#to}`,
        `Call-ID: ${this.#callId}`,
        `CSeq: ${cseq}`,
        'Max-Forwards: 70',
        ...(headers.some((header) => header.startsWith('Contact:')) ? [] : [contact]),
        ...headers,
      ],
      body,
      contentType,
    )
    this.#wire.receive(text)
    return parseMessage(text)
  }
}

/** A CANCEL, or the ACK to a final response that is none of the 2xx: they belong to the INVITE's transaction. */
export function sameTransaction(
  wire: Wire,
  method: 'CANCEL' | 'ACK',
  invite: SipMessage,
  to: string,
  headers: readonly string[] = [],
): void {
  wire.receive(
    compose(`${method} ${invite.startLine.split(' ')[1]} SIP/2.0`, [
      `Via: ${invite.header('Via')}`,
      `From: ${invite.header('From')}`,
      `To: ${to}`,
      `Call-ID: ${invite.header('Call-ID')}`,
      `CSeq: ${invite.header('CSeq').replace('INVITE', method)}`,
      ...headers,
    ]),
  )
}

function uriOf(contact: string): string {
  return /<([^>]+)>/.exec(contact)?.[1] ?? contact
}
