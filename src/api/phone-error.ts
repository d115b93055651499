import { type ErrorCode, PhoneError, type Problem, type WhyNot } from './errors'
import { whyNot, wordsOf } from './words'

/** Where the same command may succeed when it is given again, without anybody changing anything. */
const retryable: ReadonlySet<ErrorCode> = new Set([
  'busy',
  'unavailable',
  'no-answer',
  'unreachable',
  'timed-out',
  'server-error',
  'sip-not-loaded',
  'token-unavailable',
  'microphone-busy',
  'other-call-not-held',
] satisfies ErrorCode[])

export const errorOf = (problem: Problem & { readonly code: Exclude<ErrorCode, 'not-allowed'> }): PhoneError =>
  new PhoneError(problem.code, problem.text ? `${wordsOf(problem.code)} (${problem.text})` : wordsOf(problem.code), {
    sipStatus: problem.sipStatus,
    retryable: retryable.has(problem.code),
  })

export const notAllowed = (reason: WhyNot): PhoneError =>
  new PhoneError('not-allowed', `Not now: ${whyNot(reason)}`, { whyNot: reason })
