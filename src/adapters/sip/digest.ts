import { splitUnquoted, unquote } from './header-text'
import type { Headers } from './reason'
import { sha256 } from './sha256'

export type Hash = (text: string) => string

/** A Digest challenge that we can answer (RFC 7616 3.3). */
export interface Challenge {
  readonly hash: Hash
  /** As it stands in the challenge, and goes back in the answer. */
  readonly algorithm: string
  readonly isSession: boolean
  readonly realm: string
  readonly nonce: string
  readonly opaque: string | null
  readonly qop: 'auth' | 'auth-int' | null
  /** Only the nonce was too old: the credentials are not in doubt. */
  readonly isStale: boolean
}

export interface Answering {
  readonly username: string
  readonly password: string
  readonly method: string
  readonly uri: string
  readonly body: string
  readonly cnonce: string
  /** How often the nonce has been used, this time included. */
  readonly count: number
}

/** The best challenge of a 401 or 407: SHA-256 before MD5 (RFC 8760), then the server's own order. null: none of ours. */
export function chooseChallenge(response: Headers, header: string, md5: Hash): Challenge | null {
  const challenges = response
    .getHeaders(header)
    .map((value) => readChallenge(value, md5))
    .filter((challenge) => challenge !== null)
  return challenges.find(({ hash }) => hash === sha256) ?? challenges[0] ?? null
}

function readChallenge(value: string, md5: Hash): Challenge | null {
  const [, rest = ''] = /^\s*digest\s+(.*)$/is.exec(value) ?? []
  const parameters = new Map(
    splitUnquoted(rest, ',').map((parameter) => {
      const [, name = '', content = ''] = /^([^=\s]+)\s*=\s*(.*)$/s.exec(parameter) ?? []
      return [name.toLowerCase(), unquote(content)]
    }),
  )
  const algorithm = parameters.get('algorithm') ?? 'MD5'
  const [, name, session] = /^(MD5|SHA-256)(-sess)?$/i.exec(algorithm) ?? []
  const realm = parameters.get('realm')
  const nonce = parameters.get('nonce')
  const offered = parameters.get('qop')
  const qop = offered === undefined ? null : chooseQop(offered)
  if (name === undefined || realm === undefined || !nonce || qop === undefined) return null
  return {
    hash: name.toUpperCase() === 'MD5' ? md5 : sha256,
    algorithm,
    isSession: session !== undefined,
    realm,
    nonce,
    opaque: parameters.get('opaque') ?? null,
    qop,
    isStale: parameters.get('stale')?.toLowerCase() === 'true',
  }
}

function chooseQop(offered: string): 'auth' | 'auth-int' | undefined {
  const options = offered.toLowerCase().split(/[\s,]+/)
  return (['auth', 'auth-int'] as const).find((qop) => options.includes(qop))
}

/** The value of the Authorization header (RFC 7616 3.4). */
export function answerChallenge(challenge: Challenge, answering: Answering): string {
  const { algorithm, realm, nonce, opaque, qop } = challenge
  const { username, uri, cnonce, count } = answering
  const nc = count.toString(16).padStart(8, '0')
  return `Digest ${[
    `algorithm=${algorithm}`,
    `username=${quote(username)}`,
    `realm=${quote(realm)}`,
    `nonce=${quote(nonce)}`,
    `uri="${uri}"`,
    `response="${respond(challenge, answering, nc)}"`,
    ...(opaque === null ? [] : [`opaque=${quote(opaque)}`]),
    ...(qop === null ? [] : [`qop=${qop}`, `cnonce="${cnonce}"`, `nc=${nc}`]),
  ].join(', ')}`
}

function respond(challenge: Challenge, answering: Answering, nc: string): string {
  const { hash, realm, nonce, qop, isSession } = challenge
  const { username, password, method, uri, body, cnonce } = answering
  const who = hash(`${username}:${realm}:${password}`)
  const secret = isSession ? hash(`${who}:${nonce}:${cnonce}`) : who
  const what = hash(qop === 'auth-int' ? `${method}:${uri}:${hash(body)}` : `${method}:${uri}`)
  // Without qop it is the digest of RFC 2069, which old servers want.
  return hash(qop === null ? `${secret}:${nonce}:${what}` : `${secret}:${nonce}:${nc}:${cnonce}:${qop}:${what}`)
}

function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`
}
