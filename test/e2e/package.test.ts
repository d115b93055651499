import { execFile } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { build } from '../../dev/build'
import { root } from '../../dev/run'

const run = promisify(execFile)
const fixture = join(root, 'test/trace/fixtures/asterisk-transfer-491.jsonl')
const lines = readFileSync(fixture, 'utf8').trimEnd().split('\n').length

/** A project that has nothing but the packed package, with the dependencies that it names, and vitest. */
const project = mkdtempSync(join(tmpdir(), 'callchart-package-'))
const installed = join(project, 'node_modules/callchart')

const link = (name: string) =>
  symlinkSync(join(root, 'node_modules', name), join(project, 'node_modules', name), 'junction')

interface Manifest {
  readonly bin: { readonly callchart: string }
  readonly dependencies: Readonly<Record<string, string>>
}

const manifest = () => JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as Manifest

/** The program that the package names as its command: its exit code, and what it said. */
async function callchart(...args: string[]): Promise<{ code: number; out: string; complaints: string }> {
  const { bin } = manifest()
  try {
    const { stdout, stderr } = await run(process.execPath, [join(installed, bin.callchart), ...args], { cwd: project })
    return { code: 0, out: stdout, complaints: stderr }
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string }
    return { code, out: stdout, complaints: stderr }
  }
}

beforeAll(async () => {
  await build('cli')
  await build('lib')
  const packed = await run('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', project], {
    cwd: root,
  })
  mkdirSync(installed, { recursive: true })
  await run('tar', ['-xzf', join(project, packed.stdout.trim()), '-C', installed, '--strip-components', '1'])
  writeFileSync(join(project, 'package.json'), '{"type":"module"}')
  for (const name of [...Object.keys(manifest().dependencies), 'vitest']) link(name)
  copyFileSync(fixture, join(project, 'broken-call.jsonl'))
})
afterAll(() => rmSync(project, { recursive: true }))

describe('the packed package, in a project of its own', () => {
  test('replays a trace, tells its story and that every state is as it was', async () => {
    const { code, out, complaints } = await callchart('replay', 'broken-call.jsonl')
    expect({ code, complaints }).toEqual({ code: 0, complaints: '' })
    expect(out).toMatch(/← SIP 491 /)
    expect(out).toMatch(
      new RegExp(`✓ [1-9]\\d* of ${lines - 1} entries drive the charts, and every state is as it was`),
    )
  })

  test('names the line of a file that is cut off', async () => {
    writeFileSync(join(project, 'cut.jsonl'), readFileSync(fixture, 'utf8').slice(0, -60))
    const { code, complaints } = await callchart('replay', 'cut.jsonl')
    expect(code).toBe(2)
    expect(complaints).toMatch(
      new RegExp(`^cut\\.jsonl:${lines}: Line ${lines}: this is not JSON; is the file cut off\\?`),
    )
  })

  test('tells where two traces part', async () => {
    const other = readFileSync(fixture, 'utf8').replace('"type":"call.transfer"', '"type":"call.hangUp"')
    writeFileSync(join(project, 'other.jsonl'), other)
    expect(await callchart('diff', 'broken-call.jsonl', 'broken-call.jsonl')).toMatchObject({ code: 0 })
    const { code, out } = await callchart('diff', 'broken-call.jsonl', 'other.jsonl')
    expect(code).toBe(1)
    expect(out).toMatch(/another thing entered/)
  })

  test('writes a regression test of a trace, which vitest runs and which passes', async () => {
    expect(await callchart('to-test', 'broken-call.jsonl')).toMatchObject({ code: 0 })
    const { stdout } = await run(
      process.execPath,
      [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--root', project, '--reporter=json'],
      { cwd: project },
    )
    expect(JSON.parse(stdout)).toMatchObject({ numPassedTests: 2, numFailedTests: 0 })
  })
})
