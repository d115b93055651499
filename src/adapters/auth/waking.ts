/** Timers of a page that is hidden fire once a minute at the least. */
const everyMs = 30_000
const sleptMs = 120_000

/**
 * Tells when the page has slept: a laptop's lid was closed, or the browser froze the tab. Timers stand still then in most
 * browsers, and fire late. Gives what ends the watch.
 */
export function watchWaking(now: () => number, onWake: () => void): () => void {
  let last = now()
  const timer = setInterval(() => {
    const before = last
    last = now()
    if (last - before > sleptMs) onWake()
  }, everyMs)
  return () => clearInterval(timer)
}
