import { describe, expect, test } from 'vitest'
import type { Fed, Harness } from './chart-harness'

/** One row: how to get there, where that is, and what each event leads to. What a row does not name is ignored. */
export interface Row<Name extends string> {
  readonly way: readonly (Name | 'silence')[]
  readonly at: string
  readonly reactions: Readonly<Partial<Record<Name | 'silence', string>>>
}

export interface Table<Name extends string> {
  readonly start: () => Harness
  readonly events: Readonly<Record<Name, Fed>>
  /** Where the chart is, as the rows write it. */
  readonly at: (chart: Harness) => string
  readonly rows: readonly Row<NoInfer<Name>>[]
}

/**
 * The table of a chart's reactions as tests: every event in every row. An event that the row does not name must change
 * neither state nor data, ask nothing of a port, report nothing and emit nothing.
 */
export function testReactions<Name extends string>(name: string, { start, events, at, rows }: Table<Name>): void {
  const names = Object.keys(events) as Name[]
  const feed = (chart: Harness, step: Name | 'silence') => chart.feed(step === 'silence' ? 'silence' : events[step])
  describe.each(rows)(`${name}: $at after $way`, ({ way, at: where, reactions }) => {
    const arrive = () => {
      const chart = start()
      for (const step of way) feed(chart, step)
      expect(at(chart)).toBe(where)
      return chart
    }
    test.each(names)('on %s', (step) => {
      const chart = arrive()
      const before = observe(chart)
      feed(chart, step)
      const reaction = reactions[step]
      if (reaction === undefined) expect(observe(chart)).toEqual(before)
      else expect(at(chart)).toBe(reaction)
    })
    test('on silence', () => {
      const chart = arrive()
      const reaction = reactions.silence
      if (reaction === undefined) expect(chart.clock.nextMs).toBeUndefined()
      else {
        chart.feed('silence')
        expect(at(chart)).toBe(reaction)
      }
    })
  })
}

const observe = (chart: Harness) => ({
  value: chart.at(),
  context: structuredClone(chart.context),
  asked: chart.asked.length,
  reported: chart.reported.length,
  emitted: chart.emitted.length,
  output: chart.output,
})
