import type { Trace } from '../entry'
import { judge } from '../judge'

export interface TestOptions {
  readonly trace: Trace
  readonly name: string
  /** From the test to the trace. */
  readonly file: string
  /** The module that has `replayTrace`. */
  readonly from: string
}

/** A regression test: it holds what the trace's calls came to, and in which states the charts were at its end. */
export function writeTest({ trace, name, file, from }: TestOptions): string {
  const { ended, states } = judge(trace)
  const endings = ended.map(({ direction, ending, endedBy }) => ({ direction, ending, endedBy }))
  const { note, startedAt } = trace.header
  return `import { readFileSync } from 'node:fs'
import { replayTrace } from ${quote(from)}
import { expect, test } from 'vitest'

// Recorded ${new Date(startedAt).toISOString()}.${note === undefined ? '' : `\n${note.replace(/^/gm, '// ')}`}
const trace = readFileSync(new URL(${quote(file)}, import.meta.url), 'utf8')

test(${quote(`${name} replays to the same states`)}, () => {
  const { difference, cause } = replayTrace(trace)
  expect({ difference, cause }).toEqual({ difference: null, cause: null })
})

test(${quote(`${name} comes to the same`)}, () => {
  const { ended, states } = replayTrace(trace)
  expect(ended.map(({ direction, ending, endedBy }) => ({ direction, ending, endedBy }))).toEqual(${json(endings)})
  expect(states).toEqual(${json(states)})
})
`
}

const json = (value: unknown): string => JSON.stringify(value, null, 2).replace(/\n/g, '\n  ')

const quote = (text: string): string => JSON.stringify(text)
