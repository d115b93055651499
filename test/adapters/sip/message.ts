/** A SIP message as a test sees it. */
export interface SipMessage {
  readonly text: string
  readonly startLine: string
  /** Of a request, or of the request that a response is for. */
  readonly method: string
  /** null for a request. */
  readonly status: number | null
  readonly body: string
  header(name: string): string
  headers(name: string): readonly string[]
}

export function parseMessage(text: string): SipMessage {
  const [head = '', ...bodies] = text.split('\r\n\r\n')
  const [startLine = '', ...lines] = head.split('\r\n')
  const headers = (name: string) =>
    lines
      .filter((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`))
      .map((line) => line.slice(name.length + 1).trim())
  const header = (name: string) => {
    const [value] = headers(name)
    if (value === undefined) throw new Error(`No ${name} in\n${text}`)
    return value
  }
  const status = /^SIP\/2\.0 (\d+)/.exec(startLine)?.[1]
  return {
    text,
    startLine,
    method: header('CSeq').split(' ')[1] ?? '',
    status: status === undefined ? null : Number(status),
    body: bodies.join('\r\n\r\n'),
    header,
    headers,
  }
}

export function compose(
  startLine: string,
  headers: readonly string[],
  body = '',
  contentType = 'application/sdp',
): string {
  const entity = body === '' ? [] : [`Content-Type: ${contentType}`]
  return [startLine, ...headers, ...entity, `Content-Length: ${Buffer.byteLength(body)}`, '', body].join('\r\n')
}

/** Random parts by name, in the order in which they appear: what is left is exact. */
export function createNormaliser(): (text: string) => string {
  const names = new Map<string, string>()
  const counts = new Map<string, number>()
  const name = (kind: string) => (_match: string, before: string, value: string) => {
    const known = names.get(`${kind} ${value}`)
    if (known) return before + known
    const count = (counts.get(kind) ?? 0) + 1
    counts.set(kind, count)
    names.set(`${kind} ${value}`, `${kind}${count}`)
    return `${before}${kind}${count}`
  }
  return (text) =>
    text
      .replace(/(Via: SIP\/2\.0\/WSS )(\w+\.invalid)/g, name('host'))
      .replace(/(<sip:)(\w+@\w+\.invalid)/g, name('contact'))
      .replace(/((?:INVITE|BYE|ACK|CANCEL|INFO) sip:)(\w+@\w+\.invalid)/g, name('contact'))
      .replace(/(branch=)(z9hG4bK\w+)/g, name('branch'))
      .replace(/(tag=)(\w+)/g, name('tag'))
      .replace(/(Call-ID: )(\S+)/g, name('call'))
      .replace(/(cnonce=")(\w+)/g, name('cnonce'))
      .replace(/(response=")(\w+)/g, name('response'))
}
