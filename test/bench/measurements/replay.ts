import { isDriving, type Trace } from '../../../src/trace/entry'
import { readTrace } from '../../../src/trace/read-trace'
import { createSilentPhone, verifyTrace } from '../../../src/trace/replay'
import type { LongTrace } from '../../support/long-trace'
import { compare, type Figure } from '../figure'
import { interleave } from '../statistics'

const rounds = 8

/**
 * `npx callchart replay` of a long trace, without its words: every state compared, beside the same charts that are merely fed
 * with the same entries. Time is this process's own CPU time.
 */
export async function measureReplay({ text }: LongTrace): Promise<Figure[]> {
  const trace = readTrace(text)
  const samples = await interleave(rounds, {
    compared: () => cpuMs(() => compareAll(trace)),
    bare: () => cpuMs(() => feed(trace)),
  })
  const rates = (times: readonly number[]) => times.map((ms) => (trace.entries.length / ms) * 1000)
  return [
    compare({
      what: `a replay in Node, of ${trace.entries.length.toLocaleString('en')} entries`,
      unit: 'events/s',
      ours: rates(samples.compared),
      peer: { name: 'the bare charts', samples: rates(samples.bare) },
      limit: { atLeast: 20_000 },
    }),
  ]
}

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
