import type { CDPSession } from 'playwright-core'
import { alone, type Figure } from '../figure'
import type { ChartsBench } from '../pages/charts'
import type { Stage } from '../stage'
import { load } from './charts'

const phones = 50
/** V8 compiles and learns in the first calls, which is not a call's heap. */
const warmUps = 5
const rounds = 10

type Global = { readonly charts: ChartsBench }

/** What a call takes of the page's heap: its charts, its part of the view, its entries in the trace. Not the browser's media. */
export function measureMemory(stage: Stage, trace: string): Promise<Figure[]> {
  return stage.visit('charts', async (page) => {
    await load(page, trace)
    const devTools = await page.context().newCDPSession(page)
    await page.evaluate((count) => {
      const { charts } = globalThis as unknown as Global
      charts.make(count, { recorder: true, after: 'publisher' })
      charts.replay()
    }, phones)

    const taken: number[] = []
    const kept: number[] = []
    for (let round = 0; round < warmUps + rounds; round += 1) {
      const heaps = [await heap(devTools)]
      for (const part of ['begin', 'end'] as const) {
        await page.evaluate(([number, which]) => (globalThis as unknown as Global).charts.callAgain(number, which), [
          round + 2,
          part,
        ] as const)
        heaps.push(await heap(devTools))
      }
      if (round < warmUps) continue
      const [before = 0, during = 0, after = 0] = heaps
      taken.push((during - before) / phones / 1000)
      kept.push((after - before) / phones / 1000)
    }
    return [alone('heap of a call', 'kB', taken), alone('what stays of it, in the trace', 'kB', kept)]
  })
}

/** Bytes in use when the garbage is gone. */
async function heap(devTools: CDPSession): Promise<number> {
  await devTools.send('HeapProfiler.collectGarbage')
  return (await devTools.send('Runtime.getHeapUsage')).usedSize
}
