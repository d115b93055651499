/** The codes of PhoneError, stable from version to version. Locales turn them into words. */
export type ErrorCode =
  // The far end, or the server for it, said no.
  | 'busy'
  | 'declined'
  | 'not-found'
  | 'unavailable'
  | 'no-answer'
  | 'forbidden'
  | 'not-acceptable'
  | 'refused'
  // The way there.
  | 'unreachable'
  | 'timed-out'
  | 'dialog-gone'
  | 'server-error'
  | 'sip-not-loaded'
  // Who we are.
  | 'wrong-credentials'
  | 'token-refused'
  | 'token-unavailable'
  // The microphone and the sound.
  | 'permission-denied'
  | 'no-microphone'
  | 'microphone-busy'
  | 'no-speaker'
  | 'unsupported'
  | 'media-failed'
  | 'no-sound'
  | 'audio-blocked'
  // What was asked for.
  | 'not-allowed'
  | 'invalid-target'
  | 'too-many-calls'
  | 'invalid-tones'
  | 'invalid-volume'
  | 'invalid-data'
  | 'invalid-slot'
  | 'invalid-message'
  | 'invalid-config'
  | 'invalid-command'
  | 'no-such-call'
  | 'no-trace'
  | 'superseded'
  | 'ended'
  | 'other-call-not-held'
  | 'not-resumed'
  | 'cancelled'
  | 'disposed'

/** Why a command may not be given now; `params` fill the words. */
export type WhyNotCode =
  | 'not-signed-in'
  | 'already-signed-in'
  | 'signing-in'
  | 'signing-out'
  | 'no-token'
  | 'not-connected'
  | 'already-connected'
  | 'too-many-calls'
  | 'not-ringing'
  | 'already-answering'
  | 'not-established'
  | 'already-held'
  | 'already-holding'
  | 'not-held'
  | 'already-resuming'
  | 'already-muted'
  | 'not-muted'
  | 'still-muting'
  | 'ending'
  | 'audio-not-blocked'
  | 'nothing-to-cancel'
  | 'transfer-underway'
  | 'no-consultation'
  | 'preflight-running'
  | 'no-preflight'
  | 'in-a-call'
  | 'parking-not-configured'
  | 'parking-underway'
  | 'no-free-slot'
  | 'voicemail-not-configured'
  | 'no-other-call'
  | 'no-voicemail'
  | 'not-wrapping-up'
  | 'no-transfer-request'
  | 'another-call-live'
  | 'already-merged'
  | 'merge-underway'
  | 'not-merged'
  | 'recording-not-configured'
  | 'recording-changing'
  | 'already-recording'
  | 'not-recording'
  | 'supervision-not-configured'
  | 'no-supervision'
  | 'supervision-fixed'
  | 'supervision-switching'

export interface WhyNot {
  readonly code: WhyNotCode
  readonly params?: Readonly<Record<string, string | number>>
}

/** For every command: true, or why not. */
export type Permission = true | WhyNot

export interface Problem {
  readonly code: ErrorCode
  /** The status of the SIP response that said so (RFC 3261 21), when there was one. */
  readonly sipStatus?: number
  /** What the far side said in words; text of strangers, never markup. */
  readonly text?: string
}

/** What a rejected command rejects with. */
export class PhoneError extends Error {
  override readonly name = 'PhoneError'
  readonly code: ErrorCode
  /** The status of the SIP response that said so (RFC 3261 21), when there was one. */
  readonly sipStatus: number | undefined
  /** For `not-allowed`: why, as a code for locales. */
  readonly whyNot: WhyNot | undefined
  /** For `invalid-config`: the path of the field. */
  readonly field: string | undefined
  /** Whether the same command may succeed when given again. */
  readonly retryable: boolean

  constructor(
    code: ErrorCode,
    message: string,
    details: {
      sipStatus?: number | undefined
      whyNot?: WhyNot | undefined
      field?: string | undefined
      retryable?: boolean
      cause?: unknown
    } = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = code
    this.sipStatus = details.sipStatus
    this.whyNot = details.whyNot
    this.field = details.field
    this.retryable = details.retryable ?? false
  }
}
