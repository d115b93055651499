import { expect, test } from 'vitest'
import { voicemailMachine } from '../../src/machines/voicemail.machine'
import { startChart } from '../support/chart-harness'
import { testReactions } from '../support/reactions'

const uri = 'sip:1001@pbx.example'
const summary = (newMessages: number, oldMessages: number) => ({
  type: 'watch.changed',
  uri,
  state: { package: 'message-summary', newMessages, oldMessages, urgentMessages: 0 },
  at: 1,
})

const events = {
  up: { type: 'line.up', uri },
  down: { type: 'line.down' },
  two: summary(2, 1),
  three: summary(3, 1),
  none: summary(0, 4),
  toldTwo: { ...summary(2, 1), type: 'mailbox.notified' },
  toldNone: { ...summary(0, 4), type: 'mailbox.notified' },
  lost: { type: 'watch.lost', uri, failure: { code: 'server-error' } },
}

const start = (source = 'subscription') =>
  startChart(voicemailMachine, { input: { source, uri: null }, ports: ['subscription', 'watchMailbox'] })

const at = (chart: ReturnType<typeof start>) => {
  const { newMessages, oldMessages } = chart.context as { newMessages: number; oldMessages: number }
  return `${chart.at()} ${newMessages}/${oldMessages}`
}

testReactions('voicemail', {
  start,
  events,
  at,
  rows: [
    {
      way: [],
      at: 'unwatched 0/0',
      reactions: {
        up: 'watched.unknown 0/0',
        toldTwo: 'told.waiting 2/1',
        toldNone: 'told.empty 0/4',
      },
    },
    {
      way: ['up'],
      at: 'watched.unknown 0/0',
      reactions: {
        down: 'unwatched 0/0',
        toldTwo: 'watched.waiting 2/1',
        toldNone: 'watched.empty 0/4',
        two: 'watched.waiting 2/1',
        three: 'watched.waiting 3/1',
        none: 'watched.empty 0/4',
        lost: 'watched.unknown 0/0',
      },
    },
    {
      way: ['up', 'two'],
      at: 'watched.waiting 2/1',
      reactions: {
        down: 'unwatched 0/0',
        toldTwo: 'watched.waiting 2/1',
        toldNone: 'watched.empty 0/4',
        two: 'watched.waiting 2/1',
        three: 'watched.waiting 3/1',
        none: 'watched.empty 0/4',
        lost: 'watched.unknown 2/1',
      },
    },
    {
      way: ['up', 'two', 'none'],
      at: 'watched.empty 0/4',
      reactions: {
        down: 'unwatched 0/0',
        toldTwo: 'watched.waiting 2/1',
        toldNone: 'watched.empty 0/4',
        two: 'watched.waiting 2/1',
        three: 'watched.waiting 3/1',
        none: 'watched.empty 0/4',
        lost: 'watched.unknown 0/4',
      },
    },
  ],
})

testReactions('voicemail that nobody has subscribed to', {
  start: () => start('none'),
  events,
  at,
  rows: [
    {
      way: [],
      at: 'unwatched 0/0',
      reactions: { toldTwo: 'told.waiting 2/1', toldNone: 'told.empty 0/4' },
    },
    // Asterisk tells while it registers us.
    {
      way: ['toldTwo', 'up'],
      at: 'told.waiting 2/1',
      reactions: { down: 'unwatched 0/0', toldTwo: 'told.waiting 2/1', toldNone: 'told.empty 0/4' },
    },
    {
      way: ['up', 'toldNone'],
      at: 'told.empty 0/4',
      reactions: { down: 'unwatched 0/0', toldTwo: 'told.waiting 2/1', toldNone: 'told.empty 0/4' },
    },
  ],
})

test('voicemail: a count that changes is told once', () => {
  const chart = start()
  for (const event of [events.up, events.two, events.two, events.none]) chart.feed(event)
  expect(chart.emitted).toEqual([
    { type: 'voicemail.changed', newMessages: 2, oldMessages: 1 },
    { type: 'voicemail.changed', newMessages: 0, oldMessages: 4 },
  ])
})

test('no mailbox is watched unless one is configured', () => {
  const chart = start('none')
  chart.feed(events.up)
  expect([chart.at(), [...chart.open]]).toEqual(['unwatched', ['watchMailbox']])
})
