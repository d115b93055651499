import { writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { BuildFailed } from '../../dev/build'
import { root } from '../../dev/run'
import { longTrace } from '../support/long-trace'
import { buildAll } from './build'
import type { Figure } from './figure'
import { measureCharts } from './measurements/charts'
import { measureEvaluation } from './measurements/evaluation'
import { measureFirstCall } from './measurements/first-call'
import { measureLab } from './measurements/lab'
import { measureMemory } from './measurements/memory'
import { measureReplay } from './measurements/replay'
import { measureSizes } from './measurements/sizes'
import { recordCall } from './record-call'
import { Stage } from './stage'
import { figuresTable, markdown, plain, sizesTable } from './table'

/**
 * `npm run bench`: the budgets of the design, measured, each next to its peer in the same run. `--markdown` prints the tables
 * for the README. `--only lab`, or another part, measures that one. Nothing fails when a number is over: machines differ, and
 * the table says what it found. The numbers of a whole run are also written to dist/bench.json.
 */
const parts: Readonly<
  Record<string, { readonly says: string; readonly measure: (stage: Stage) => Promise<Figure[]> }>
> = {
  evaluation: { says: 'Evaluating the shell…', measure: measureEvaluation },
  calls: { says: 'Registering and calling…', measure: measureFirstCall },
  replay: { says: 'Replaying long traces…', measure: () => measureReplay(longTraceEntries) },
  lab: {
    says: 'Opening a long trace in the lab…',
    measure: (stage) => measureLab(stage, longTrace(longTraceEntries)),
  },
  recording: {
    says: 'Recording…',
    async measure(stage) {
      const trace = await recordCall(stage)
      return [...(await measureCharts(stage, trace)), ...(await measureMemory(stage, trace))]
    },
  },
}

const longTraceEntries = 50_000

async function bench(print: typeof plain, only: string | undefined): Promise<void> {
  const chosen = only === undefined ? Object.values(parts) : [parts[only]]
  const startedAt = performance.now()
  const say = (line: string) => console.error(line)
  say('Building…')
  await buildAll()
  const sizes = measureSizes()
  const loadBefore = loadavg()[0] ?? 0

  const stage = await Stage.open()
  const figures: Figure[] = []
  try {
    for (const part of chosen) {
      if (part === undefined) throw new Error(`There is no part ${only}; there are ${Object.keys(parts).join(', ')}`)
      say(part.says)
      figures.push(...(await part.measure(stage)))
    }
  } finally {
    await stage.close()
  }

  const machine = {
    cores: cpus().length,
    processor: cpus()[0]?.model ?? 'unknown',
    browser: `Chromium ${stage.browserVersion}`,
    node: process.version,
    load: [loadBefore, loadavg()[0] ?? 0].map((load) => Number(load.toFixed(1))),
    seconds: Math.round((performance.now() - startedAt) / 1000),
  }
  console.log(`${print(sizesTable(sizes))}\n\n${print(figuresTable(figures))}\n`)
  console.log(
    `${machine.cores} cores (${machine.processor}), ${machine.browser}, Node ${machine.node}; ` +
      `load ${machine.load.join(' to ')}; ${machine.seconds} s`,
  )
  if (only !== undefined) return
  writeFileSync(join(root, 'dist/bench.json'), `${JSON.stringify({ machine, sizes, figures }, null, 2)}\n`)
}

const { values } = parseArgs({
  options: { markdown: { type: 'boolean', default: false }, only: { type: 'string' } },
})
try {
  await bench(values.markdown ? markdown : plain, values.only)
} catch (error) {
  if (!(error instanceof BuildFailed)) throw error
  console.error(error.message)
  process.exitCode = 1
}
