import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { BuildFailed, build } from '../build'
import { root } from '../run'
import type { Weight } from './chunks'
import { isOver, kB, measure, type Row } from './measure'
import { originsOf } from './origins'

/**
 * `npm run size`: what the doors weigh, against the budgets. `--no-build` measures what is there; `--origins` tells which
 * rooms and packages the bytes of the shell come from. The numbers are also written to dist/size.json.
 */

function print(rows: readonly Row[]): void {
  const line = (cells: readonly string[]) =>
    console.log(cells.map((cell, index) => (index === 0 ? cell.padEnd(58) : cell.padStart(10))).join(''))
  const sizes = ({ raw, gzip, brotli }: Weight) => [raw, gzip, brotli].map((bytes) => (bytes / kB).toFixed(1))
  line(['kB', 'raw', 'gzip', 'brotli', 'budget'])
  for (const row of rows) {
    const budget = row.budget === undefined ? [] : [(row.budget / kB).toFixed(1), isOver(row) ? 'OVER' : 'ok']
    line([row.name, ...sizes(row), ...budget])
    for (const part of row.parts) line([`  ${shorten(part.file)}`, ...sizes(part)])
  }
}

function shorten(file: string): string {
  return file.length <= 54 ? file : `${file.slice(0, 26)}…${file.slice(-27)}`
}

function printOrigins(shell: Row | undefined): void {
  for (const { file } of shell?.parts ?? []) {
    console.log(`\n${file}, minified bytes by origin`)
    for (const [origin, bytes] of originsOf(join(root, 'dist/remote', file))) {
      console.log(`  ${origin.padEnd(40)}${(bytes / kB).toFixed(1).padStart(8)} kB`)
    }
  }
}

try {
  if (!process.argv.includes('--no-build')) for (const mode of ['remote', 'lib', 'script'] as const) await build(mode)
  const rows = measure(join(root, 'dist'))
  print(rows)
  if (process.argv.includes('--origins')) printOrigins(rows[0])
  mkdirSync(join(root, 'dist'), { recursive: true })
  writeFileSync(join(root, 'dist/size.json'), `${JSON.stringify(rows, null, 2)}\n`)

  const over = rows.filter(isOver)
  for (const { name, brotli, budget = 0 } of over) {
    console.error(`Over budget: ${name}, by ${((brotli - budget) / kB).toFixed(1)} kB.`)
  }
  process.exitCode = over.length === 0 ? 0 : 1
} catch (error) {
  if (!(error instanceof BuildFailed)) throw error
  console.error(error.message)
  process.exitCode = 1
}
