import type { CallbackActorLogic } from 'xstate'
import type { Failure } from '../failure'
import type { CallRef } from './session'

/** RFC 4733 events in the RTP, or INFO requests: which of the two is bound is a matter of configuration. */
export type ToneCommand = {
  readonly type: 'tone.send'
  /** One of `0-9A-D#*`. */
  readonly tone: string
  /** 40-6,000 ms (RTCDTMFSender). */
  readonly durationMs: number
  /** >= 30 ms. */
  readonly gapMs: number
}

export type ToneFact =
  | { readonly type: 'tone.sent'; readonly tone: string }
  | { readonly type: 'tone.refused'; readonly tone: string; readonly failure: Failure }

export type SendTones = CallbackActorLogic<ToneCommand, CallRef, ToneFact>
