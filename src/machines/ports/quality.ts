import type { CallbackActorLogic, EventObject } from 'xstate'
import type { CallRef } from './session'

/** One direction of the RTP over the last interval. */
interface RtpSample {
  /** bit/s of payload. */
  readonly bitrate: number
  readonly packets: number
  /** 0..1 of what should have come; null: nobody knows yet. */
  readonly lossRatio: number | null
  /** 0..1 of the loudest moment that the encoding allows; null: nothing is meant to be heard. */
  readonly level: number | null
}

/** What the browser has measured since the last sample (getStats). Spans are ms; null: not known. */
export interface QualitySample {
  readonly at: number
  /** As it was last negotiated. */
  readonly direction: 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive'
  /** `opus`, `PCMU`… */
  readonly codec: string | null
  readonly received: RtpSample & {
    readonly jitterMs: number | null
    /** How long a packet waits in the jitter buffer before it is heard. */
    readonly bufferMs: number | null
  }
  /** Its loss is what the far end reports (RTCP receiver reports, RFC 3550 6.4). */
  readonly sent: RtpSample
  readonly roundTripMs: number | null
}

export type QualityFact = { readonly type: 'quality.sampled'; readonly sample: QualitySample }

/** Samples every 2 s while it is open. */
export type WatchQuality = CallbackActorLogic<EventObject, CallRef, QualityFact>
