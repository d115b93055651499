import type { CallbackActorLogic, EventObject } from 'xstate'
import type { Failure } from '../failure'

/** One part of a pre-flight test; each says once what came of it. */
export interface Check {
  readonly part: 'microphone' | 'network' | 'conversation'
}

export interface MicrophoneHeard {
  readonly label: string
  /** 0..1: the loudest moment of the listening; exactly 0: the device gives no sound at all. */
  readonly peak: number
}

export interface NetworkSeen {
  /** The kinds of ICE candidates that were gathered (RFC 8445 5.1.1): of this machine, as STUN sees it, through TURN. */
  readonly candidates: readonly ('host' | 'srflx' | 'relay')[]
  readonly gatheringMs: number
}

export type CheckFact =
  | ({ readonly type: 'check.microphoneHeard' } & MicrophoneHeard)
  | ({ readonly type: 'check.networkSeen' } & NetworkSeen)
  /** The conversation has been listened to for as long as it takes to judge it. */
  | { readonly type: 'check.listened'; readonly at: number }
  | { readonly type: 'check.failed'; readonly failure: Failure }

export type RunCheck = CallbackActorLogic<EventObject, Check, CheckFact>
