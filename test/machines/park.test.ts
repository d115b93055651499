import { expect, test } from 'vitest'
import { parkMachine } from '../../src/machines/park.machine'
import { startChart } from '../support/chart-harness'
import { testReactions } from '../support/reactions'

const eve = { number: '555', name: 'Eve', uri: 'sip:555@pbx.example' }
const park = (slot: string | null) => ({
  type: 'parking.park',
  commandId: 'park',
  at: 7,
  callId: 'a',
  target: slot === null ? 'sip:700@pbx.example' : `sip:*${slot}@pbx.example`,
  slot,
  remote: eve,
})
const ended = (callId: string, ending: string) => ({ type: 'report.ended', callId, record: { ending, failure: null } })

const events = {
  park705: park('705'),
  parkAnywhere: park(null),
  established: { type: 'report.established', callId: 'a' },
  accepted: { type: 'report.referAccepted', callId: 'a', willNotify: true },
  acceptedUnwatched: { type: 'report.referAccepted', callId: 'a', willNotify: false },
  progressed: { type: 'report.referProgressed', callId: 'a', sipStatus: 180, text: 'Ringing' },
  succeeded: { type: 'report.referSucceeded', callId: 'a' },
  failed: { type: 'report.referFailed', callId: 'a', failure: { code: 'not-found' } },
  otherSucceeded: { type: 'report.referSucceeded', callId: 'b' },
  taken701: { type: 'report.slotTaken', slot: '701', remote: null },
  endedParked: ended('a', 'parked'),
  endedHungUp: ended('a', 'completed'),
  otherEnded: ended('b', 'completed'),
}

const start = () => startChart(parkMachine, { ports: [] })

/** The state, and the slot as far as it is known. */
const at = (chart: ReturnType<typeof start>) => {
  const { parking, failure } = chart.context as { parking: { slot: string | null } | null; failure: unknown }
  return `${chart.at()} ${parking === null ? '-' : (parking.slot ?? '?')}${failure === null ? '' : ' failed'}`
}

testReactions('parking', {
  start,
  events,
  at,
  rows: [
    { way: [], at: 'idle -', reactions: { park705: 'referring.asked 705', parkAnywhere: 'referring.asked ?' } },
    {
      way: ['park705'],
      at: 'referring.asked 705',
      reactions: {
        accepted: 'referring.accepted 705',
        acceptedUnwatched: 'idle -',
        progressed: 'referring.accepted 705',
        succeeded: 'idle -',
        failed: 'idle 705 failed',
        endedParked: 'idle -',
        endedHungUp: 'idle -',
        silence: 'idle 705 failed',
      },
    },
    {
      way: ['park705', 'accepted'],
      at: 'referring.accepted 705',
      reactions: {
        succeeded: 'idle -',
        failed: 'idle 705 failed',
        endedParked: 'idle -',
        endedHungUp: 'idle -',
        silence: 'idle 705 failed',
      },
    },
    {
      way: ['parkAnywhere', 'accepted'],
      at: 'referring.accepted ?',
      reactions: {
        succeeded: 'placing ?',
        failed: 'idle ? failed',
        taken701: 'referring.accepted 701',
        endedParked: 'placing ?',
        endedHungUp: 'idle -',
        silence: 'idle ? failed',
      },
    },
    {
      way: ['parkAnywhere', 'accepted', 'succeeded'],
      at: 'placing ?',
      reactions: { taken701: 'idle -', silence: 'idle -' },
    },
    {
      way: ['parkAnywhere', 'taken701'],
      at: 'referring.asked 701',
      reactions: {
        accepted: 'referring.accepted 701',
        acceptedUnwatched: 'idle -',
        progressed: 'referring.accepted 701',
        succeeded: 'idle -',
        failed: 'idle 701 failed',
        endedParked: 'idle -',
        endedHungUp: 'idle -',
        silence: 'idle 701 failed',
      },
    },
    {
      way: ['park705', 'failed'],
      at: 'idle 705 failed',
      reactions: {
        park705: 'referring.asked 705',
        parkAnywhere: 'referring.asked ?',
        endedParked: 'idle -',
        endedHungUp: 'idle -',
      },
    },
  ],
})

const parked = (...fed: { type: string }[]) => {
  const chart = start()
  for (const event of fed) chart.feed(event)
  return chart
}

test('park: the far end is referred to the slot that was chosen, and our leg is ended once it is there', () => {
  const chart = parked(events.park705, events.accepted)
  expect(chart.reported).toEqual([{ type: 'park.referWanted', callId: 'a', target: 'sip:*705@pbx.example' }])
  chart.feed(events.succeeded)
  expect(chart.reported.slice(1)).toEqual([
    { type: 'park.endWanted', callId: 'a' },
    { type: 'report.parked', slot: '705', remote: eve, at: 7 },
  ])
  expect(chart.emitted).toEqual([
    { type: 'command.settled', commandId: 'park', outcome: { ok: true, result: '705' } },
    { type: 'call.parked', callId: 'a', slot: '705', remote: eve },
  ])
})

test('park: the slot that the server has chosen is learnt from the slots that are watched', () => {
  const chart = parked(events.parkAnywhere, events.accepted, events.succeeded)
  // Our leg is not kept waiting for it.
  expect(chart.reported.at(-1)).toEqual({ type: 'park.endWanted', callId: 'a' })
  expect(chart.emitted).toEqual([])
  chart.feed(events.taken701)
  expect(chart.emitted.at(-1)).toEqual({ type: 'call.parked', callId: 'a', slot: '701', remote: eve })
})

test('park: where nobody tells of slots it is parked all the same, and the slot stays unknown', () => {
  const chart = parked(events.parkAnywhere, events.accepted, events.succeeded)
  expect(chart.clock.nextMs).toBe(3_000)
  chart.feed('silence')
  expect(chart.emitted).toEqual([
    { type: 'command.settled', commandId: 'park', outcome: { ok: true } },
    { type: 'call.parked', callId: 'a', slot: null, remote: eve },
  ])
})

test('park: what is refused leaves the call as it was, and says why', () => {
  const chart = parked(events.park705, events.failed)
  expect(chart.reported).toHaveLength(1)
  expect(chart.emitted).toEqual([
    { type: 'command.settled', commandId: 'park', outcome: { ok: false, failure: { code: 'not-found' } } },
    { type: 'call.parkFailed', callId: 'a', failure: { code: 'not-found' } },
  ])
})

test('park: BYE instead of NOTIFY is a success, and a leg that is gone is not ended again', () => {
  const chart = parked(events.park705, events.accepted, events.endedParked)
  expect(chart.emitted.at(-1)).toMatchObject({ type: 'call.parked', slot: '705' })
  expect(chart.reported).not.toContainEqual({ type: 'park.endWanted', callId: 'a' })
})
