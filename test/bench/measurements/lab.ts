import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import type { LongTrace } from '../../support/long-trace'
import { alone, type Figure } from '../figure'
import type { Stage } from '../stage'

const rounds = 3
const steps = 60

interface LabGlobal {
  readonly lab: {
    session(): { readonly name: string; ready(): number; length(): number; seek(position: number): void }
  }
  readonly longTasks: number[]
}

/** The lab with a long trace: how long until every moment of it can be seen, and how long a step through time takes. */
export function measureLab(stage: Stage, { text, entries, actors }: LongTrace): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'callchart-bench-'))
  const measured = stage.visit('lab/index', async (page) => {
    const opened: number[] = []
    const listed: number[] = []
    const longest: number[] = []
    const scrubbed: number[] = []
    await page.waitForFunction(() => 'lab' in globalThis)
    await page.evaluate(watchLongTasks)
    for (let round = 0; round < rounds; round += 1) {
      const name = `long-${round}.jsonl`
      writeFileSync(join(folder, name), text)
      const from = await pick(page, join(folder, name))
      listed.push((await until(page, name, false)) - from)
      opened.push((await until(page, name, true)) - from)
      longest.push(await page.evaluate(() => Math.max(0, ...(globalThis as unknown as LabGlobal).longTasks.splice(0))))
      scrubbed.push(...(await page.evaluate(scrub, steps)))
    }
    const what = `a trace of ${entries.toLocaleString('en')} entries, ${actors} actors`
    return [
      alone(`the lab opens ${what}: its log and its first moments are there`, 'ms', listed),
      alone('every moment of it can be seen', 'ms', opened, { atMost: 2_000 }),
      alone('the longest task meanwhile', 'ms', longest, { atMost: 200 }),
      alone('a step through time, laid out', 'ms', scrubbed, { atMost: 50 }),
    ]
  })
  return measured.finally(() => rmSync(folder, { recursive: true }))
}

/** Gives a file to the lab, and tells when, on the page's clock. A real one: its bytes are not put into the page by us. */
async function pick(page: Page, file: string): Promise<number> {
  await page.getByLabel('Trace file').setInputFiles(file)
  return page.evaluate(() => (globalThis as unknown as { picked: number }).picked)
}

/** When the trace was there, or replayed to its end: on the page's clock. */
async function until(page: Page, name: string, whole: boolean): Promise<number> {
  const found = await page.waitForFunction(
    ([wanted, isWhole]) => {
      const session = (globalThis as unknown as LabGlobal).lab.session()
      if (session.name !== wanted || (isWhole && session.ready() < session.length())) return undefined
      return performance.now()
    },
    [name, whole] as const,
    { polling: 'raf' },
  )
  return (await found.jsonValue()) ?? 0
}

/** Runs in the page. */
function watchLongTasks(): void {
  const longTasks: number[] = []
  new PerformanceObserver((list) => longTasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
    type: 'longtask',
  })
  Object.assign(globalThis, { longTasks, picked: 0 })
  document.addEventListener('change', () => Object.assign(globalThis, { picked: performance.now() }), { capture: true })
}

/** Runs in the page: from the call to the frame after it, for moments all over the trace. */
async function scrub(count: number): Promise<number[]> {
  const { lab } = globalThis as unknown as LabGlobal
  const session = lab.session()
  const times: number[] = []
  for (let step = 1; step <= count; step += 1) {
    await new Promise((resolve) => requestAnimationFrame(resolve))
    const from = performance.now()
    session.seek(Math.round(((step * 7919) % count) * (session.length() / count)))
    // What is to be painted is laid out.
    document.body.getBoundingClientRect()
    times.push(performance.now() - from)
  }
  return times
}
