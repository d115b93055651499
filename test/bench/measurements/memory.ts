import type { Page } from 'playwright-core'
import { alone, type Figure } from '../figure'
import type { ChartsBench } from '../pages/charts'
import type { Stage } from '../stage'
import { load } from './charts'

const phones = 100
const rounds = 5

type Global = { readonly charts: ChartsBench }

/** What a call takes of the page's heap: its charts, its part of the view, its entries in the trace. Not the browser's media. */
export async function measureMemory(stage: Stage, trace: string): Promise<Figure[]> {
  const taken: number[] = []
  const kept: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    await stage.visit('charts', async (page) => {
      await load(page, trace)
      await page.evaluate((count) => (globalThis as unknown as Global).charts.make(count), phones)
      const before = await heapAt(page, 'beforeCall')
      taken.push(((await heapAt(page, 'inCall')) - before) / phones / 1000)
      kept.push(((await heapAt(page, 'afterCall')) - before) / phones / 1000)
    })
  }
  return [alone('heap of a call', 'kB', taken), alone('what stays of it when it has ended', 'kB', kept)]
}

/** Bytes. */
async function heapAt(page: Page, moment: Parameters<ChartsBench['advance']>[0]): Promise<number> {
  await page.evaluate((to) => (globalThis as unknown as Global).charts.advance(to), moment)
  const devTools = await page.context().newCDPSession(page)
  try {
    await devTools.send('HeapProfiler.collectGarbage')
    return (await devTools.send('Runtime.getHeapUsage')).usedSize
  } finally {
    await devTools.detach()
  }
}
