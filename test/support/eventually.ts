import { setTimeout as wait } from 'node:timers/promises'

export interface Patience {
  /** Default: 30 s, for machines that are busy. */
  readonly timeoutMs?: number | undefined
  /** Default: 50 ms. */
  readonly intervalMs?: number
}

/** Waits until something holds; unlike `expect.poll`, in hooks too. Rejects with what was waited for. */
export async function eventually(
  what: string,
  holds: () => Promise<boolean>,
  { timeoutMs = 30_000, intervalMs = 50 }: Patience = {},
): Promise<void> {
  const deadline = performance.now() + timeoutMs
  for (;;) {
    // Whoever cannot be asked now (a page that reloads) can be later.
    const answer = await holds().catch((cause: unknown) => ({ cause }))
    if (answer === true) return
    if (performance.now() > deadline) {
      throw new Error(`waited in vain for ${timeoutMs} ms: ${what}`, answer === false ? undefined : answer)
    }
    await wait(intervalMs)
  }
}
