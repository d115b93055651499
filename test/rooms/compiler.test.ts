import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')

/** Compiles lines as if they stood in a chart: under the compiler options of src/machines. */
function linesRefused(lines: readonly string[]): number[] {
  const folder = mkdtempSync(join(root, 'node_modules/.machines-'))
  try {
    writeFileSync(join(folder, 'chart.ts'), `${lines.join('\n')}\nexport {}\n`)
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ extends: join(root, 'src/machines/tsconfig.json'), include: ['chart.ts'] }),
    )
    return refusals(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function refusals(folder: string): number[] {
  try {
    execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder], { encoding: 'utf8' })
    return []
  } catch (error) {
    if (!(error instanceof Error && 'stdout' in error)) throw error
    return [...String(error.stdout).matchAll(/chart\.ts\((\d+),/g)].map(([, line]) => Number(line))
  }
}

test('the compiler refuses the DOM, timers and Node in a chart', { timeout: 30_000 }, () => {
  const lines = [
    'document.title',
    'window.location',
    'navigator.onLine',
    'setTimeout(() => {}, 1)',
    'queueMicrotask(() => {})',
    'crypto.randomUUID()',
    'performance.now()',
    "fetch('/')",
    "new WebSocket('wss://pbx.example')",
    "console.log('x')",
    'process.exit()',
    "import 'node:fs'",
    'export type Stream = MediaStream',
  ]
  expect(linesRefused(lines)).toEqual(lines.map((_, index) => index + 1))
})

test('the compiler accepts what a chart is made of', { timeout: 30_000 }, () => {
  expect(
    linesRefused(["import { setup } from 'xstate'", 'export const machine = setup({}).createMachine({})']),
  ).toEqual([])
})
