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
}

const start = () => startChart(tonesMachine, { input: { callId: 'a' }, ports: ['sendTones'] })

testReactions('tones', {
  start,
  events,
  at: (chart) => `${chart.at()} ${(chart.context as { queue: { tone: string }[] }).queue.map((t) => t.tone).join('')}`,
  rows: [
    { way: [], at: 'idle ', reactions: { send: 'sending 12', pause: 'pausing ,' } },
    {
      way: ['send'],
      at: 'sending 12',
      reactions: { send: 'sending 1212', pause: 'sending 12,', sent: 'sending 2', refused: 'idle ', silence: 'idle ' },
    },
    {
      way: ['send', 'sent'],
      at: 'sending 2',
      reactions: { send: 'sending 212', pause: 'sending 2,', sent: 'idle ', refused: 'idle ', silence: 'idle ' },
    },
    { way: ['pause'], at: 'pausing ,', reactions: { send: 'pausing ,12', pause: 'pausing ,,', silence: 'idle ' } },
    {
      way: ['pause', 'send'],
      at: 'pausing ,12',
      reactions: { send: 'pausing ,1212', pause: 'pausing ,12,', silence: 'sending 12' },
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
