export interface BackOff {
  /** The next wait in ms. */
  next(): number
  /** It worked: the next failure waits briefly again. */
  reset(): void
}

const firstMs = 1_000
const longestMs = 30_000

/** Exponential back-off with full jitter: a crowd of phones that lost one server must not come back as one. */
export function createBackOff(random: () => number): BackOff {
  let failures = 0
  return {
    next() {
      const upTo = Math.min(longestMs, firstMs * 2 ** Math.min(failures, 16))
      failures += 1
      return Math.round(random() * upTo)
    },
    reset() {
      failures = 0
    },
  }
}
