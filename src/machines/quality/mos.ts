import type { QualitySample } from '../ports'

/**
 * How sound suffers from a codec and from its loss (ITU-T G.113, appendix I): `impairment` Ie of the encoding alone,
 * `robustness` Bpl against random loss. Opus is not in G.113; it conceals at least as well as G.711 with concealment.
 */
const codecs: Readonly<Record<string, { readonly impairment: number; readonly robustness: number }>> = {
  g729: { impairment: 11, robustness: 19 },
}
const wideOrPlain = { impairment: 0, robustness: 25.1 }

/** Ro - Is + A with the default values of G.107, table 2. */
const bestRating = 93.2

/** Encoding, packetising and playing out take about as long as one packet is. */
const packetMs = 20

/**
 * The rating factor R (0-93.2) of what comes in, by the E-model (ITU-T G.107), simplified: delay (Cole and Rosenbluth's
 * reading of G.107 7.4), and loss with the codec's impairment (G.107 7.5, random loss). null without packets to judge by.
 */
function rate({ codec, received, roundTripMs }: QualitySample): number | null {
  if (received.packets === 0 || received.lossRatio === null) return null
  const delayMs = (roundTripMs ?? 0) / 2 + (received.bufferMs ?? received.jitterMs ?? 0) + packetMs
  const ofDelay = 0.024 * delayMs + 0.11 * Math.max(0, delayMs - 177.3)
  const { impairment, robustness } = codecs[codec?.toLowerCase() ?? ''] ?? wideOrPlain
  const lossPercent = received.lossRatio * 100
  const ofLoss = impairment + ((95 - impairment) * lossPercent) / (lossPercent + robustness)
  return Math.max(0, bestRating - ofDelay - ofLoss)
}

/** The mean opinion score, 1 (bad) to 4.4 (as good as the telephone gets), of a rating factor (G.107 annex B). */
const opinionOf = (rating: number): number => 1 + 0.035 * rating + rating * (rating - 60) * (100 - rating) * 7e-6

/** The mean opinion score of what came in during a sample, 1 to 4.41; null when nothing came that could be judged. */
export function estimateMos(sample: QualitySample): number | null {
  const rating = rate(sample)
  // Below 6.5 the polynomial dips under 1.
  return rating === null ? null : Math.max(1, opinionOf(rating))
}

export type Grade = 'excellent' | 'good' | 'fair' | 'poor'

/**
 * The lowest opinion of each grade: ratings 90, 80 and 70, which G.107 annex B reads as users very satisfied, satisfied,
 * and some of them dissatisfied.
 */
const lowest: readonly (readonly [Grade, number])[] = [
  ['excellent', opinionOf(90)],
  ['good', opinionOf(80)],
  ['fair', opinionOf(70)],
  ['poor', 1],
]

/** So far beyond a border must an opinion be before the grade changes: a score on the border would flutter. */
const margin = 0.05

const gradeFor = (mos: number): Grade => lowest.find(([, from]) => mos >= from)?.[0] ?? 'poor'

/** The grade of an opinion, for a call that was graded `former` before. */
export function gradeOf(mos: number, former: Grade | 'unknown'): Grade {
  if (former === 'unknown') return gradeFor(mos)
  const [best, worst] = [gradeFor(mos - margin), gradeFor(mos + margin)]
  return best === worst ? best : former === best || former === worst ? former : best
}
