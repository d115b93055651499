/** What many runs of one thing come to. */
export interface Summary {
  readonly median: number
  /** Of the middle half: how noisy it was. */
  readonly spread: number
  readonly runs: number
}

export function summarize(samples: readonly number[]): Summary {
  const sorted = [...samples].sort((a, b) => a - b)
  return {
    median: quantile(sorted, 0.5),
    spread: quantile(sorted, 0.75) - quantile(sorted, 0.25),
    runs: sorted.length,
  }
}

/** Between the two nearest, by their distance. */
function quantile(sorted: readonly number[], share: number): number {
  const at = (sorted.length - 1) * share
  const [low, high] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]]
  if (low === undefined || high === undefined) throw new Error('There are no samples')
  return low + (high - low) * (at - Math.floor(at))
}

/**
 * Runs each variant once a round, and starts each round with another one: what else the machine does meets them alike. A
 * first round warms up, and does not count.
 */
export async function interleave<Name extends string, Sample>(
  rounds: number,
  variants: Readonly<Record<Name, () => Promise<Sample>>>,
): Promise<Record<Name, Sample[]>> {
  const names = Object.keys(variants) as Name[]
  const samples = Object.fromEntries(names.map((name) => [name, [] as Sample[]])) as Record<Name, Sample[]>
  for (let round = 0; round <= rounds; round += 1) {
    for (const [index] of names.entries()) {
      const name = names[(index + round) % names.length] as Name
      const sample = await variants[name]()
      if (round > 0) samples[name].push(sample)
    }
  }
  return samples
}
