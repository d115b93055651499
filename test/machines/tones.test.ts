import { expect, test } from 'vitest'
import { tonesMachine } from '../../src/machines/tones.machine'
import { startChart } from '../support/chart-harness'
import { testReactions } from '../support/reactions'

const intent = (tones: string, commandId: string) => ({
  type: 'call.sendDtmf',
  callId: 'a',
  commandId,
  at: 1,
  tones,
  durationMs: 100,
  gapMs: 70,
})

const events = {
  send: intent('12', 's'),
  pause: intent(',', 'p'),
  sent: { type: 'tone.sent', tone: '1' },
  refused: { type: 'tone.refused', tone: '1', failure: { code: 'media-failed' } },
  abandon: { type: 'tones.abandon' },
}

const start = () => startChart(tonesMachine, { input: { callId: 'a' }, ports: ['sendTones', 'playSound'] })

testReactions('tones', {
  start,
  events,
  at: (chart) => `${chart.at()} ${(chart.context as { queue: { tone: string }[] }).queue.map((t) => t.tone).join('')}`,
  rows: [
    { way: [], at: 'idle ', reactions: { send: 'sending 12', pause: 'pausing ,', abandon: 'idle ' } },
    {
      way: ['send'],
      at: 'sending 12',
      reactions: {
        send: 'sending 1212',
        pause: 'sending 12,',
        sent: 'sending 2',
        refused: 'idle ',
        abandon: 'idle ',
        silence: 'idle ',
      },
    },
    {
      way: ['send', 'sent'],
      at: 'sending 2',
      reactions: {
        send: 'sending 212',
        pause: 'sending 2,',
        sent: 'idle ',
        refused: 'idle ',
        abandon: 'idle ',
        silence: 'idle ',
      },
    },
    {
      way: ['pause'],
      at: 'pausing ,',
      reactions: { send: 'pausing ,12', pause: 'pausing ,,', abandon: 'idle ', silence: 'idle ' },
    },
    {
      way: ['pause', 'send'],
      at: 'pausing ,12',
      reactions: { send: 'pausing ,1212', pause: 'pausing ,12,', abandon: 'idle ', silence: 'sending 12' },
    },
  ],
})

test('a command is settled when its last tone is out, not before', () => {
  const chart = start()
  chart.feed(events.send)
  chart.feed(events.sent)
  expect(chart.emitted).toEqual([{ type: 'call.dtmfSent', callId: 'a', tone: '1' }])
  chart.feed({ type: 'tone.sent', tone: '2' })
  expect(chart.emitted.at(-1)).toEqual({ type: 'command.settled', commandId: 's', outcome: { ok: true } })
})

test('a tone that is refused takes the rest of its command with it, and not the next command', () => {
  const chart = start()
  chart.feed(intent('123', 'first'))
  chart.feed(intent('9', 'second'))
  chart.feed(events.refused)
  expect(chart.emitted).toEqual([
    { type: 'command.settled', commandId: 'first', outcome: { ok: false, failure: { code: 'media-failed' } } },
  ])
  expect(chart.asked.at(-1)?.command).toEqual({ type: 'tone.send', tone: '9', durationMs: 100, gapMs: 70 })
})

test('when the call ends, every command that has not been sent to its end is told so', () => {
  const chart = start()
  chart.feed(intent('1', 'first'))
  chart.feed(intent(',9', 'second'))
  chart.feed(events.abandon)
  expect(chart.emitted).toEqual([
    { type: 'command.settled', commandId: 'first', outcome: { ok: false, failure: { code: 'ended' } } },
    { type: 'command.settled', commandId: 'second', outcome: { ok: false, failure: { code: 'ended' } } },
  ])
})

test('a port that breaks settles what waits, and refuses what comes', () => {
  const chart = startChart(tonesMachine, {
    input: { callId: 'a' },
    ports: ['sendTones', 'playSound'],
    broken: { sendTones: 'tone.send' },
  })
  chart.feed(intent('12', 'first'))
  chart.feed(intent('3', 'second'))
  const refusal = { ok: false, failure: { code: 'media-failed' } }
  expect(chart.at()).toBe('unavailable')
  expect(chart.emitted).toEqual([
    { type: 'command.settled', commandId: 'first', outcome: refusal },
    { type: 'command.settled', commandId: 'second', outcome: refusal },
  ])
})

test('local tones: a tone sounds from its sending until it is out, and the next one after it', () => {
  const chart = start()
  expect([...chart.open]).not.toContain('playSound')
  chart.feed(intent('1', 'first'))
  expect([...chart.open]).toContain('playSound')
  chart.feed(events.sent)
  expect([...chart.open]).not.toContain('playSound')
  chart.feed(intent(',', 'pause'))
  expect([...chart.open]).not.toContain('playSound')
})

test('local tones: one that cannot be heard here is sent all the same', () => {
  const chart = startChart(tonesMachine, {
    input: { callId: 'a' },
    ports: ['sendTones', 'playSound'],
    broken: { playSound: 'open' },
  })
  chart.feed(intent('1', 'first'))
  chart.feed(events.sent)
  expect(chart.at()).toBe('idle')
  expect(chart.emitted.at(-1)).toEqual({ type: 'command.settled', commandId: 'first', outcome: { ok: true } })
})
