import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { catalogue } from './catalogue'
import { ChartProblem } from './chart-problem'
import { drawCharts } from './draw-charts'
import { staleFiles } from './stale-files'

const folder = join(import.meta.dirname, '../../statecharts')

/** `--check` changes nothing, and fails when something is stale. */
try {
  const files = await drawCharts(catalogue)
  const stale = staleFiles(folder, files)
  if (process.argv.includes('--check')) {
    for (const name of stale) console.error(`statecharts/${name} is ${files.has(name) ? 'stale' : 'of no chart'}.`)
    if (stale.length > 0) console.error('Run `npm run charts`.')
    process.exitCode = stale.length > 0 ? 1 : 0
  } else {
    for (const name of stale) {
      const text = files.get(name)
      if (text === undefined) rmSync(join(folder, name))
      else {
        mkdirSync(dirname(join(folder, name)), { recursive: true })
        writeFileSync(join(folder, name), text)
      }
      console.log(`statecharts/${name}${text === undefined ? ' removed' : ''}`)
    }
  }
} catch (error) {
  if (!(error instanceof ChartProblem)) throw error
  console.error(error.message)
  process.exitCode = 1
}
