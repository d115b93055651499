import { type SpawnOptions, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'

export const root = join(import.meta.dirname, '..')

export interface Finished {
  readonly ok: boolean
  /** Both streams, in the order in which they came. */
  readonly output: string
  readonly ms: number
}

/** Runs a program of a package of node_modules, and keeps what it says. */
export async function runQuietly(command: readonly string[]): Promise<Finished> {
  const startedAt = performance.now()
  let output = ''
  const child = start(command, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...withoutTestRunner(process.env), NO_COLOR: '1' },
  })
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (output += text))
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (output += text))
  const ok = await succeeded(child)
  return { ok, output: stripVTControlCharacters(output).trim(), ms: performance.now() - startedAt }
}

/** A build that a test starts is the build that people get: plugins leave things out where they see a test runner. */
function withoutTestRunner(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(?:VITEST|NODE_ENV$|MODE$|TEST$)/.test(name)))
}

/** Runs it with its words passed on as they come. */
export function runAloud(command: readonly string[]): Promise<boolean> {
  return succeeded(start(command, { stdio: ['ignore', 'inherit', 'inherit'] }))
}

/** `[program of a dev dependency, ...arguments]`, or `[file of this repository, ...arguments]` for a script of ours. */
function start([program = '', ...args]: readonly string[], options: SpawnOptions) {
  const script = program.endsWith('.ts') ? ['--import', 'tsx', join(root, program)] : [pathOf(program)]
  return spawn(process.execPath, [...script, ...args], { cwd: root, ...options })
}

/** Started by its path, a program needs neither a shell nor a PATH, and runs on Windows too. */
function pathOf(program: string): string {
  const folder = join(root, 'node_modules', packages[program] ?? program)
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    bin: string | Record<string, string>
  }
  const path = typeof bin === 'string' ? bin : bin[program]
  if (path === undefined) throw new Error(`${folder} has no program named ${program}`)
  return join(folder, path)
}

/** Where a program is not named like its package. */
const packages: Readonly<Record<string, string>> = { biome: '@biomejs/biome', tsc: 'typescript' }

function succeeded(child: ReturnType<typeof spawn>): Promise<boolean> {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve(code === 0))
  })
}
