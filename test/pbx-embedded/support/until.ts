/** Waits for a condition, looking every few milliseconds; fails with `what` after four seconds. */
export async function until(what: string, condition: () => unknown, timeoutMs = 4000): Promise<void> {
  const deadline = performance.now() + timeoutMs
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(`waited in vain until ${what}`)
    await new Promise((next) => setTimeout(next, 5))
  }
}
