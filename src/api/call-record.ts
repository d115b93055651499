import type { RemoteView } from './call-state'
import type { Problem } from './errors'
import type { JsonValue } from './json'
import type { QualitySummary } from './quality-state'

/** How a call ended. */
export type CallEnding =
  /** After a conversation. */
  | 'completed'
  /** After a conversation: the far end, or we at its request, talk to somebody else now. */
  | 'transferred'
  /** After a conversation: the far end waits in the parking lot. */
  | 'parked'
  /** Outgoing: the far end was busy, said no, is unknown, does not answer… */
  | 'rejected'
  /** Outgoing: we gave up before the answer. */
  | 'cancelled'
  /** Incoming: nobody answered. */
  | 'missed'
  /** Incoming: we said no. */
  | 'declined'
  | 'answeredElsewhere'
  /** Incoming: the caller was told to call somebody else. */
  | 'forwarded'
  /** It could not be made, or broke. */
  | 'failed'

/** An ended call. Times are ms since the Unix epoch, spans are ms. */
export interface CallRecord {
  readonly callId: string
  readonly direction: 'incoming' | 'outgoing'
  readonly remote: RemoteView
  readonly startedAt: number
  readonly answeredAt: number | null
  readonly endedAt: number
  /** From the start to the answer, or to the end without one. */
  readonly waitMs: number
  /** From the answer to the end; 0 without an answer. */
  readonly durationMs: number
  readonly ending: CallEnding
  readonly endedBy: 'local' | 'remote' | 'lost'
  readonly problem: Problem | null
  /** When it was measured. */
  readonly quality?: QualitySummary
  /** Missed without having rung here: the caller was told that we are busy (486). */
  readonly refusedFor?: 'tooManyCalls' | 'doNotDisturb' | 'wrapUp' | 'callWaitingOff'
  /** Whom the caller was told to call instead. */
  readonly forwardedTo?: RemoteView
  /** Why the far side, or the server for it, ended the call (RFC 3326), when it said so. `text` is text of strangers. */
  readonly reason?: ReasonView
  /** What the host gave to `dial`, when it gave any. */
  readonly metadata?: Readonly<Record<string, JsonValue>>
}

/** A Reason header: `SIP` with a status, `Q.850` with a cause of ISDN. */
interface ReasonView {
  readonly protocol: string
  readonly cause: number | null
  readonly text: string | null
}
