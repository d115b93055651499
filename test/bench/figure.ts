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
  readonly budget?: Budget
  /** Whether it keeps to the budget. */
  readonly isMet?: boolean
}

/** A bound of the ratio. */
export type Budget = { readonly atMost: number } | { readonly atLeast: number }

export interface Compared {
  readonly what: string
  readonly unit: Unit
  readonly ours: readonly number[]
  readonly peer: { readonly name: string; readonly samples: readonly number[] }
  readonly budget?: Budget
}

export function compare({ what, unit, ours, peer, budget }: Compared): Figure {
  const [us, them] = [summarize(ours), summarize(peer.samples)]
  const ratio = us.median / them.median
  const verdict = budget && { budget, isMet: 'atMost' in budget ? ratio <= budget.atMost : ratio >= budget.atLeast }
  return { what, unit, ours: us, peer: { name: peer.name, ...them }, ratio, ...verdict }
}

export function alone(what: string, unit: Unit, ours: readonly number[]): Figure {
  return { what, unit, ours: summarize(ours) }
}
