import { afterAll, describe, expect, test } from 'vitest'
import { charts, models } from './model/charts'
import { walkEveryPair } from './model/pairs'

/*
 * Every chart, walked on silent ports by a clock that stands still: each pair of a state and an event of its region, at a
 * named configuration of the others. What must hold after each event is in `model/promises.ts`.
 */

const mostEventsAPair = 4
const walked: string[] = []

describe.each(charts)('$machine.id', (chart) => {
  test('every pair of a state and an event is walked, keeps the promises of the chart, and leaves a way to rest', {
    timeout: 60_000,
  }, () => {
    const model = models[chart.machine.id]
    if (model === undefined) throw new Error(`No model of ${chart.machine.id}: it belongs into model/charts.ts`)
    const { pairs, events, unreached } = walkEveryPair(chart, model)
    walked.push(`${chart.machine.id.padEnd(14)}${pairs.length} pairs in ${events} events`)
    expect(unreached).toEqual([])
    expect(events / pairs.length).toBeLessThanOrEqual(mostEventsAPair)
  })
})

afterAll(() => console.log(walked.join('\n')))
