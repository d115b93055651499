import type { Page } from 'playwright-core'
import { alone, compare, type Figure } from '../figure'
import type { ChartsBench } from '../pages/charts'
import type { Around } from '../pages/recorded-phone'
import type { Stage } from '../stage'
import { interleave } from '../statistics'

const rounds = 30
/** A batch is some ten ms: the page's clock is good to 0.1. */
const phones = 40

type Global = { readonly charts: ChartsBench }

/** What recording, the view and its publishing cost, on the trace of a call, in charts that wait for nothing. */
export async function measureCharts(stage: Stage, trace: string): Promise<Figure[]> {
  return stage.visit('charts', async (page) => {
    await load(page, trace)
    const perBatch = phones * (await page.evaluate(() => (globalThis as unknown as Global).charts.events))
    const time = (around: Around) => () =>
      page.evaluate(([count, parts]) => (globalThis as unknown as Global).charts.time(count, parts), [
        phones,
        around,
      ] as const)
    const ms = await interleave(rounds, {
      bare: time({}),
      recorded: time({ recorder: true }),
      viewed: time({ after: 'view' }),
      published: time({ after: 'publisher' }),
      whole: time({ recorder: true, after: 'publisher' }),
    })
    const rates = (batches: readonly number[]) => batches.map((batch) => (perBatch / batch) * 1000)
    const costs = (batches: readonly number[]) =>
      batches.map((batch, round) => ((batch - (ms.bare[round] ?? batch)) / perBatch) * 1000)
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
  })
}

export function load(page: Page, trace: string): Promise<void> {
  return page.evaluate((text) => (globalThis as unknown as Global).charts.load(text), trace)
}
