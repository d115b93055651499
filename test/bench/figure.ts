import { type Summary, summarize } from './statistics'

export type Unit = 'ms' | 'µs' | 'kB' | 'events/s'

/** One line of the table. */
export interface Figure {
  readonly what: string
  readonly unit: Unit
  readonly ours: Summary
  /** The same thing of somebody else, in the same run. */
  readonly peer?: { readonly name: string } & Summary
  /** Ours to theirs, by the medians. */
  readonly ratio?: number
  /** Of the ratio. */
  readonly budget?: Bound
  /** Of our median, in its unit. */
  readonly limit?: Bound
  /** Whether it keeps to both. */
  readonly isMet?: boolean
}

export type Bound = { readonly atMost: number } | { readonly atLeast: number }

export interface Compared {
  readonly what: string
  readonly unit: Unit
  readonly ours: readonly number[]
  readonly peer: { readonly name: string; readonly samples: readonly number[] }
  readonly budget?: Bound
  readonly limit?: Bound
}

export function compare({ what, unit, ours, peer, budget, limit }: Compared): Figure {
  const [us, them] = [summarize(ours), summarize(peer.samples)]
  const ratio = us.median / them.median
  return { what, unit, ours: us, peer: { name: peer.name, ...them }, ratio, ...judge(us.median, limit, ratio, budget) }
}

export function alone(what: string, unit: Unit, samples: readonly number[], limit?: Bound): Figure {
  const ours = summarize(samples)
  return { what, unit, ours, ...judge(ours.median, limit) }
}

function judge(median: number, limit?: Bound, ratio = 1, budget?: Bound): Pick<Figure, 'budget' | 'limit' | 'isMet'> {
  if (limit === undefined && budget === undefined) return {}
  return {
    ...(budget && { budget }),
    ...(limit && { limit }),
    isMet: keeps(median, limit) && keeps(ratio, budget),
  }
}

function keeps(value: number, bound: Bound | undefined): boolean {
  if (bound === undefined) return true
  return 'atMost' in bound ? value <= bound.atMost : value >= bound.atLeast
}
