/**
 * Why something came to nothing. The adapter that met the failure names it once; no chart reads a SIP status code or a
 * DOMException.
 */
export type FailureCode =
  // The far end, or the server for it, said no (RFC 3261 21).
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
  | 'audio-blocked'
  | 'no-sound'
  // What was asked for.
  | 'invalid-target'
  | 'too-many-calls'
  | 'superseded'
  | 'ended'
  | 'other-call-not-held'
  | 'not-resumed'
  | 'cancelled'

export interface Failure {
  readonly code: FailureCode
  /** The status of the SIP response that said so (RFC 3261 21), when there was one. */
  readonly sipStatus?: number
  /** What the wire said in words: a reason phrase or the text of a Reason header. Untrusted: shown as text, never as markup. */
  readonly text?: string
}

/** What became of a command: the promise that a host holds is settled by this and by nothing else. */
export type Outcome =
  /** `result`: what only the wire could tell, such as the slot where a call was parked. */
  { readonly ok: true; readonly result?: string } | { readonly ok: false; readonly failure: Failure }

export interface CommandSettled {
  readonly type: 'command.settled'
  readonly commandId: string
  readonly outcome: Outcome
}
