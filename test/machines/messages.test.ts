import { describe, expect, test } from 'vitest'
import { messageMachine } from '../../src/machines/message.machine'
import { messagesMachine } from '../../src/machines/messages.machine'
import { startChart } from '../support/chart-harness'
import { testReactions } from '../support/reactions'

const bob = { number: '1002', name: 'Bob', uri: 'sip:1002@pbx.example' }

const events = {
  up: { type: 'line.up', uri: 'sip:1001@pbx.example' },
  down: { type: 'line.down' },
  send: { type: 'messages.send', commandId: 'm1', at: 5, remote: bob, text: 'Hello' },
  arrived: { type: 'message.arrived', messageId: 'in', remote: bob, text: 'Hi', at: 6 },
  confirmed: { type: 'delivery.confirmed', messageId: 'm1', at: 7 },
  failed: { type: 'delivery.failed', messageId: 'm1', failure: { code: 'not-found' } },
  crash: { type: 'xstate.error.actor.m1', actorId: 'm1' },
}

const start = () => startChart(messagesMachine, { ports: ['watchMessages', 'message'] })

/** The state, and what became of each message. */
const at = (chart: ReturnType<typeof start>) => {
  const { messages } = chart.context as { messages: { delivery: string }[] }
  return [chart.at(), ...messages.map(({ delivery }) => delivery)].join(' ')
}

testReactions('messages', {
  start,
  events,
  at,
  rows: [
    {
      way: [],
      at: 'unreachable',
      // What nobody has sent is settled for whoever might wait, and nothing else comes of it.
      reactions: {
        up: 'reachable',
        arrived: 'unreachable received',
        confirmed: 'unreachable',
        failed: 'unreachable',
        crash: 'unreachable',
      },
    },
    {
      way: ['up', 'send'],
      at: 'reachable sending',
      reactions: {
        down: 'unreachable sending',
        send: 'reachable sending sending',
        arrived: 'reachable sending received',
        confirmed: 'reachable sent',
        failed: 'reachable failed',
        crash: 'reachable failed',
      },
    },
  ],
})

describe('messages', () => {
  const after = (...fed: { type: string }[]) => {
    const chart = start()
    for (const event of fed) chart.feed(event)
    return chart
  }

  test('one of ours is told as sent when the server has taken it', () => {
    expect(after(events.up, events.send, events.confirmed).emitted).toMatchObject([
      { type: 'command.settled', commandId: 'm1', outcome: { ok: true } },
      { type: 'message.sent', message: { text: 'Hello', remote: bob, delivery: 'sent' } },
    ])
  })

  test('one that is refused stays in the list, with the reason', () => {
    const chart = after(events.up, events.send, events.failed)
    expect(chart.emitted[0]).toMatchObject({ outcome: { ok: false, failure: { code: 'not-found' } } })
    expect(chart.context).toMatchObject({ messages: [{ delivery: 'failed', failure: { code: 'not-found' } }] })
  })

  test('a flood pushes out the oldest, and fills no memory', () => {
    const chart = start()
    for (let count = 0; count < 250; count += 1) chart.feed({ ...events.arrived, messageId: `in-${count}` })
    const { messages } = chart.context as { messages: { messageId: string }[] }
    expect([messages.length, messages[0]?.messageId]).toEqual([200, 'in-50'])
  })
})

testReactions('a message', {
  start: () =>
    startChart(messageMachine, {
      input: { messageId: 'm1', target: bob.uri, text: 'Hello' },
      ports: ['deliverMessage'],
    }),
  events: {
    accepted: { type: 'message.accepted', at: 5 },
    refused: { type: 'message.refused', failure: { code: 'not-found' } },
  },
  at: (chart) => [chart.at(), ...chart.reported.map(({ type }) => type)].join(' '),
  rows: [
    {
      way: [],
      at: 'sending',
      reactions: {
        accepted: 'sent delivery.confirmed xstate.done.actor.chart',
        refused: 'failed delivery.failed xstate.done.actor.chart',
        silence: 'failed delivery.failed xstate.done.actor.chart',
      },
    },
  ],
})

test('a message whose port breaks counts as not delivered', () => {
  const chart = startChart(messageMachine, {
    input: { messageId: 'm1', target: bob.uri, text: 'Hello' },
    ports: ['deliverMessage'],
    broken: { deliverMessage: 'open' },
  })
  expect([chart.at(), chart.reported[0]]).toMatchObject(['failed', { type: 'delivery.failed' }])
})
