export type QualityWarning =
  /** One-way audio: nothing arrives, or nothing gets there, though it should. */
  | 'notHearing'
  | 'notHeard'
  /** Open, unmuted, and without any sound for 10 s. */
  | 'silentMicrophone'
  /** 3 % of the packets or more. */
  | 'incomingLoss'
  | 'outgoingLoss'
  /** 30 ms or more. */
  | 'jitter'
  /** A round trip of 400 ms or more. */
  | 'delay'

/** How a call sounds, from the browser's statistics, every 2 s. */
export interface QualityView {
  /** By the mean opinion score: excellent from 4.34, good from 4.02, fair from 3.60 (ITU-T G.107 annex B). */
  readonly status: 'unknown' | 'excellent' | 'good' | 'fair' | 'poor'
  /** Mean opinion score of what comes in, 1-4.41, by the simplified E-model (ITU-T G.107), smoothed; null: not known. */
  readonly mos: number | null
  /** What is wrong for longer than a moment, the worst first. */
  readonly warnings: readonly QualityWarning[]
  /** The last interval's; null: not measured yet. */
  readonly measured: {
    readonly codec: string | null
    /** bit/s */
    readonly incomingBitrate: number
    readonly outgoingBitrate: number
    /** 0-1 */
    readonly incomingLoss: number | null
    readonly outgoingLoss: number | null
    readonly jitterMs: number | null
    readonly roundTripMs: number | null
  } | null
}

/** How a call sounded as a whole: means, but for the lowest MOS. */
export interface QualitySummary {
  /** How many intervals of 2 s could be judged. */
  readonly samples: number
  readonly averageMos: number | null
  readonly lowestMos: number | null
  /** 0-1 of the packets that should have come in. */
  readonly lossRatio: number
  readonly jitterMs: number
  readonly roundTripMs: number | null
}
