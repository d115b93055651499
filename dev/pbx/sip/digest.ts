import { createHash } from 'node:crypto'

/** What a client says in an Authorization header (RFC 7616 3.4). */
export interface DigestAnswer {
  readonly username: string
  readonly realm: string
  readonly nonce: string
  readonly uri: string
  readonly response: string
  readonly qop?: string
  readonly nc?: string
  readonly cnonce?: string
}

const md5 = (text: string): string => createHash('md5').update(text).digest('hex')

/** Reads `Digest name="value", name=value, …`; undefined unless all that is needed is there and the algorithm is MD5. */
export function parseDigest(header: string): DigestAnswer | undefined {
  if (!/^digest\s/i.test(header)) return undefined
  const fields = new Map<string, string>()
  for (const [, name = '', quoted, token] of header.matchAll(/([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))/g)) {
    fields.set(name.toLowerCase(), quoted?.replace(/\\(.)/g, '$1') ?? token ?? '')
  }
  const [username, realm, nonce, uri, response] = ['username', 'realm', 'nonce', 'uri', 'response'].map((name) =>
    fields.get(name),
  )
  if (!username || !realm || !nonce || !uri || !response) return undefined
  if ((fields.get('algorithm') ?? 'MD5').toUpperCase() !== 'MD5') return undefined
  const [qop, nc, cnonce] = [fields.get('qop'), fields.get('nc'), fields.get('cnonce')]
  if (qop === undefined) return { username, realm, nonce, uri, response }
  if (!nc || !cnonce) return undefined
  return { username, realm, nonce, uri, response, qop, nc, cnonce }
}

/** The response that the right password gives (RFC 7616 3.4.1, RFC 2617 3.2.2.1 without qop). */
export function expectedResponse(answer: DigestAnswer, method: string, password: string): string {
  const { username, realm, nonce, uri, qop, nc, cnonce } = answer
  const secret = md5(`${username}:${realm}:${password}`)
  const request = md5(`${method}:${uri}`)
  return md5(qop ? `${secret}:${nonce}:${nc}:${cnonce}:${qop}:${request}` : `${secret}:${nonce}:${request}`)
}
