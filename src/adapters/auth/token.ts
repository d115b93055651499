import type { Failure } from '../../machines/failure'

export type ReadToken =
  | { readonly status: 'given'; readonly token: string; readonly expiresAt: number | null }
  /** It is none, and there is none. */
  | { readonly status: 'refused'; readonly failure: Failure }
  /** There may be one the next time: the provider failed, or has kept a token for too long. */
  | { readonly status: 'unavailable'; readonly failure: Failure }

/** Reads what a host's provider gave, which no compiler has seen. `now` and `expiresAt` are ms since the Unix epoch. */
export function readToken(given: unknown, now: number): ReadToken {
  const { token, expiresAt, expiresInMs } = typeof given === 'string' ? { token: given } : fieldsOf(given)
  if (typeof token !== 'string' || token.trim() === '') return refused('getToken() gave no token.')
  const end = expiresInMs === undefined ? expiresAt : add(now, expiresInMs)
  if (end === null) return { status: 'given', token, expiresAt: null }
  if (end === undefined) return check(token, endOfJwt(token, now), now)
  if (typeof end !== 'number' || !Number.isFinite(end))
    return refused(`${expiresInMs === undefined ? 'expiresAt' : 'expiresInMs'} of getToken() is no number.`)
  return check(token, end, now)
}

interface Fields {
  readonly token?: unknown
  readonly expiresAt?: unknown
  readonly expiresInMs?: unknown
}

function fieldsOf(given: unknown): Fields {
  return typeof given === 'object' && given !== null ? given : {}
}

const add = (now: number, ms: unknown): number => (typeof ms === 'number' ? now + ms : Number.NaN)

function check(token: string, expiresAt: number | null, now: number): ReadToken {
  if (expiresAt === null || expiresAt > now) return { status: 'given', token, expiresAt }
  const text =
    'The token of getToken() has expired, by the clock of this machine; expiresAt counts milliseconds since 1970.'
  return { status: 'unavailable', failure: { code: 'token-refused', text } }
}

function refused(text: string): ReadToken {
  return { status: 'refused', failure: { code: 'token-refused', text } }
}

/**
 * When a JSON Web Token lapses by its own word (RFC 7519 4.1.4); null: it is none, or does not say. Where it was issued in
 * our future our clock is late, and its span counts from now.
 */
function endOfJwt(token: string, now: number): number | null {
  const { exp, iat } = payloadOf(token)
  if (typeof exp !== 'number' || !Number.isFinite(exp)) return null
  return exp * 1000 + (typeof iat === 'number' ? Math.min(0, now - iat * 1000) : 0)
}

function payloadOf(token: string): { readonly exp?: unknown; readonly iat?: unknown } {
  const [, payload, signature] = token.split('.')
  if (payload === undefined || signature === undefined) return {}
  try {
    // base64url (RFC 4648 5); atob needs no padding.
    return fieldsOf(JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/')))) as { exp?: unknown }
  } catch {
    return {}
  }
}
