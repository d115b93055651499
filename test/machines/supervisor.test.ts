import { describe, expect, test } from 'vitest'
import { supervisorMachine } from '../../src/machines/supervisor.machine'
import { settledIn } from '../support/call-harness'
import { type Fed, startChart } from '../support/chart-harness'
import { testReactions } from '../support/reactions'

const remote = { number: '1002', name: 'Bob', uri: 'sip:1002@pbx.example' }
const ask = (mode: string, callId: string): Fed => ({
  type: 'supervising.start',
  commandId: mode,
  at: 9,
  callId,
  number: '1002',
  mode,
  remote,
})

const events = {
  listen: ask('listen', 'a'),
  barge: ask('barge', 'b'),
  granted: { type: 'supervision.granted', target: 'sip:77@pbx.example' },
  refused: { type: 'supervision.refused', failure: { code: 'forbidden', text: 'HTTP 403' } },
} as const satisfies Record<string, Fed>

const start = (broken: Readonly<Record<string, string>> = {}) =>
  startChart(supervisorMachine, { ports: ['requestSupervision'], broken })

testReactions('supervision by REST', {
  start,
  events,
  at: (chart) => chart.at(),
  rows: [
    { way: [], at: 'idle', reactions: { listen: 'requesting', barge: 'requesting' } },
    {
      way: ['listen'],
      at: 'requesting',
      reactions: { listen: 'requesting', barge: 'requesting', granted: 'idle', refused: 'idle', silence: 'idle' },
    },
    { way: ['listen', 'granted'], at: 'idle', reactions: { listen: 'requesting', barge: 'requesting' } },
  ],
})

describe('supervision by REST', () => {
  test('calls what the service names, as the supervision that was asked for', () => {
    const chart = start()
    chart.feed(events.listen)
    expect([...chart.open]).toEqual(['requestSupervision'])
    chart.feed(events.granted)
    expect([...chart.open]).toEqual([])
    expect(chart.reported).toEqual([
      {
        type: 'transfer.dialWanted',
        intent: {
          type: 'call.dial',
          commandId: 'listen',
          at: 9,
          callId: 'a',
          target: 'sip:77@pbx.example',
          remote: { ...remote, uri: 'sip:77@pbx.example' },
          supervision: { number: '1002', mode: 'listen', digits: null, by: 'service' },
        },
      },
    ])
    // The call settles it.
    expect(settledIn(chart)).toEqual([])
  })

  test.each([
    ['refuses', 'refused', 'forbidden'],
    ['says nothing', 'silence', 'timed-out'],
  ] as const)('of a service that %s calls nobody, and says why', (_, step, code) => {
    const chart = start()
    chart.feed(events.listen)
    chart.feed(step === 'silence' ? step : events[step])
    expect(settledIn(chart)).toEqual([['listen', code]])
    expect(chart.reported).toEqual([])
  })

  test('of two wishes the newer counts', () => {
    const chart = start()
    chart.feed(events.listen)
    chart.feed(events.barge)
    chart.feed(events.granted)
    expect(settledIn(chart)).toEqual([['listen', 'superseded']])
    expect(chart.reported).toMatchObject([{ intent: { callId: 'b', supervision: { mode: 'barge' } } }])
  })

  test('whose port is broken is refused', () => {
    const chart = start({ requestSupervision: 'open' })
    chart.feed(events.listen)
    expect(settledIn(chart)).toEqual([['listen', 'refused']])
    expect(chart.at()).toBe('idle')
  })
})
