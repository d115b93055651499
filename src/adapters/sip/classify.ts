import type { Failure, FailureCode } from '../../machines/failure'
import type { Reason } from '../../machines/ports'
import { type Headers, readReasons } from './reason'

/** The part of a SIP.js response that is read here. */
export interface Response extends Headers {
  readonly statusCode?: number | undefined
  readonly reasonPhrase?: string | undefined
}

const codes: Readonly<Record<number, FailureCode>> = {
  401: 'wrong-credentials',
  403: 'forbidden',
  404: 'not-found',
  406: 'not-acceptable',
  407: 'wrong-credentials',
  // What waited for the far end's phone gave up; our own time-outs are told apart before.
  408: 'no-answer',
  410: 'not-found',
  415: 'not-acceptable',
  416: 'not-found',
  480: 'unavailable',
  484: 'not-found',
  485: 'not-found',
  486: 'busy',
  488: 'not-acceptable',
  600: 'busy',
  603: 'declined',
  604: 'not-found',
  606: 'not-acceptable',
  607: 'declined',
  608: 'declined',
}

/** ITU-T Q.850: no user responding, no answer from the user. Gateways and PBXs send them with a 480. */
const noAnswerCauses: ReadonlySet<number | null> = new Set([18, 19])

/** What a final response that is none of the 2xx comes to, named once. */
export function classifyResponse(response: Response): Failure {
  const status = response.statusCode ?? 0
  if (isMadeUp(response)) return { code: status === 408 ? 'timed-out' : 'unreachable' }
  const reasons = readReasons(response)
  const text = reasons.find((reason) => reason.text)?.text ?? response.reasonPhrase
  return { code: classifyStatus(status, reasons), sipStatus: status, ...(text ? { text } : {}) }
}

/** SIP.js makes up a 408 when nobody answers and a 503 when nothing can be sent; no wire carried them, so no Via. */
export function isMadeUp(response: Response): boolean {
  return response.getHeaders('via').length === 0
}

/** To a request in a dialog: the far end has no such dialog any more (RFC 3261 12.2.1.2). */
export function isDialogGone(response: Response): boolean {
  return !isMadeUp(response) && (response.statusCode === 481 || response.statusCode === 408)
}

/** Retry-After in ms (RFC 3261 20.33), at most a day; null without one. */
export function readRetryAfter(response: Response): number | null {
  const [, seconds] = /^\s*(\d+)/.exec(response.getHeaders('retry-after')[0] ?? '') ?? []
  return seconds === undefined ? null : Math.min(Number(seconds), 86_400) * 1000
}

export function classifyStatus(status: number, reasons: readonly Reason[]): FailureCode {
  const isUnanswered = reasons.some(({ protocol, cause }) => protocol === 'Q.850' && noAnswerCauses.has(cause))
  if (status === 480 && isUnanswered) return 'no-answer'
  if (status >= 500 && status < 600) return 'server-error'
  return codes[status] ?? 'refused'
}
