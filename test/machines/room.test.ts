import { expect, test } from 'vitest'
import { roomMachine } from '../../src/machines/room.machine'
import { settledIn } from '../support/call-harness'
import { type Fed, type Harness, startChart } from '../support/chart-harness'
import { testReactions } from '../support/reactions'

const remote = { number: '640', name: null, uri: 'sip:640@pbx.example' }
const busy = { code: 'busy', sipStatus: 486 }

/** A is heard and B is on hold; R is our own call to the conference. */
const events = {
  gather: {
    type: 'room.gather',
    commandId: 'gather',
    at: 9,
    callId: 'A',
    callIds: ['A', 'B'],
    heardId: 'A',
    roomCallId: 'R',
    target: remote.uri,
    remote,
  },
  dialRefused: { type: 'focus.dialRefused', callId: 'R' },
  establishedR: { type: 'report.established', callId: 'R' },
  busyR: { type: 'report.ended', callId: 'R', record: { failure: busy } },
  hungUpR: { type: 'report.ended', callId: 'R', record: { failure: null } },
  arrivedA: { type: 'report.referSucceeded', callId: 'A' },
  arrivedB: { type: 'report.referSucceeded', callId: 'B' },
  failedB: { type: 'report.referFailed', callId: 'B', failure: busy },
  endedA: { type: 'report.ended', callId: 'A', record: { failure: null } },
  endedB: { type: 'report.ended', callId: 'B', record: null },
  establishedC: { type: 'report.established', callId: 'C' },
  arrivedC: { type: 'report.referSucceeded', callId: 'C' },
  endedC: { type: 'report.ended', callId: 'C', record: null },
} as const satisfies Record<string, Fed>

type Step = keyof typeof events | 'silence'

const start = () => startChart(roomMachine, { ports: [] })
const go = (...way: readonly Step[]) => {
  const chart = start()
  for (const step of way) chart.feed(step === 'silence' ? step : events[step])
  return chart
}
const at = (chart: Harness) => `${chart.at()} ${(chart.context as { members: string[] }).members.join('')}`.trim()
const reported = (chart: Harness) =>
  chart.reported.map(({ type, ...rest }) => `${type} ${(rest as { callId?: string }).callId ?? ''}`.trim())

testReactions('a conference at the server', {
  start,
  events,
  at,
  rows: [
    { way: [], at: 'idle', reactions: { gather: 'dialing AB' } },
    {
      way: ['gather'],
      at: 'dialing AB',
      reactions: {
        dialRefused: 'idle',
        establishedR: 'moving AB',
        busyR: 'idle',
        hungUpR: 'idle',
        endedA: 'dialing B',
        endedB: 'dialing A',
        silence: 'idle',
      },
    },
    {
      way: ['gather', 'establishedR'],
      at: 'moving AB',
      reactions: {
        arrivedA: 'moving B',
        arrivedB: 'moving A',
        failedB: 'moving A',
        endedA: 'moving B',
        endedB: 'moving A',
        silence: 'idle',
      },
    },
    {
      way: ['gather', 'establishedR', 'arrivedA'],
      at: 'moving B',
      reactions: { arrivedB: 'idle', failedB: 'idle', endedB: 'idle', silence: 'idle' },
    },
    {
      way: ['gather', 'establishedR', 'arrivedA', 'failedB'],
      at: 'idle',
      reactions: { gather: 'dialing AB', endedA: 'idle' },
    },
  ],
})

test('merging at the server calls the conference, and sends every far end there once it has answered', () => {
  const chart = go('gather')
  expect(chart.reported).toEqual([
    {
      type: 'room.dialWanted',
      intent: { type: 'call.dial', commandId: 'gather/dial', at: 9, callId: 'R', target: remote.uri, remote },
    },
  ])
  chart.feed(events.establishedR)
  expect(reported(chart).slice(1)).toEqual(['transfer.referWanted A', 'transfer.referWanted B'])
  chart.feed(events.arrivedB)
  expect(settledIn(chart)).toEqual([])
  chart.feed(events.arrivedA)
  expect(reported(chart).slice(3)).toEqual(['transfer.endWanted B', 'transfer.endWanted A'])
  expect(settledIn(chart)).toEqual([['gather', 'ok']])
  expect(chart.emitted.at(-1)).toEqual({ type: 'call.merged', callId: 'R' })
})

test.each([
  ['is busy', 'busyR', 'busy'],
  ['is hung up by us before it has answered', 'hungUpR', 'cancelled'],
] as const)('a conference that %s: back to the call that was heard', (_, step, code) => {
  const chart = go('gather', step)
  expect(settledIn(chart)).toEqual([['gather', code]])
  expect(chart.reported.at(-1)).toEqual({ type: 'transfer.resumeWanted', callId: 'A', commandId: 'gather/back', at: 9 })
})

test('a far end that cannot be sent to the conference stays, and the command tells why', () => {
  const chart = go('gather', 'establishedR', 'failedB', 'arrivedA')
  expect(settledIn(chart)).toEqual([['gather', 'busy']])
  expect(reported(chart).filter((report) => report.startsWith('transfer.endWanted'))).toEqual(['transfer.endWanted A'])
  expect(chart.context).toMatchObject({ failed: { callId: 'A', failure: busy } })
})

test('a far end that goes without a NOTIFY has arrived', () => {
  expect(settledIn(go('gather', 'establishedR', 'arrivedA', 'endedB'))).toEqual([['gather', 'ok']])
})
