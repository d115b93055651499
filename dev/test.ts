import { type CheckResult, check } from './check'
import { ensureBrowser } from './ensure-browser'
import { runAloud } from './run'
import { testProject } from './test-project'

/**
 * `npm test`: the check and every project of the tests, the fastest first, one after the other: they start browsers and
 * measure sound, and would disturb each other. `--fast` stops before the first browser. Its last line is the sum.
 */

const projects = ['charts', 'adapters', 'browser', 'e2e'] as const

type Counts = CheckResult

/** A script of ours that either holds or does not. */
async function testScript(command: readonly string[]): Promise<Counts> {
  const ok = await runAloud(command)
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1 }
}

function headline(text: string): void {
  console.log(`\n=== ${text} ===\n`)
}

const isFast = process.argv.includes('--fast')
const results: Counts[] = []

headline('check')
results.push(await check())
if (isFast) {
  headline('charts')
  results.push(await testProject('charts'))
} else {
  headline('builds')
  results.push(await testScript(['dev/build.ts']))
  headline('sizes')
  results.push(await testScript(['dev/size/main.ts', '--no-build']))
  headline('finding a browser')
  const browser = await ensureBrowser()
  if (browser === undefined) results.push({ passed: 0, failed: 1 })
  for (const project of projects) {
    headline(project)
    results.push(await testProject(project))
  }
}

const sum = (of: (counts: Counts) => number) => results.reduce((total, counts) => total + of(counts), 0)
const failed = sum((counts) => counts.failed)
console.log(`\n${sum((counts) => counts.passed)} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
