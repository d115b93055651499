import type { SnapshotFrom } from 'xstate'
import type { QualitySummary as ChartSummary, qualityMachine } from '../../machines/quality/quality.machine'
import { warnings } from '../../machines/quality/warnings'
import type { QualitySummary, QualityView } from '../state'

export type QualitySnapshot = SnapshotFrom<typeof qualityMachine>

const unknown: QualityView = Object.freeze({
  status: 'unknown',
  mos: null,
  warnings: Object.freeze([]),
  measured: null,
})

const round = (value: number | null, digits: number): number | null =>
  value === null ? null : Number(value.toFixed(digits))

/** A warning that eases is still told: it is over when it has been well for a while. */
const isTold = (state: string): boolean => state === 'raised' || state === 'easing'

export function viewQuality(quality: QualitySnapshot | undefined): QualityView {
  if (quality === undefined) return unknown
  const { sample, mos } = quality.context
  const { value } = quality
  return Object.freeze<QualityView>({
    status: value.grade,
    mos: round(mos, 2),
    warnings: Object.freeze(warnings.filter((name) => isTold(value.warnings[name]))),
    measured: sample && measuredIn(sample),
  })
}

const measuredIn = ({ codec, received, sent, roundTripMs }: NonNullable<QualitySnapshot['context']['sample']>) =>
  Object.freeze({
    codec,
    incomingBitrate: received.bitrate,
    outgoingBitrate: sent.bitrate,
    incomingLoss: received.lossRatio,
    outgoingLoss: sent.lossRatio,
    jitterMs: received.jitterMs,
    roundTripMs,
  })

export const viewQualitySummary = (summary: ChartSummary): QualitySummary =>
  Object.freeze({
    ...summary,
    averageMos: round(summary.averageMos, 2),
    lowestMos: round(summary.lowestMos, 2),
    lossRatio: Number(summary.lossRatio.toFixed(4)),
    jitterMs: Number(summary.jitterMs.toFixed(1)),
    roundTripMs: round(summary.roundTripMs, 1),
  })
