import { describe, expect, test } from 'vitest'
import { presenceMachine } from '../../src/machines/presence.machine'
import { startChart } from '../support/chart-harness'
import { testReactions } from '../support/reactions'

const uri = (number: string) => `sip:${number}@pbx.example`
const caller = { number: '555', name: 'Eve', uri: uri('555') }
const colleague = (number: string, name: string | null = null) => ({
  number,
  name,
  resource: { package: 'dialog', uri: uri(number) },
})
const dialog = (state: string, direction = 'incoming') => ({ state, direction, remote: caller })
const dialogs = (number: string, ...all: object[]) => ({
  type: 'watch.changed',
  uri: uri(number),
  state: { package: 'dialog', dialogs: all },
  at: 1,
})
const presence = (number: string, status: string) => ({
  type: 'watch.changed',
  uri: uri(number),
  state: { package: 'presence', status },
  at: 1,
})

const events = {
  up: { type: 'line.up', uri: uri('1001') },
  down: { type: 'line.down' },
  bobRings: dialogs('1002', dialog('early')),
  bobTalks: dialogs('1002', dialog('confirmed')),
  bobIdle: dialogs('1002'),
  carolAway: presence('1003', 'offline'),
  bobLost: { type: 'watch.lost', uri: uri('1002'), failure: { code: 'forbidden' } },
  strangerRings: dialogs('1009', dialog('early')),
}

const start = (input: readonly object[] = [colleague('1002', 'Bob'), colleague('1003')]) =>
  startChart(presenceMachine, { input, ports: ['subscription'] })

/** The state, and what each colleague does. */
const at = (chart: ReturnType<typeof start>) => {
  const { colleagues } = chart.context as { colleagues: { status: string }[] }
  return `${chart.at()} ${colleagues.map(({ status }) => status).join(' ')}`
}

testReactions('presence', {
  start,
  events,
  at,
  rows: [
    { way: [], at: 'unwatched unknown unknown', reactions: { up: 'watched unknown unknown' } },
    {
      way: ['up'],
      at: 'watched unknown unknown',
      reactions: {
        down: 'unwatched unknown unknown',
        bobRings: 'watched ringing unknown',
        bobTalks: 'watched busy unknown',
        bobIdle: 'watched idle unknown',
        carolAway: 'watched unknown offline',
      },
    },
    {
      way: ['up', 'bobRings', 'carolAway'],
      at: 'watched ringing offline',
      reactions: {
        down: 'unwatched unknown unknown',
        bobTalks: 'watched busy offline',
        bobIdle: 'watched idle offline',
        bobLost: 'watched unknown offline',
      },
    },
  ],
})

test('nobody is watched when nobody is configured', () => {
  const chart = start([])
  chart.feed(events.up)
  expect(chart.at()).toBe('unwatched')
})

test('BLF: each colleague is watched while we are registered, and nobody after', () => {
  const chart = start()
  chart.feed(events.up)
  expect(chart.open.size).toBe(1)
  chart.feed(events.down)
  expect(chart.open.size).toBe(0)
})

test('presence: every change is told once', () => {
  const chart = start()
  for (const event of [events.up, events.bobRings, events.bobRings, events.bobTalks, events.down]) chart.feed(event)
  expect(chart.emitted).toEqual([
    { type: 'presence.changed', number: '1002', status: 'ringing' },
    { type: 'presence.changed', number: '1002', status: 'busy' },
    { type: 'presence.changed', number: '1002', status: 'unknown' },
  ])
})

describe('BLF: of several dialogs of a colleague', () => {
  test.each([
    ['ringing beats a call that goes on', [dialog('confirmed'), dialog('early')], 'ringing'],
    ['a colleague who calls somebody is busy', [dialog('early', 'outgoing')], 'busy'],
    ['one who has only begun to call is busy', [dialog('trying', 'outgoing')], 'busy'],
    ['one of whom the server does not say who called rings', [dialog('early', 'unknown')], 'ringing'],
    ['nobody at the phone is idle', [], 'idle'],
  ])('%s', (_, all, status) => {
    const chart = start()
    chart.feed(events.up)
    chart.feed(dialogs('1002', ...all))
    expect(at(chart)).toBe(`watched ${status} unknown`)
  })
})

test('a subscription whose chart breaks takes neither the others nor the phone with it', () => {
  const chart = start()
  chart.feed(events.up)
  chart.feed({ type: `xstate.error.actor.${uri('1002')}`, actorId: uri('1002') })
  expect([at(chart), chart.reported]).toEqual(['watched unknown unknown', []])
})

test('BLF: who calls a colleague is known when the server says so', () => {
  const chart = start()
  chart.feed(events.up)
  chart.feed(events.bobRings)
  expect(chart.context).toMatchObject({ colleagues: [{ remote: caller }, { remote: null }] })
})
