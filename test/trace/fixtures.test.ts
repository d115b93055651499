import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Trace, TraceEntry } from '../../src/trace/entry'
import { judge } from '../../src/trace/judge'
import { readTrace } from '../../src/trace/read-trace'

const recorded = readFileSync(new URL('./fixtures/asterisk-transfer-491.jsonl', import.meta.url), 'utf8')

const isFact = (entry: TraceEntry, type: string): boolean => 'fact' in entry && entry.fact.type === type
const without = (trace: Trace, type: string): Trace => ({
  header: trace.header,
  entries: trace.entries.filter((entry) => !isFact(entry, type)),
})

describe('a call on Asterisk, with offers that crossed and a transfer', () => {
  test('replays without a difference, or the charts’ change that it parts at is named', () => {
    const trace = readTrace(recorded)
    expect(trace.entries.some((entry) => isFact(entry, 'session.offersCrossed'))).toBe(true)
    const { difference, changes, cause, ended } = judge(trace)
    if (difference === null) expect(ended).toMatchObject([{ ending: 'transferred', endedBy: 'local' }])
    else {
      expect(changes, `line ${difference.line}: ${difference.why}`).not.toEqual([])
      expect(changes).toContainEqual(cause)
    }
  })

  test('parts from the charts when the crossing is taken out of it', () => {
    expect(judge(without(readTrace(recorded), 'session.offersCrossed')).difference).not.toBeNull()
  })

  test('names a state that was another when it was recorded', () => {
    const trace = readTrace(recorded)
    const [state] = Object.keys(trace.header.charts.call ?? {}).filter((id) => id.endsWith('.negotiation'))
    if (state === undefined) throw new Error('The call has no negotiation')
    const charts = { ...trace.header.charts, call: { ...trace.header.charts.call, [state]: 'another' } }
    expect(judge({ ...trace, header: { ...trace.header, charts } }).changes).toContainEqual(
      expect.objectContaining({ chart: 'call', state }),
    )
  })
})
