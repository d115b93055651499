import type { ErrorCode, Problem, WhyNot, WhyNotCode } from '../../api/errors'
import type { QualityView, QualityWarning } from '../../api/state'

/** The words of one language. Each record is complete by its type: a missing word does not compile. `{name}` is filled. */
export interface Locale {
  /** BCP 47, for `lang`. */
  readonly tag: string
  readonly text: Readonly<Record<TextKey, string>>
  /** What went wrong, and what to do. */
  readonly problems: Readonly<Record<ErrorCode, string>>
  /** How a call that was never answered ended, by the reason; `ended` covers the rest. */
  readonly rejections: Readonly<Record<RejectionCode, string>>
  readonly whyNot: Readonly<Record<WhyNotCode, string>>
  /** How a call sounds; a warning says what is wrong and what to do. */
  readonly quality: {
    readonly grades: Readonly<Record<Exclude<QualityView['status'], 'unknown'>, string>>
    readonly warnings: Readonly<Record<QualityWarning, string>>
  }
}

export type RejectionCode = Extract<ErrorCode, 'busy' | 'declined' | 'not-found' | 'unavailable' | 'no-answer'>

export type TextKey =
  // What is pressed and filled in.
  | 'numberOrName'
  | 'call'
  | 'answer'
  | 'decline'
  | 'hangUp'
  | 'hold'
  | 'resume'
  | 'mute'
  | 'unmute'
  | 'keypad'
  | 'sentDigits'
  | 'transfer'
  | 'transferTo'
  | 'transferNow'
  | 'consultFirst'
  | 'completeTransfer'
  | 'cancelTransfer'
  | 'merge'
  | 'record'
  | 'listen'
  | 'whisper'
  | 'barge'
  | 'stopRecording'
  | 'split'
  | 'dialPad'
  | 'deleteDigit'
  | 'redial'
  | 'calls'
  | 'lastCall'
  | 'settings'
  | 'microphone'
  | 'speaker'
  | 'systemDefault'
  | 'unnamedDevice'
  | 'allowMicrophone'
  | 'signIn'
  | 'signOut'
  | 'cancel'
  | 'user'
  | 'password'
  | 'signInHint'
  | 'reconnect'
  | 'enableSound'
  | 'unknownCaller'
  | 'unknownProblem'
  | 'partNotLoaded'
  | 'qualityDetails'
  // What is missing.
  | 'emptyNumber'
  | 'emptyUser'
  | 'emptyPassword'
  // Phone status.
  | 'phoneStatus'
  | 'signedOut'
  | 'signingIn'
  | 'signingOut'
  | 'signInFailed'
  | 'offline'
  | 'connecting'
  | 'registering'
  | 'ready'
  | 'onCall'
  | 'disconnecting'
  | 'connectionLost'
  | 'connectionFailed'
  | 'microphoneAsked'
  | 'microphoneBlocked'
  | 'microphoneAbsent'
  | 'soundBlocked'
  | 'soundUnblocking'
  // A call's phase.
  | 'preparing'
  | 'calling'
  | 'ringing'
  | 'forwarded'
  | 'queued'
  | 'incoming'
  | 'answering'
  | 'talking'
  | 'holding'
  | 'held'
  | 'resuming'
  | 'heldByThem'
  | 'heldByBoth'
  | 'mediaConnecting'
  | 'mediaInterrupted'
  | 'mediaLost'
  | 'hangingUp'
  | 'transferring'
  | 'transferRinging'
  | 'transferConsulting'
  | 'transferConsultation'
  | 'transferCancelling'
  | 'transferFailed'
  | 'supervisionListen'
  | 'supervisionWhisper'
  | 'supervisionBarge'
  | 'recordingOn'
  | 'recordingPresumed'
  | 'recordingPresumedOff'
  | 'merged'
  | 'mergeFailed'
  | 'declining'
  | 'announceIncoming'
  // How a call ended.
  | 'ended'
  | 'endedLost'
  | 'endedTransferred'
  | 'endedParked'
  | 'endedCancelled'
  | 'endedMissed'
  | 'endedDeclined'
  | 'endedElsewhere'
  | 'endedFailed'
  | 'endedRejected'

type Params = Readonly<Record<string, string | number>>

/** Puts `params` into the words' `{places}`. What comes out is text, whatever went in. */
export function fill(words: string, params: Params = {}): string {
  return words.replace(/\{(\w+)\}/g, (_, key: string) => String(params[key] ?? ''))
}

export function problemWords(locale: Locale, problem: Pick<Problem, 'code'>): string {
  return locale.problems[problem.code]
}

export function whyNotWords(locale: Locale, whyNot: WhyNot): string {
  return fill(locale.whyNot[whyNot.code], whyNot.params)
}

/** The code of a PhoneError, which may come from another realm. */
export function errorCode(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
}

/** Words for whatever a command rejected with. An error of another make has no code: its own message is all there is. */
export function errorWords(locale: Locale, error: unknown): string {
  const { whyNot, message } = (error ?? {}) as { whyNot?: WhyNot; message?: unknown }
  if (whyNot !== undefined) return whyNotWords(locale, whyNot)
  const code = errorCode(error)
  if (typeof code === 'string' && Object.hasOwn(locale.problems, code)) return locale.problems[code as ErrorCode]
  return typeof message === 'string' && message !== '' ? message : locale.text.unknownProblem
}
