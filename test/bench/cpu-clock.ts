import type { Page } from 'playwright-core'

/** The CPU time of a page's main thread: a machine that does something else meanwhile does not disturb it. */
export interface CpuClock {
  /** Since the page was opened. */
  cpuMs(): Promise<number>
}

export async function startCpuClock(page: Page): Promise<CpuClock> {
  const devTools = await page.context().newCDPSession(page)
  await devTools.send('Performance.enable', { timeDomain: 'threadTicks' })
  return {
    async cpuMs() {
      const { metrics } = await devTools.send('Performance.getMetrics')
      const seconds = metrics.find(({ name }) => name === 'TaskDuration')?.value
      if (seconds === undefined) throw new Error('Chromium does not tell how long its tasks took')
      return seconds * 1000
    },
  }
}
