import { afterAll, describe, expect, test } from 'vitest'
import { regionsOf } from './model/alphabet'
import { charts, models } from './model/charts'
import { walkEveryCombination } from './model/combinations'

/*
 * Charts with several regions, two by two: each state of the one with each state of the other, unless `apart` in
 * `model/charts.ts` says why the two never come together; and that they do not is looked after, too.
 */

const mostEventsACombination = 4
const walked: string[] = []

describe.each(charts.filter(({ machine }) => regionsOf(machine).length > 1))('$machine.id', (chart) => {
  test('every two states of two regions come together, unless it is said why not', { timeout: 60_000 }, () => {
    const model = models[chart.machine.id]
    if (model === undefined) throw new Error(`No model of ${chart.machine.id}: it belongs into model/charts.ts`)
    const { combinations, events, unreached, wronglyApart } = walkEveryCombination(chart, model)
    walked.push(`${chart.machine.id.padEnd(14)}${combinations.length} combinations in ${events} events`)
    expect(unreached).toEqual([])
    expect(wronglyApart).toEqual([])
    expect(events / combinations.length).toBeLessThanOrEqual(mostEventsACombination)
  })
})

afterAll(() => console.log(walked.join('\n')))
