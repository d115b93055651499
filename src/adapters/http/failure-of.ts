import type { Failure } from '../../machines/failure'

/** What a service of the backend means by a status that is no success (RFC 9110 15). */
export function failureOf(status: number): Failure {
  const text = `HTTP ${status}`
  if (status === 401 || status === 403) return { code: 'forbidden', text }
  if (status === 404 || status === 410) return { code: 'not-found', text }
  return { code: status >= 500 ? 'server-error' : 'refused', text }
}
