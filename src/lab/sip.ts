/** What the ladder says of a SIP message. */
export interface SipMessage {
  readonly isRequest: boolean
  /** `INVITE`, or `180 Ringing`. */
  readonly title: string
  /** Of the CSeq, for a response: what it answers. */
  readonly method: string
  readonly status: number | null
  readonly callId: string | null
  /** `sendonly` and the like, when there is a session description. */
  readonly media: string | null
}

const known = new Map<string, SipMessage>()

/** Reads a message's first line and the few fields that a ladder shows. Whatever it is, something can be shown. */
export function readMessage(text: string): SipMessage {
  let message = known.get(text)
  if (message === undefined) {
    message = read(text)
    // Few are looked at; what is forgotten is read again.
    if (known.size > 2_000) known.clear()
    known.set(text, message)
  }
  return message
}

function read(text: string): SipMessage {
  const [first = ''] = text.split(/\r?\n/, 1)
  const response = /^SIP\/2\.0 (\d{3}) ?(.*)$/.exec(first)
  const cseq = /^CSeq:\s*\d+\s+(\w+)/im.exec(text)?.[1] ?? ''
  const callId = /^(?:Call-ID|i):\s*(.+?)\s*$/im.exec(text)?.[1] ?? null
  const media =
    /^a=(sendrecv|sendonly|recvonly|inactive)\s*$/m.exec(text)?.[1] ?? (/^v=0\s*$/m.test(text) ? 'SDP' : null)
  if (response !== null) {
    const [, status = '0', reason = ''] = response
    return {
      isRequest: false,
      title: `${status} ${reason}`.trim(),
      method: cseq,
      status: Number(status),
      callId,
      media,
    }
  }
  return {
    isRequest: true,
    title: /^[A-Z]+/.exec(first)?.[0] ?? first.slice(0, 24),
    method: cseq,
    status: null,
    callId,
    media,
  }
}

/** How a message is coloured: a request, or how a response ends. */
export function toneOf({ status }: SipMessage): 'request' | 'provisional' | 'success' | 'challenge' | 'failure' {
  if (status === null) return 'request'
  if (status < 200) return 'provisional'
  if (status < 300) return 'success'
  return status === 401 || status === 407 ? 'challenge' : 'failure'
}
