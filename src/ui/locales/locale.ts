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
  readonly preflight: Readonly<
    Record<'title' | 'run' | 'microphone' | 'network' | 'call' | 'heard', string> & {
      states: Readonly<Record<'waiting' | 'running' | 'passed' | 'failed', string>>
      /** By the farthest kind of candidate. */
      reach: Readonly<Record<'host' | 'srflx' | 'relay', string>>
    }
  >
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
  | 'swap'
  | 'moreAnswers'
  | 'declineBusy'
  | 'forwardTo'
  | 'forwardNow'
  | 'voicemail'
  | 'availability'
  | 'available'
  | 'away'
  | 'doNotDisturb'
  | 'callWaiting'
  | 'on'
  | 'off'
  | 'autoAnswer'
  | 'autoAnswerNever'
  | 'autoAnswerAsked'
  | 'autoAnswerAlways'
  | 'beAvailable'
  | 'finishWrapUp'
  | 'mute'
  | 'unmute'
  | 'keypad'
  | 'sentDigits'
  | 'transfer'
  | 'transferTo'
  | 'parkIn'
  | 'parkInSlot'
  | 'slotTaken'
  | 'supervision'
  | 'superviseName'
  | 'superviseProblem'
  | 'transferNow'
  | 'consultFirst'
  | 'completeTransfer'
  | 'cancelTransfer'
  // Parking, colleagues, voicemail and messages.
  | 'park'
  | 'parking'
  | 'parkingIn'
  | 'parkFailed'
  | 'returnedFrom'
  | 'desk'
  | 'parkedCalls'
  | 'nobodyParked'
  | 'somebody'
  | 'pickUp'
  | 'pickUpSlot'
  | 'pickUpFor'
  | 'parkingLotFailed'
  | 'colleagues'
  | 'colleagueIdle'
  | 'colleagueRinging'
  | 'colleagueBusy'
  | 'colleagueOffline'
  | 'colleagueUnknown'
  | 'callName'
  | 'messageTo'
  | 'messages'
  | 'send'
  | 'close'
  | 'messageSending'
  | 'messageFailed'
  | 'voicemailWaiting'
  | 'voicemailUrgent'
  | 'voicemailEmpty'
  | 'callVoicemail'
  | 'acceptTransfer'
  | 'refuseTransfer'
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
  | 'devices'
  | 'ringDevice'
  | 'callVolume'
  | 'ringVolume'
  | 'echoCancellation'
  | 'noiseSuppression'
  | 'autoGainControl'
  | 'unpluggedDevice'
  | 'deviceMissing'
  | 'testMicrophone'
  | 'testSpeaker'
  | 'testRingDevice'
  | 'stopTest'
  | 'testOpening'
  | 'testListening'
  | 'testRecording'
  | 'testPlaying'
  | 'microphoneLevel'
  | 'captureInterrupted'
  | 'captureReplacing'
  | 'captureLost'
  | 'tryAgain'
  | 'soundInterrupted'
  | 'unnamedDevice'
  | 'report'
  | 'reportNote'
  | 'reportSaved'
  | 'allowMicrophone'
  | 'signIn'
  | 'signOut'
  | 'cancel'
  | 'user'
  | 'password'
  | 'signInHint'
  | 'reconnect'
  | 'renewSignIn'
  | 'renewingSignIn'
  | 'signInExpired'
  | 'signInExpiredWaiting'
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
  | 'callingAs'
  | 'awayAs'
  | 'notDisturbed'
  | 'wrappingUp'
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
  | 'answeringSoon'
  | 'notAutoRegistered'
  | 'notAutoGranted'
  | 'notAutoOther'
  | 'talking'
  | 'holding'
  | 'held'
  | 'silenced'
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
  | 'transferRequestBlind'
  | 'transferRequestAttended'
  | 'transferRequestHolding'
  | 'transferRequestDialing'
  | 'transferRequestFailed'
  | 'supervisionListen'
  | 'supervisionWhisper'
  | 'supervisionBarge'
  | 'recordingOn'
  | 'recordingPresumed'
  | 'recordingPresumedOff'
  | 'merged'
  | 'mergeFailed'
  | 'declining'
  | 'forwarding'
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
  | 'endedForwarded'
  | 'refusedFull'
  | 'refusedDoNotDisturb'
  | 'refusedWrapUp'
  | 'refusedNoWaiting'
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
