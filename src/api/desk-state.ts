import type { RemoteView } from './call-state'
import type { Problem } from './errors'

export interface ParkingLotView {
  /** off: none is configured, or it is not watched. unknown: nobody has told yet. failed: not all of it is told. */
  readonly status: 'off' | 'unknown' | 'watched' | 'failed'
  readonly slots: readonly string[]
  readonly calls: readonly ParkedCallView[]
}

export interface ParkedCallView {
  readonly slot: string
  /** null: the server does not tell who waits there. */
  readonly remote: RemoteView | null
  /** ms since the Unix epoch: since when, as far as we know. */
  readonly since: number
}

export interface ColleagueView {
  readonly number: string
  readonly name: string | null
  readonly uri: string
  readonly status: 'unknown' | 'offline' | 'idle' | 'ringing' | 'busy'
  /** Who calls there, or whom with; null: the server does not tell. */
  readonly remote: RemoteView | null
}

export interface VoicemailView {
  /** off: not watched. unknown: nobody has told yet, or tells any more. */
  readonly status: 'off' | 'unknown' | 'empty' | 'waiting'
  readonly newMessages: number
  readonly oldMessages: number
  /** Of the new ones. */
  readonly urgentMessages: number
}

export interface MessageView {
  readonly id: string
  readonly direction: 'incoming' | 'outgoing'
  readonly remote: RemoteView
  /** Text of strangers, never markup. */
  readonly text: string
  /** ms since the Unix epoch. */
  readonly at: number
  /** `sent`: the server has taken it (200 or 202). */
  readonly delivery: 'received' | 'sending' | 'sent' | 'failed'
  readonly problem: Problem | null
}
