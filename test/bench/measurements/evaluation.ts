import { compare, type Figure } from '../figure'
import type { Stage } from '../stage'
import { interleave } from '../statistics'

const rounds = 15

/**
 * What running the shell's modules costs, next to the libraries alone. The time is the main thread's own CPU time, as
 * Chromium's tracing tells it of `v8.evaluateModule`: a clock around `import()` counts the fetching and whatever else runs on
 * the machine, which on two cores came to three times the work itself. What V8 parses on another thread is a line of its own.
 */
export async function measureEvaluation(stage: Stage): Promise<Figure[]> {
  const samples = await interleave(rounds, {
    shell: () => evaluate(stage, stage.mountUrl),
    libraries: () => evaluate(stage, '/pages/libraries.js'),
    smallChart: () => evaluate(stage, '/pages/small-chart.js'),
    sip: () => evaluate(stage, '/pages/bare-sip.js'),
  })
  const row = (what: string, beside: keyof typeof names, read: (sample: Evaluation) => number) => ({
    what,
    unit: 'ms' as const,
    ours: samples.shell.map(read),
    peer: { name: names[beside], samples: samples[beside].map(read) },
  })
  const evaluating = (sample: Evaluation) => sample.evaluating
  return [
    compare({ ...row('evaluating the shell', 'libraries', evaluating), budget: { atMost: 2 } }),
    compare(row('the same', 'smallChart', evaluating)),
    compare(row('the same', 'sip', evaluating)),
    compare(row('parsing and compiling it, beside the main thread', 'libraries', ({ parsing }) => parsing)),
  ]
}

const names = { libraries: 'xstate + solid', smallChart: 'with a small chart', sip: 'bare SIP.js' } as const

/** ms of CPU time. */
interface Evaluation {
  readonly evaluating: number
  readonly parsing: number
}

/** Of Chromium's trace; `tdur` is the thread's own CPU time in µs. */
interface TraceEvent {
  readonly name: string
  readonly pid: number
  readonly tid: number
  readonly tdur?: number
  readonly args?: { readonly fileName?: string; readonly data?: { readonly url?: string } }
}

async function evaluate(stage: Stage, url: string): Promise<Evaluation> {
  const events = await stage.visit('blank', async (page) => {
    await stage.browser.startTracing(page, { categories: ['v8', 'devtools.timeline'] })
    await page.evaluate(`import('${url}').then(() => undefined)`)
    const trace = await stage.browser.stopTracing()
    return (JSON.parse(trace.toString()) as { traceEvents: TraceEvent[] }).traceEvents
  })
  const named = (name: string) => events.filter((event) => event.name === name)
  const ofPages = ({ args }: TraceEvent) => (args?.data?.url ?? args?.fileName ?? '').startsWith('http:')
  // Which page an evaluation is of is not told, but the thread of the page is: Chromium's own pages run modules too.
  const compiled = named('v8.compileModule').filter(ofPages)
  const evaluated = named('v8.evaluateModule').filter(({ pid, tid }) =>
    compiled.some((event) => event.pid === pid && event.tid === tid),
  )
  if (evaluated.length === 0) throw new Error(`Chromium's trace tells of no evaluation of ${url}`)
  return {
    evaluating: cpuMs(evaluated),
    parsing: cpuMs([...compiled, ...named('v8.parseOnBackground').filter(ofPages)]),
  }
}

function cpuMs(events: readonly TraceEvent[]): number {
  return events.reduce((sum, { tdur = 0 }) => sum + tdur, 0) / 1000
}
