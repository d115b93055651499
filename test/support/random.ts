/** Chance that can be had again: the same seed gives the same numbers, from 0 to below 1. A linear congruence is chance enough. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
  // The first numbers of neighbouring seeds are neighbours.
  for (let count = 0; count < 8; count++) next()
  return next
}
