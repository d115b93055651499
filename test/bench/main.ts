import { writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { BuildFailed } from '../../dev/build'
import { root } from '../../dev/run'
import { buildAll } from './build'
import type { Figure } from './figure'
import { measureCharts } from './measurements/charts'
import { measureEvaluation } from './measurements/evaluation'
import { measureFirstCall } from './measurements/first-call'
import { measureLab } from './measurements/lab'
import { measureMemory } from './measurements/memory'
import { measureSizes } from './measurements/sizes'
import { recordCall } from './record-call'
import { Stage } from './stage'
import { figuresTable, markdown, plain, sizesTable } from './table'

/**
 * `npm run bench`: the budgets of the design, measured, each next to its peer in the same run. `--markdown` prints the tables
 * for the README. Nothing fails when a number is over: machines differ, and the table says what it found. The numbers are
 * also written to dist/bench.json.
 */
async function bench(print: typeof plain): Promise<void> {
  const startedAt = performance.now()
  const say = (line: string) => console.error(line)
  say('Building…')
  await buildAll()
  const sizes = measureSizes()
  const loadBefore = loadavg()[0] ?? 0

  const stage = await Stage.open()
  const figures: Figure[] = []
  try {
    say('Evaluating the shell…')
    figures.push(...(await measureEvaluation(stage)))
    say('Registering and calling…')
    figures.push(...(await measureFirstCall(stage)))
    say('Opening a long trace in the lab…')
    figures.push(...(await measureLab(stage)))
    say('Recording…')
    const trace = await recordCall(stage)
    figures.push(...(await measureCharts(stage, trace)), ...(await measureMemory(stage, trace)))
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
  writeFileSync(join(root, 'dist/bench.json'), `${JSON.stringify({ machine, sizes, figures }, null, 2)}\n`)
}

const { values } = parseArgs({ options: { markdown: { type: 'boolean', default: false } } })
try {
  await bench(values.markdown ? markdown : plain)
} catch (error) {
  if (!(error instanceof BuildFailed)) throw error
  console.error(error.message)
  process.exitCode = 1
}
