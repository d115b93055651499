import { expect, test } from 'vitest'
import { subscriptionMachine } from '../../src/machines/subscription.machine'
import { startChart } from '../support/chart-harness'
import { testReactions } from '../support/reactions'

const uri = 'sip:1002@pbx.example'
const idle = { package: 'dialog', dialogs: [] }

const events = {
  notified: { type: 'resource.notified', state: idle, at: 5 },
  lost: { type: 'resource.lost', failure: { code: 'server-error' }, retryAfterMs: 4_000 },
  refused: { type: 'resource.refused', failure: { code: 'forbidden' } },
}

const start = (broken = {}) =>
  startChart(subscriptionMachine, { input: { package: 'dialog', uri }, ports: ['watchResource'], broken })

const lost = { notified: 'open.active', lost: 'waiting', refused: 'refused' }

testReactions('a subscription', {
  start,
  events,
  at: (chart) => chart.at(),
  rows: [
    { way: [], at: 'open.subscribing', reactions: { ...lost, silence: 'waiting' } },
    { way: ['notified'], at: 'open.active', reactions: lost },
    { way: ['lost'], at: 'waiting', reactions: { silence: 'open.subscribing' } },
    { way: ['refused'], at: 'refused', reactions: {} },
  ],
})

test('what the server tells is reported, with the address that it is about', () => {
  const chart = start()
  chart.feed(events.notified)
  expect(chart.reported).toEqual([{ type: 'watch.changed', uri, state: idle, at: 5 }])
})

test('what was known is taken back when it breaks, and the server is asked again when it said', () => {
  const chart = start()
  chart.feed(events.notified)
  chart.feed(events.lost)
  expect(chart.reported.at(-1)).toEqual({ type: 'watch.lost', uri, failure: { code: 'server-error' } })
  expect([chart.clock.nextMs, chart.open.size]).toEqual([4_000, 0])
  chart.feed('silence')
  expect(chart.open.size).toBe(1)
})

test('a server that says nothing is asked again after a while', () => {
  const chart = start()
  chart.feed('silence')
  expect(chart.reported).toEqual([{ type: 'watch.lost', uri, failure: { code: 'timed-out' } }])
  expect(chart.clock.nextMs).toBe(60_000)
})

test('a port that breaks is not opened again and again', () => {
  const chart = start({ watchResource: 'open' })
  expect([chart.at(), chart.clock.nextMs]).toEqual(['refused', undefined])
})
