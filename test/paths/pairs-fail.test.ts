import { describe, expect, test } from 'vitest'
import { assign, setup } from 'xstate'
import type { ChartModel } from './model/charts'
import { walkEveryPair } from './model/pairs'

/*
 * The walks of pairs find what they are for: charts that are broken on purpose. The events are of charts that there are,
 * for the table of payloads knows no others.
 */

const model: ChartModel = { configurations: [{ name: 'as it starts' }] }
const media = setup({ types: { tags: {} as 'busy' } })
const events = ['media.connected', 'media.failed', 'media.flowing', 'media.stopped']

/** What an error says, with its causes. */
function told(error: unknown): string {
  return error instanceof Error ? `${error.message}: ${told(error.cause)}` : ''
}

const failureOf = (walk: () => unknown): string => {
  try {
    walk()
  } catch (error) {
    return told(error)
  }
  throw new Error('It did not fail')
}

describe('a chart that is', () => {
  test('whole is walked in fewer events than four a pair', () => {
    const machine = media.createMachine({
      id: 'whole',
      initial: 'off',
      states: {
        off: { on: { 'media.connected': 'on' } },
        on: { on: { 'media.failed': 'off' }, after: { 1_000: 'off' } },
      },
    })
    const { pairs, events: fed, unreached } = walkEveryPair({ machine, events }, model)
    expect(pairs).toEqual([
      'off × media.connected',
      'off × media.failed',
      'on × media.connected',
      'on × media.failed',
      'on × after 1000 of whole.on',
    ])
    expect(unreached).toEqual([])
    expect(fed).toBeLessThanOrEqual(4 * pairs.length)
  })

  test('not to be walked wholly is told by its pairs', () => {
    const machine = media.createMachine({
      initial: 'off',
      states: { off: { on: { 'media.connected': 'on' } }, on: {}, bygone: { on: { 'media.failed': 'off' } } },
    })
    expect(walkEveryPair({ machine, events }, model).unreached).toEqual([
      'bygone × media.connected',
      'bygone × media.failed',
    ])
  })

  test('busy for ever is named, with the way there', () => {
    const machine = media.createMachine({
      id: 'broken',
      initial: 'off',
      states: { off: { on: { 'media.connected': 'connecting' } }, connecting: { tags: 'busy' } },
    })
    expect(failureOf(() => walkEveryPair({ machine, events }, model))).toMatch(
      /^broken, as it starts, after media\.connected: .*undefined/,
    )
  })

  test('not to be brought to rest is named', () => {
    const machine = media.createMachine({
      id: 'broken',
      initial: 'off',
      states: { off: { on: { 'media.connected': 'on' } }, on: {} },
    })
    expect(
      failureOf(() =>
        walkEveryPair({ machine, events }, { ...model, leave: { by: ['media.connected'], to: /^off$/ } }),
      ),
    ).toMatch('finds no rest from active on')
  })

  test('doing now this and now that, by what nobody has said that it remembers, is found out', () => {
    const machine = setup({ types: { context: {} as { count: number } } }).createMachine({
      id: 'broken',
      context: { count: 0 },
      initial: 'off',
      states: {
        off: {
          on: {
            'media.connected': [
              { guard: ({ context }) => context.count > 0, target: 'on' },
              { actions: assign({ count: ({ context }) => context.count + 1 }) },
            ],
            'media.failed': {},
          },
        },
        on: { on: { 'media.failed': 'off' } },
      },
    })
    const walk = () => walkEveryPair({ machine, events }, { ...model, remember: () => null })
    // Within what it is said to remember it never leaves: the pairs of the other state are left.
    expect(walk().unreached).toEqual(['on × media.connected', 'on × media.failed'])
  })
})
