import type { QualitySample } from '../ports'

/** What may be wrong with a call's sound for longer than a moment, the worst first. */
export const warnings = [
  'notHearing',
  'notHeard',
  'silentMicrophone',
  'incomingLoss',
  'outgoingLoss',
  'jitter',
  'delay',
] as const
export type Warning = (typeof warnings)[number]

/** Past `raise` it is bad, below `clear` it is well again; what lies between changes nothing. */
interface Limits {
  readonly raise: number
  readonly clear: number
}

const hears = ({ direction }: QualitySample): boolean => direction === 'sendrecv' || direction === 'recvonly'
const speaks = ({ direction }: QualitySample): boolean => direction === 'sendrecv' || direction === 'sendonly'

/** What is looked at; null: nothing can be said of this sample. */
const measures: Readonly<Record<Warning, Limits & { readonly of: (sample: QualitySample) => number | null }>> = {
  // Concealment carries speech over about 3 % of random loss (G.711 appendix I).
  incomingLoss: { raise: 0.03, clear: 0.01, of: ({ received }) => received.lossRatio },
  outgoingLoss: { raise: 0.03, clear: 0.01, of: ({ sent }) => sent.lossRatio },
  // More than one packet's length: buffers grow, or run dry.
  jitter: { raise: 30, clear: 20, of: ({ received }) => received.jitterMs },
  // 400 ms one way is the limit of G.114; people begin to talk at the same time well before it.
  delay: { raise: 400, clear: 300, of: ({ roundTripMs }) => roundTripMs },
  notHearing: { raise: 1, clear: 0.5, of: (sample) => (hears(sample) ? Number(sample.received.packets === 0) : null) },
  notHeard: {
    raise: 0.9,
    clear: 0.5,
    of: (sample) => (speaks(sample) ? (sample.sent.packets === 0 ? 1 : sample.sent.lossRatio) : null),
  },
  // Even a quiet room is not nothing: a level of exactly 0 is a device that is off.
  silentMicrophone: {
    raise: 1,
    clear: 0.5,
    of: (sample) => (speaks(sample) && sample.sent.level !== null ? Number(sample.sent.level === 0) : null),
  },
}

/** `unsaid`: what is measured cannot be told, as the flow of packets on hold; a warning about it is over. */
export type Judgement = 'bad' | 'well' | 'between' | 'unsaid'

export function judge(warning: Warning, sample: QualitySample): Judgement {
  const { raise, clear, of } = measures[warning]
  const measured = of(sample)
  if (measured === null) return 'unsaid'
  if (measured >= raise) return 'bad'
  return measured < clear ? 'well' : 'between'
}
