import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CheckResult } from './check'
import { runAloud } from './run'

/** What a report of vitest's JSON reporter is read for. */
interface Report {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly numTodoTests: number
}

/** Runs one of vitest's projects, with more of its arguments (files, `--sequence.shuffle`), and counts its tests. */
export async function testProject(project: string, more: readonly string[] = []): Promise<CheckResult> {
  const folder = mkdtempSync(join(tmpdir(), 'callchart-test-'))
  const file = join(folder, 'report.json')
  try {
    const ok = await runAloud([
      'vitest',
      'run',
      '--project',
      project,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${file}`,
      ...more,
    ])
    return countsOf(readReport(file), ok)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** What was skipped was not tested. A run that failed without a failed test (a file that does not load) failed once. */
function countsOf(report: Report | undefined, ok: boolean): CheckResult {
  if (report === undefined) return { passed: 0, failed: 1 }
  const failed = report.numFailedTests + report.numPendingTests + report.numTodoTests
  return { passed: report.numPassedTests, failed: ok ? failed : Math.max(failed, 1) }
}

function readReport(file: string): Report | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Report
  } catch {
    return undefined
  }
}
