import { availableParallelism } from 'node:os'
import { runQuietly } from './run'

/** What holds for every commit, each part on its own. */
const parts: readonly (readonly [name: string, command: readonly string[]])[] = [
  ['format', ['biome', 'check', '--error-on-warnings']],
  ['types of src', ['tsc', '-p', '.']],
  ['types of src/machines, without the DOM', ['tsc', '-p', 'src/machines']],
  ['types of src/trace/cli, without a browser', ['tsc', '-p', 'src/trace/cli']],
  ['types of test', ['tsc', '-p', 'test']],
  ['types of dev', ['tsc', '-p', 'dev']],
  ['types of examples', ['tsc', '-p', 'examples/vanilla']],
  ['lint', ['oxlint', '--type-aware', '--deny-warnings']],
  ["the rooms' imports", ['dev/rooms/main.ts']],
  ['unused code and dependencies', ['knip']],
  ['statecharts/ is current', ['dev/charts/main.ts', '--check']],
  ['docs/api-report.d.ts is current', ['dev/api.ts', '--check']],
  ['docs/call-control.md is current, and has no gap', ['dev/matrix/main.ts', '--check', '--strict']],
]

export interface CheckResult {
  readonly passed: number
  readonly failed: number
}

/** Runs every part, as many at once as the machine has cores, and prints each as it ends. */
export async function check(): Promise<CheckResult> {
  const waiting = [...parts]
  let failed = 0
  const worker = async () => {
    for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) {
      const [name, command] = part
      const { ok, output, ms } = await runQuietly(command)
      console.log(`${ok ? '✓' : '✗'} ${name} (${(ms / 1000).toFixed(1)} s)`)
      if (ok) continue
      failed += 1
      console.log(`${output.replace(/^/gm, '    ')}\n`)
    }
  }
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), parts.length) }, worker))
  return { passed: parts.length - failed, failed }
}

if (process.argv[1] === import.meta.filename) {
  const { failed } = await check()
  console.log(failed === 0 ? 'Everything holds.' : `${failed} of ${parts.length} parts do not hold.`)
  process.exitCode = failed === 0 ? 0 : 1
}
