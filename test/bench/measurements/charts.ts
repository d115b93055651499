import type { Page } from 'playwright-core'
import type { CpuClock } from '../cpu-clock'
import { alone, compare, type Figure } from '../figure'
import type { ChartsBench } from '../pages/charts'
import type { Around } from '../pages/recorded-phone'
import type { Stage } from '../stage'
import { interleave } from '../statistics'

const rounds = 40
/** A batch is some ten ms of work. */
const phones = 10

type Global = { readonly charts: ChartsBench }

/**
 * What recording, the view and its publishing cost, on the trace of a call, in charts that wait for nothing. Time is the
 * main thread's own CPU time: on a machine that does something else too, a clock measures that.
 */
export async function measureCharts(stage: Stage, trace: string): Promise<Figure[]> {
  const { events, ms } = await stage.visit('charts', async (page, clock) => {
    await load(page, trace)
    const time = (around: Around) => () => timeBatch(page, clock, around)
    return {
      events: phones * (await page.evaluate(() => (globalThis as unknown as Global).charts.events)),
      ms: await interleave(rounds, {
        bare: time({}),
        recorded: time({ recorder: true }),
        viewed: time({ after: 'view' }),
        published: time({ after: 'publisher' }),
        whole: time({ recorder: true, after: 'publisher' }),
      }),
    }
  })
  const rates = (batches: readonly number[]) => batches.map((batch) => (events / batch) * 1000)
  const costs = (batches: readonly number[]) =>
    batches.map((batch, round) => ((batch - (ms.bare[round] ?? batch)) / events) * 1000)
  return [
    compare({
      what: 'charts with the trace being recorded',
      unit: 'events/s',
      ours: rates(ms.recorded),
      peer: { name: 'not recorded', samples: rates(ms.bare) },
      budget: { atLeast: 0.9 },
    }),
    compare({
      what: 'the same, with the view published too',
      unit: 'events/s',
      ours: rates(ms.whole),
      peer: { name: 'not recorded', samples: rates(ms.published) },
    }),
    alone('recording an event', 'µs', costs(ms.recorded)),
    alone('rebuilding the view after an event', 'µs', costs(ms.viewed)),
    alone('publishing after an event, the view included', 'µs', costs(ms.published)),
  ]
}

async function timeBatch(page: Page, clock: CpuClock, around: Around): Promise<number> {
  await page.evaluate(([count, parts]) => (globalThis as unknown as Global).charts.make(count, parts), [
    phones,
    around,
  ] as const)
  const before = await clock.cpuMs()
  await page.evaluate(() => (globalThis as unknown as Global).charts.replay())
  const after = await clock.cpuMs()
  await page.evaluate(() => (globalThis as unknown as Global).charts.dispose())
  return after - before
}

export function load(page: Page, trace: string): Promise<void> {
  return page.evaluate((text) => (globalThis as unknown as Global).charts.load(text), trace)
}
