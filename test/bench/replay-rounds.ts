import { readFileSync } from 'node:fs'
import { isDriving, type Trace } from '../../src/trace/entry'
import { readTrace } from '../../src/trace/read-trace'
import { createSilentPhone, verifyTrace } from '../../src/trace/replay'
import { interleave } from './statistics'

/** What `forkRounds` gets, ms of CPU time a replay of the whole trace. */
export interface ReplayRounds {
  readonly compared: readonly number[]
  readonly bare: readonly number[]
}

const rounds = 8

/** Run as a process of its own: a bench that has built five bundles is not where anybody replays. */
const trace = readTrace(readFileSync(process.argv[2] as string, 'utf8'))
const samples = await interleave(rounds, {
  compared: () => cpuMs(() => compareAll(trace)),
  bare: () => cpuMs(() => feed(trace)),
})
process.send?.(samples satisfies ReplayRounds)

function compareAll(trace: Trace): void {
  const difference = verifyTrace(trace)
  if (difference !== null) throw new Error(`The long trace does not replay: ${difference.why}`)
}

function feed(trace: Trace): void {
  const { actor, ports, clock } = createSilentPhone(trace, null)
  for (const entry of trace.entries) {
    if (!isDriving(entry)) continue
    if ('intent' in entry) actor.send(entry.intent)
    else if ('timer' in entry) clock.fire(entry.timer)
    else ports.tell(entry.port, entry.fact)
  }
  actor.stop()
}

function cpuMs(work: () => void): Promise<number> {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return Promise.resolve((user + system) / 1000)
}
