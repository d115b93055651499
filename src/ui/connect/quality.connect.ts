import type { CallView, QualityView } from '../../api/state'
import { fill, type Locale } from '../locales/locale'

export interface QualityProps {
  /** For the bars; `unknown` shows none. */
  readonly grade: QualityView['status']
  /** What the bars say. */
  readonly label: string
  /** The figures behind them, for those who point at them. */
  readonly details: string
  /** The worst of what is wrong, and what to do; null: nothing is. */
  readonly warning: string | null
}

/** How a conversation sounds, in words. On hold there is nothing to say. */
export function connectQuality(
  { quality, hold, remoteHold }: CallView,
  { text, quality: words }: Locale,
): QualityProps {
  const { status, mos, measured, warnings } = quality
  const [worst] = warnings
  const isHeld = hold !== 'none' || remoteHold !== 'none'
  return {
    grade: status,
    label: status === 'unknown' ? '' : words.grades[status],
    details:
      measured === null || mos === null
        ? ''
        : fill(text.qualityDetails, {
            mos: mos.toFixed(1),
            loss: ((measured.incomingLoss ?? 0) * 100).toFixed(1),
            jitter: Math.round(measured.jitterMs ?? 0),
            delay: measured.roundTripMs === null ? '–' : Math.round(measured.roundTripMs),
            codec: measured.codec ?? '–',
          }),
    warning: worst === undefined || isHeld ? null : words.warnings[worst],
  }
}
