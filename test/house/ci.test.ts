import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'

const root = join(import.meta.dirname, '../..')

/** Runs .ci/run with an npm that says and returns what it is told to, for `install-test` and for `run test:pbx`. */
function run(
  install: string,
  pbx: string,
  minutes = '1',
): { readonly lastLine: string; readonly status: number | null } {
  const folder = mkdtempSync(join(tmpdir(), 'callchart-ci-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  writeFileSync(
    join(folder, 'npm'),
    `#!/bin/sh\ncase "$*" in\n  install-test) ${install} ;;\n  'run test:pbx') ${pbx} ;;\n  *) echo 11 ;;\nesac\n`,
    { mode: 0o755 },
  )
  const { stdout, status } = spawnSync('bash', [join(root, '.ci/run')], {
    encoding: 'utf8',
    env: { ...process.env, PATH: `${folder}:${process.env.PATH}`, CHROME_PATH: 'none', CI_MINUTES: minutes },
  })
  return { lastLine: stdout.trimEnd().split('\n').at(-1) ?? '', status }
}

if (process.platform === 'linux') {
  test.each([
    ['both hold', "echo '7 passed, 0 failed'; echo npm notice", "echo '3 passed, 0 failed'", '10 passed, 0 failed', 0],
    [
      'a test fails',
      "echo '7 passed, 2 failed'; exit 1",
      "echo '3 passed, 1 failed'; exit 1",
      '10 passed, 3 failed',
      1,
    ],
    ['nothing was counted', 'exit 1', "echo '3 passed, 0 failed'", '3 passed, 1 failed', 1],
    ['it breaks after it has counted', "echo '7 passed, 0 failed'; exit 3", 'exit 0', '7 passed, 1 failed', 1],
    ['the others go on, and fail', "echo '7 passed, 0 failed'", 'exit 1', '7 passed, 1 failed', 1],
  ])('when %s, CI says so in its last line, and with its status', (_, install, pbx, lastLine, status) => {
    expect(run(install, pbx)).toEqual({ lastLine, status })
  })

  test('what does not end is ended, and has failed', () => {
    expect(run("echo '7 passed, 0 failed'; sleep 60", 'sleep 60', '0')).toEqual({
      lastLine: '7 passed, 2 failed',
      status: 1,
    })
  })
} else {
  test('CI runs on Linux: what .ci/run starts is not everywhere', () => expect(process.platform).not.toBe('linux'))
}
