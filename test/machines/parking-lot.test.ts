import { describe, expect, test } from 'vitest'
import { parkingLotMachine, slotOfReturned } from '../../src/machines/parking-lot.machine'
import { startChart } from '../support/chart-harness'
import { testReactions } from '../support/reactions'

const uri = (number: string) => `sip:${number}@pbx.example`
const eve = { number: '555', name: 'Eve', uri: uri('555') }
const taken = (slot: string, remote: object | null = null) => ({
  type: 'watch.changed',
  uri: uri(slot),
  state: { package: 'dialog', dialogs: [{ state: 'confirmed', direction: 'unknown', remote }] },
  at: 10,
})
const empty = (slot: string, at = 20) => ({
  type: 'watch.changed',
  uri: uri(slot),
  state: { package: 'dialog', dialogs: [] },
  at,
})

const events = {
  up: { type: 'line.up', uri: uri('1001') },
  down: { type: 'line.down' },
  taken701: taken('701'),
  taken702: taken('702', eve),
  empty701: empty('701'),
  unknownSlot: taken('799'),
  parked701: { type: 'report.parked', slot: '701', remote: eve, at: 5 },
  lost701: { type: 'watch.lost', uri: uri('701'), failure: { code: 'forbidden' } },
  listed: { type: 'lot.listed', calls: [{ slot: '702', remote: eve, since: 3 }], nextMs: 5_000, at: 10 },
  failed: { type: 'lot.failed', failure: { code: 'server-error' }, retryAfterMs: 9_000 },
}

const slots = ['701', '702'].map((slot) => ({ slot, uri: uri(slot) }))
const start = (source: string, broken = {}) =>
  startChart(parkingLotMachine, { input: { source, slots }, ports: ['subscription', 'pollParkingLot'], broken })

/** The state, and who waits where. */
const at = (chart: ReturnType<typeof start>) => {
  const { calls } = chart.context as { calls: { slot: string; remote: { name: string } | null }[] }
  return [chart.at(), ...calls.map(({ slot, remote }) => `${slot}:${remote?.name ?? '?'}`)].join(' ')
}

testReactions('the parking lot, watched by subscription', {
  start: () => start('subscription'),
  events,
  at,
  rows: [
    { way: [], at: 'unwatched', reactions: { up: 'subscribed.untold' } },
    {
      way: ['up'],
      at: 'subscribed.untold',
      reactions: {
        down: 'unwatched',
        taken701: 'subscribed.told 701:?',
        taken702: 'subscribed.told 702:Eve',
        empty701: 'subscribed.told',
        unknownSlot: 'subscribed.told',
        parked701: 'subscribed.untold 701:Eve',
        lost701: 'subscribed.failed',
      },
    },
    {
      way: ['up', 'taken701', 'taken702'],
      at: 'subscribed.told 701:? 702:Eve',
      reactions: {
        down: 'unwatched',
        taken701: 'subscribed.told 701:? 702:Eve',
        taken702: 'subscribed.told 701:? 702:Eve',
        empty701: 'subscribed.told 702:Eve',
        unknownSlot: 'subscribed.told 701:? 702:Eve',
        parked701: 'subscribed.told 701:Eve 702:Eve',
        lost701: 'subscribed.failed 701:? 702:Eve',
      },
    },
    {
      way: ['up', 'parked701'],
      at: 'subscribed.untold 701:Eve',
      reactions: {
        down: 'unwatched',
        // Of a call of ours we know more than the server tells.
        taken701: 'subscribed.told 701:Eve',
        taken702: 'subscribed.told 701:Eve 702:Eve',
        empty701: 'subscribed.told',
        unknownSlot: 'subscribed.told 701:Eve',
        parked701: 'subscribed.untold 701:Eve',
        lost701: 'subscribed.failed 701:Eve',
      },
    },
  ],
})

testReactions('the parking lot, polled', {
  start: () => start('polling'),
  events,
  at,
  rows: [
    { way: [], at: 'unwatched', reactions: { up: 'polled.asking' } },
    {
      way: ['up'],
      at: 'polled.asking',
      reactions: {
        down: 'unwatched',
        listed: 'polled.told 702:Eve',
        failed: 'polled.failed',
        parked701: 'polled.asking 701:Eve',
        silence: 'polled.failed',
      },
    },
    {
      way: ['up', 'listed'],
      at: 'polled.told 702:Eve',
      reactions: { down: 'unwatched', parked701: 'polled.told 701:Eve 702:Eve', silence: 'polled.asking 702:Eve' },
    },
    {
      way: ['up', 'failed'],
      at: 'polled.failed',
      reactions: { down: 'unwatched', parked701: 'polled.failed 701:Eve', silence: 'polled.asking' },
    },
  ],
})

test('parking lot: it is asked again when the backend, or the dice, say so', () => {
  const chart = start('polling')
  chart.feed(events.up)
  chart.feed(events.listed)
  expect(chart.clock.nextMs).toBe(5_000)
  chart.feed('silence')
  chart.feed(events.failed)
  expect(chart.clock.nextMs).toBe(9_000)
  chart.feed('silence')
  expect(chart.asked.map(({ command }) => command.type)).toEqual(Array(3).fill('lot.poll'))
})

test('parking lot: a service that breaks leaves a lot that nobody watches', () => {
  const chart = start('polling', { pollParkingLot: 'lot.poll' })
  chart.feed(events.up)
  expect(chart.at()).toBe('unwatched')
})

test('parking lot: no slot is watched where none is configured', () => {
  const chart = start('none')
  chart.feed(events.up)
  expect(chart.at()).toBe('unwatched')
})

test('parking lot: a slot that is taken is reported once, and every change is told', () => {
  const chart = start('subscription')
  for (const event of [events.up, events.taken701, events.taken701, events.empty701, events.down]) chart.feed(event)
  expect(chart.reported).toEqual([{ type: 'report.slotTaken', slot: '701', remote: null }])
  expect(chart.emitted).toHaveLength(2)
})

test('parking lot: a slot that names itself as whom it talks to says nothing of who waits', () => {
  const chart = start('subscription')
  chart.feed(events.up)
  chart.feed(taken('701', { number: '701', name: null, uri: uri('701') }))
  expect(at(chart)).toBe('subscribed.told 701:?')
})

describe('park time-out: a call that nobody has picked up comes back', () => {
  const lot = (...fed: { type: string }[]) => {
    const chart = start('subscription')
    for (const event of [events.up, events.parked701, ...fed]) chart.feed(event)
    return chart.context as Parameters<typeof slotOfReturned>[0]
  }
  const call = (remote: typeof eve, startedAt: number, headers: Record<string, string> = {}) => ({
    remote,
    startedAt,
    extras: { headers },
  })

  test.each([
    ['who is parked still is known by the number', lot(), call(eve, 1_000), '701'],
    ['who has left the slot just now, too', lot(events.taken701, empty('701', 1_000)), call(eve, 4_000), '701'],
    ['who has left it a while ago calls anew', lot(events.taken701, empty('701', 1_000)), call(eve, 60_000), null],
    ['somebody else calls anew', lot(), call({ ...eve, number: '556' }, 1_000), null],
    ['a header of the server says it', lot(), call({ ...eve, number: '9' }, 1, { 'X-Parking-Slot': '705' }), '705'],
  ])('%s', (_, context, caller, slot) => {
    expect(slotOfReturned(context, caller)).toBe(slot)
  })
})
