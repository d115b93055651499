import type { Failure } from '../../machines/failure'

export type ReadToken =
  | { readonly token: string; readonly expiresAt: number | null }
  | { readonly token: null; readonly failure: Failure }

/** Reads what a host's provider gave, which no compiler has seen. `now` and `expiresAt` are ms since the Unix epoch. */
export function readToken(given: unknown, now: number): ReadToken {
  const { token, expiresAt } = typeof given === 'string' ? { token: given, expiresAt: undefined } : fieldsOf(given)
  if (typeof token !== 'string' || token.trim() === '') return refused('getToken() gave no token.')
  if (expiresAt === undefined || expiresAt === null) return { token, expiresAt: null }
  if (typeof expiresAt !== 'number' || !Number.isFinite(expiresAt))
    return refused('expiresAt of getToken() is no number.')
  if (expiresAt <= now) return refused('The token of getToken() has expired; expiresAt counts milliseconds since 1970.')
  return { token, expiresAt }
}

function fieldsOf(given: unknown): { token?: unknown; expiresAt?: unknown } {
  return typeof given === 'object' && given !== null ? given : {}
}

function refused(text: string): ReadToken {
  return { token: null, failure: { code: 'token-refused', text } }
}
