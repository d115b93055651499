import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { installPackage } from '../server/build-asterisk'
import { tryProgram } from '../server/run-program'
import { fillIn } from '../support/fill-in'
import { description } from './description'
import { fragments } from './fragments'

export interface ScenarioOptions {
  /** Where SIPp listens: UDP on the loopback. */
  readonly port: number
  /** Whom it calls; not given: it waits to be called. */
  readonly peerPort?: number
  /** What the scenario names as `{{name}}`, beside the descriptions and fragments. */
  readonly values?: Readonly<Record<string, string>>
}

export interface Scenario {
  /** Resolves when it was played to its end as it is written. Rejects with what was otherwise. */
  readonly done: Promise<void>
  stop(): void
}

/** How long each message is waited for. In ms. */
const patienceMs = 20_000

/** Installs SIPp where it can. false: there is none; Debian and Ubuntu have it as `sip-tester`. */
export async function ensureSipp(): Promise<boolean> {
  if (await hasSipp()) return true
  if (process.getuid?.() !== 0) return false
  return installPackage('sip-tester').then(hasSipp, () => false)
}

async function hasSipp(): Promise<boolean> {
  // Whether its version goes with success depends on the version.
  const said = await tryProgram('sh', ['-c', 'sipp -v; true'])
  return said?.includes('SIPp v') ?? false
}

/** Plays `<name>.xml` once. Resolves when it listens. */
export async function playScenario(name: string, options: ScenarioOptions): Promise<Scenario> {
  const { port, peerPort, values = {} } = options
  const folder = mkdtempSync(join(tmpdir(), 'callchart-sipp-'))
  const source = readFileSync(join(import.meta.dirname, `${name}.xml`), 'utf8')
  const file = join(folder, 'scenario.xml')
  writeFileSync(file, fillIn(source, { ...description, ...fragments, ...values }, `${name}.xml`))
  const child = spawn(
    'sipp',
    [
      ...(peerPort === undefined ? [] : [`127.0.0.1:${peerPort}`]),
      ...['-sf', file, '-i', '127.0.0.1', '-p', String(port), '-bind_local', '-m', '1', '-nostdin'],
      // A WebSocket repeats nothing, and neither does its peer.
      '-nr',
      ...['-recv_timeout', String(patienceMs)],
      ...['-trace_err', '-error_file', join(folder, 'errors'), '-trace_msg', '-message_file', join(folder, 'messages')],
    ],
    { cwd: folder, stdio: 'ignore' },
  )
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  const done = ended
    .then((code) => {
      if (code !== 0) throw new Error(`The scenario ${name} went otherwise (${code}):\n${readTraces(folder)}`)
    })
    .finally(() => rmSync(folder, { recursive: true }))
  // A test that has failed in between does not come to await it.
  done.catch(() => {})
  const isOver = ended.then(
    () => true,
    () => true,
  )
  while (!isBound(port)) {
    if (await Promise.race([isOver, wait(10, false)])) break
  }
  return { done, stop: () => void child.kill('SIGKILL') }
}

/** SIPp says nowhere that it is ready; the kernel does. */
function isBound(port: number): boolean {
  const loopback = `0100007F:${port.toString(16).toUpperCase().padStart(4, '0')}`
  return readFileSync('/proc/net/udp', 'utf8').includes(` ${loopback} `)
}

function readTraces(folder: string): string {
  const traces = readdirSync(folder).filter((file) => file.startsWith('errors') || file.startsWith('messages'))
  return traces.map((file) => readFileSync(join(folder, file), 'utf8')).join('\n')
}
