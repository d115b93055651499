import type { Failure } from './failure'
import type { Account, CallExtras, Reason, Remote } from './ports'
import type { QualitySummary } from './quality/quality.machine'

/** What a chart tells the phone, which tells the charts that it concerns. Past tense; never from outside. */
export type CallReport =
  | { readonly type: 'report.ringing'; readonly callId: string }
  | { readonly type: 'report.quiet'; readonly callId: string }
  /** It is heard, or is about to be: dialled, being answered, established, being resumed. */
  | { readonly type: 'report.live'; readonly callId: string }
  | { readonly type: 'report.held'; readonly callId: string }
  | { readonly type: 'report.holdFailed'; readonly callId: string }
  /** Its microphone is closed; the far end has not confirmed the end yet. */
  | { readonly type: 'report.closing'; readonly callId: string }
  /** null: the chart itself broke, and there is no record. */
  | { readonly type: 'report.ended'; readonly callId: string; readonly record: CallRecord | null }

/** What of a call concerns a transfer alone: that it was answered, and what came of a REFER on the wire. */
export type ReferReport = { readonly callId: string } & (
  | { readonly type: 'report.established' }
  | { readonly type: 'report.referAccepted'; readonly willNotify: boolean }
  | { readonly type: 'report.referProgressed'; readonly sipStatus: number; readonly text: string }
  | { readonly type: 'report.referSucceeded' }
  | { readonly type: 'report.referFailed'; readonly failure: Failure }
)

/** The far end has agreed that the hold is over: what a conference waits for. */
export type ResumeReport = { readonly type: 'report.resumed'; readonly callId: string }

export type AuthReport =
  /** The secret is at hand: the registrar shall judge it. */
  | { readonly type: 'report.credentialsObtained'; readonly account: Account }
  | { readonly type: 'report.signingOut'; readonly commandId: string; readonly at: number }
  /** To the connection: there is another token. */
  | { readonly type: 'connection.renewed' }
  /** To the connection: there is none that the registrar takes. */
  | { readonly type: 'connection.giveUp'; readonly failure: Failure }

export type ConnectionReport =
  | { readonly type: 'report.registered' }
  | { readonly type: 'report.unregistered' }
  /** The registrar said no, and would say so again. */
  | { readonly type: 'report.refused'; readonly failure: Failure }
  /** To the chart of the sign-in: the registrar does not take the token, and may take another. */
  | { readonly type: 'auth.lapsed'; readonly failure: Failure }
  /** Not yet: it is tried again. */
  | { readonly type: 'report.unreachable'; readonly failure: Failure }
  | { readonly type: 'report.offline' }

/** How a call ended. */
export type CallEnding =
  | 'completed'
  | 'transferred'
  | 'parked'
  | 'rejected'
  | 'cancelled'
  | 'missed'
  | 'declined'
  | 'answeredElsewhere'
  | 'forwarded'
  | 'failed'

/** Why a caller was told that we are busy. */
export type RefusedFor = 'tooManyCalls' | 'doNotDisturb' | 'wrapUp' | 'callWaitingOff'

/** An ended call: the output of its chart. Times are ms since the epoch, spans ms. */
export interface CallRecord {
  readonly callId: string
  readonly direction: 'incoming' | 'outgoing'
  readonly remote: Remote
  readonly startedAt: number
  readonly answeredAt: number | null
  readonly endedAt: number
  readonly waitMs: number
  readonly durationMs: number
  readonly ending: CallEnding
  readonly endedBy: 'local' | 'remote' | 'lost'
  readonly failure: Failure | null
  /** Of the conversation, when it was measured. */
  readonly quality?: QualitySummary
  /** Missed, and never rung. */
  readonly refusedFor?: RefusedFor
  /** Whom the caller was told to call instead. */
  readonly forwardedTo?: Remote
  /** What the wire gave as the reason (RFC 3326). */
  readonly reason?: Reason
  /** The host's notes, when there are any. */
  readonly metadata?: CallExtras['metadata']
}
