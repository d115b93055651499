import { describe, expect, test } from 'vitest'
import { conferenceMachine } from '../../src/machines/conference.machine'
import { settledIn } from '../support/call-harness'
import { type Fed, type Harness, startChart } from '../support/chart-harness'
import { testReactions } from '../support/reactions'

const command = (type: string, commandId: string, data: object): Fed => ({ type, commandId, at: 9, ...data })
const report = (type: string, callId: string): Fed => ({ type: `report.${type}`, callId, record: null })

/** A is heard; B and C are on hold; D is no part of it. */
const events = {
  merge: command('conference.merge', 'merge', { callId: 'A', callIds: ['A', 'B'], held: ['B'] }),
  mergeHeld: command('conference.merge', 'mergeHeld', { callId: 'A', callIds: ['A', 'B'], held: ['A', 'B'] }),
  add: command('conference.merge', 'add', { callId: 'C', callIds: ['C', 'A', 'B'], held: ['C'] }),
  split: command('conference.split', 'split', { callId: 'A' }),
  started: { type: 'mix.started' },
  refused: { type: 'mix.refused', failure: { code: 'audio-blocked' } },
  interrupted: { type: 'mix.interrupted' },
  restored: { type: 'mix.restored' },
  resumedA: report('resumed', 'A'),
  resumedB: report('resumed', 'B'),
  resumedC: report('resumed', 'C'),
  heldA: report('held', 'A'),
  heldB: report('held', 'B'),
  heldC: report('held', 'C'),
  holdFailedB: report('holdFailed', 'B'),
  closingB: report('closing', 'B'),
  endedA: report('ended', 'A'),
  endedB: report('ended', 'B'),
  endedD: report('ended', 'D'),
  heldD: report('held', 'D'),
} as const satisfies Record<string, Fed>

type Step = keyof typeof events | 'silence'

const start = (broken: Readonly<Record<string, string>> = {}) =>
  startChart(conferenceMachine, { ports: ['mixCalls'], broken })
const go = (...way: readonly Step[]) => {
  const chart = start()
  for (const step of way) chart.feed(step === 'silence' ? step : events[step])
  return chart
}
const context = (chart: Harness) => chart.context as { members: string[]; joining: string[]; failed: unknown }
const at = (chart: Harness) =>
  `${chart.at()} ${context(chart).members.join('')}${context(chart)
    .joining.map((id) => `+${id}`)
    .join('')}`.trim()
const reported = (chart: Harness) =>
  chart.reported.map(({ type, ...rest }) => [type, (rest as { callId?: string }).callId])
const emitted = (chart: Harness) =>
  chart.emitted.flatMap(({ type, ...rest }) =>
    type === 'command.settled' ? [] : [`${type} ${(rest as { callId: string }).callId}`],
  )

const merged = ['merge', 'resumedB', 'started'] as const
const three = [...merged, 'add', 'resumedC', 'started'] as const

testReactions('a conference', {
  start,
  events,
  at,
  rows: [
    {
      way: [],
      at: 'apart',
      reactions: {
        merge: 'together.joining A+B',
        mergeHeld: 'together.joining +A+B',
        add: 'together.joining AB+C',
      },
    },
    {
      way: ['merge'],
      at: 'together.joining A+B',
      reactions: {
        resumedB: 'together.mixing AB',
        heldA: 'apart',
        heldB: 'apart',
        closingB: 'apart',
        endedA: 'apart',
        endedB: 'apart',
        silence: 'apart',
      },
    },
    {
      way: ['mergeHeld'],
      at: 'together.joining +A+B',
      reactions: {
        resumedA: 'together.joining A+B',
        resumedB: 'together.joining B+A',
        heldA: 'apart',
        heldB: 'apart',
        closingB: 'apart',
        endedA: 'apart',
        endedB: 'apart',
        silence: 'apart',
      },
    },
    {
      way: ['merge', 'resumedB'],
      at: 'together.mixing AB',
      reactions: {
        started: 'together.merged.mixed AB',
        refused: 'apart',
        heldA: 'apart',
        heldB: 'apart',
        closingB: 'apart',
        endedA: 'apart',
        endedB: 'apart',
        silence: 'apart',
      },
    },
    {
      way: merged,
      at: 'together.merged.mixed AB',
      reactions: {
        add: 'together.joining AB+C',
        merge: 'together.joining AB+B',
        mergeHeld: 'together.joining AB+A+B',
        split: 'together.splitting AB',
        interrupted: 'together.merged.interrupted AB',
        heldA: 'apart',
        heldB: 'apart',
        closingB: 'apart',
        endedA: 'apart',
        endedB: 'apart',
      },
    },
    {
      way: [...merged, 'interrupted'],
      at: 'together.merged.interrupted AB',
      reactions: {
        split: 'together.splitting AB',
        restored: 'together.merged.mixed AB',
        heldA: 'apart',
        heldB: 'apart',
        closingB: 'apart',
        endedA: 'apart',
        endedB: 'apart',
      },
    },
    {
      way: [...merged, 'add'],
      at: 'together.joining AB+C',
      reactions: {
        resumedC: 'together.mixing ABC',
        // The two who were together stay so.
        heldC: 'together.merged.mixed AB',
        heldA: 'apart',
        heldB: 'apart',
        closingB: 'apart',
        endedA: 'apart',
        endedB: 'apart',
        silence: 'together.merged.mixed AB',
      },
    },
    {
      way: [...merged, 'add', 'resumedC'],
      at: 'together.mixing ABC',
      reactions: {
        started: 'together.merged.mixed ABC',
        refused: 'together.merged.mixed AB',
        heldC: 'together.merged.mixed AB',
        heldA: 'apart',
        heldB: 'apart',
        closingB: 'apart',
        endedA: 'apart',
        endedB: 'apart',
        silence: 'together.merged.mixed AB',
      },
    },
    {
      way: three,
      at: 'together.merged.mixed ABC',
      reactions: {
        add: 'together.joining ABC+C',
        merge: 'together.joining ABC+B',
        mergeHeld: 'together.joining ABC+A+B',
        split: 'together.splitting ABC',
        interrupted: 'together.merged.interrupted ABC',
        heldA: 'together.merged.mixed BC',
        heldB: 'together.merged.mixed AC',
        heldC: 'together.merged.mixed AB',
        closingB: 'together.merged.mixed AC',
        endedA: 'together.merged.mixed BC',
        endedB: 'together.merged.mixed AC',
      },
    },
    {
      way: [...merged, 'split'],
      at: 'together.splitting AB',
      reactions: {
        heldB: 'apart',
        closingB: 'apart',
        endedB: 'apart',
        heldA: 'apart',
        endedA: 'apart',
        holdFailedB: 'together.merged.mixed AB',
        silence: 'together.merged.mixed AB',
      },
    },
    {
      way: [...three, 'split'],
      at: 'together.splitting ABC',
      reactions: {
        heldB: 'together.splitting AC',
        heldC: 'together.splitting AB',
        heldA: 'together.splitting BC',
        closingB: 'together.splitting AC',
        endedA: 'together.splitting BC',
        endedB: 'together.splitting AC',
        holdFailedB: 'together.merged.mixed ABC',
        silence: 'together.merged.mixed ABC',
      },
    },
    {
      way: ['merge', 'heldB'],
      at: 'apart',
      reactions: {
        merge: 'together.joining A+B',
        mergeHeld: 'together.joining +A+B',
        add: 'together.joining AB+C',
        // The failure was its own.
        endedA: 'apart',
      },
    },
  ],
})

describe('a merge', () => {
  test('resumes who is on hold, mixes when all are off hold, and is done when all hear each other', () => {
    const chart = go('merge')
    expect(chart.reported).toEqual([{ type: 'merge.resumeWanted', callId: 'B', commandId: 'merge/B', at: 9 }])
    expect(chart.asked).toEqual([])
    chart.feed(events.resumedB)
    expect(chart.asked.map((asked) => asked.command)).toEqual([{ type: 'mix.set', callIds: ['A', 'B'] }])
    expect(settledIn(chart)).toEqual([])
    chart.feed(events.started)
    expect(settledIn(chart)).toEqual([['merge', 'ok']])
    expect(emitted(chart)).toEqual(['call.merged A', 'call.merged B'])
    expect(chart.reported.at(-1)).toEqual({ type: 'merge.done', callIds: ['A', 'B'], commandId: 'merge', at: 9 })
  })

  test.each([
    ['a far end that refuses to be resumed', ['merge', 'heldB'], 'not-resumed', []],
    ['a far end that hangs up meanwhile', ['merge', 'endedB'], 'ended', []],
    ['silence', ['merge', 'silence'], 'timed-out', ['B']],
    ['a browser that keeps the sound back', ['merge', 'resumedB', 'refused'], 'audio-blocked', ['B']],
    ['a mixer that says nothing', ['merge', 'resumedB', 'silence'], 'timed-out', ['B']],
    ['the other call going away', ['merge', 'endedA'], 'ended', ['B']],
    ['two on hold, of whom one refuses', ['mergeHeld', 'resumedA', 'heldB'], 'not-resumed', ['A']],
  ] as const)('that comes to nothing by %s puts back whom it had resumed', (_, way, code, back) => {
    const chart = go(...way)
    expect(settledIn(chart)).toEqual([[way[0], code]])
    expect(emitted(chart)).toEqual(['call.mergeFailed A'])
    expect(reported(chart).filter(([type]) => type === 'merge.retreatWanted')).toEqual(
      back.map((callId) => ['merge.retreatWanted', callId]),
    )
    expect(context(chart).failed).toEqual({ callId: 'A', failure: { code } })
    expect([...chart.open]).toEqual([])
  })

  test('of a third call that fails leaves the two that were merged as they were', () => {
    const chart = go(...merged, 'add', 'heldC')
    expect(settledIn(chart)).toEqual([
      ['merge', 'ok'],
      ['add', 'not-resumed'],
    ])
    expect(chart.asked.at(-1)?.command).toEqual({ type: 'mix.set', callIds: ['A', 'B'] })
    expect(reported(chart).filter(([type]) => type === 'merge.holdWanted')).toEqual([])
  })
})

describe('a conference', () => {
  test('of three whose one hangs up leaves the rest, who go on hearing each other', () => {
    const chart = go(...three, 'closingB', 'endedB')
    expect(chart.asked.at(-1)?.command).toEqual({ type: 'mix.set', callIds: ['A', 'C'] })
    expect(emitted(chart).slice(-1)).toEqual(['call.split B'])
  })

  test('of two whose one hangs up is over, and the mixing with it; nobody is put on hold', () => {
    const chart = go(...merged, 'closingB')
    expect(emitted(chart).slice(-2)).toEqual(['call.split A', 'call.split B'])
    expect([...chart.open]).toEqual([])
    expect(reported(chart).filter(([type]) => type === 'merge.holdWanted')).toEqual([])
  })

  test('is split: all but the one that stays are put on hold, and it is done when they are', () => {
    const chart = go(...three, 'split')
    expect(reported(chart).slice(-2)).toEqual([
      ['merge.holdWanted', 'B'],
      ['merge.holdWanted', 'C'],
    ])
    chart.feed(events.heldB)
    expect(settledIn(chart).slice(2)).toEqual([])
    chart.feed(events.heldC)
    expect(settledIn(chart).slice(2)).toEqual([['split', 'ok']])
    expect(emitted(chart).slice(-3)).toEqual(['call.split B', 'call.split A', 'call.split C'])
  })

  test.each(['holdFailedB', 'silence'] as const)('that cannot be split (%s) goes on', (step) => {
    const chart = go(...merged, 'split', step)
    expect(settledIn(chart).at(-1)).toEqual(['split', step === 'silence' ? 'timed-out' : 'other-call-not-held'])
    expect(emitted(chart)).toEqual(['call.merged A', 'call.merged B'])
  })

  test.each([
    ['as it opens', { mixCalls: 'open' }, ['merge']],
    ['as it is told whom to mix', { mixCalls: 'mix.set' }, ['merge', 'resumedB']],
  ] as const)('whose mixer breaks %s fails, and one call alone stays live', (_, broken, way) => {
    const chart = start(broken)
    for (const step of way) chart.feed(events[step])
    expect(at(chart)).toBe('apart')
    expect(settledIn(chart)).toEqual([['merge', 'media-failed']])
    expect(reported(chart).filter(([type]) => type === 'merge.retreatWanted')).toEqual([['merge.retreatWanted', 'B']])
  })
})
