import { describe, expect, test } from 'vitest'
import { supervisionMachine } from '../../src/machines/supervision.machine'
import { type Fed, startChart } from '../support/chart-harness'
import { testReactions } from '../support/reactions'

const to = (mode: string): Fed => ({ type: 'call.setSupervision', callId: 'a', commandId: mode, at: 9, mode })
const failure = { code: 'media-failed' } as const
const sent = (mode: string): Fed => ({ type: 'tones.settled', commandId: `${mode}/code`, outcome: { ok: true } })

const events = {
  listen: to('listen'),
  whisper: to('whisper'),
  barge: to('barge'),
  bargeSent: sent('barge'),
  whisperSent: sent('whisper'),
  bargeNotSent: { type: 'tones.settled', commandId: 'barge/code', outcome: { ok: false, failure } },
  otherSent: { type: 'tones.settled', commandId: 'dtmf', outcome: { ok: true } },
} as const satisfies Record<string, Fed>

const digits = { listen: '4', whisper: '5', barge: '6' }
const start = (mode: string, by: typeof digits | null = digits) =>
  startChart(supervisionMachine, {
    input: { callId: 'a', number: '1002', mode, digits: by },
    ports: ['steerSupervision'],
  })

/** A service has let us in. */
const startServed = (broken: Readonly<Record<string, string>> = {}) =>
  startChart(supervisionMachine, {
    input: { callId: 'a', number: '1002', mode: 'listen', digits: null, by: 'service' },
    ports: ['steerSupervision'],
    broken,
  })

testReactions('supervision', {
  start: () => start('listen'),
  events,
  at: (chart) => chart.at(),
  rows: [
    { way: [], at: 'listening', reactions: { whisper: 'switching', barge: 'switching' } },
    {
      way: ['barge'],
      at: 'switching',
      reactions: { bargeSent: 'barging', bargeNotSent: 'listening', silence: 'listening' },
    },
    { way: ['barge', 'bargeSent'], at: 'barging', reactions: { listen: 'switching', whisper: 'switching' } },
    { way: ['whisper', 'whisperSent'], at: 'whispering', reactions: { listen: 'switching', barge: 'switching' } },
  ],
})

testReactions('supervision at a server that takes no digits for it', {
  start: () => start('whisper', null),
  events,
  at: (chart) => chart.at(),
  rows: [{ way: [], at: 'whispering', reactions: {} }],
})

testReactions('supervision by REST', {
  start: startServed,
  events: {
    listen: events.listen,
    whisper: events.whisper,
    barge: events.barge,
    bargeSent: events.bargeSent,
    changed: { type: 'supervision.changed', mode: 'barge' },
    changedBefore: { type: 'supervision.changed', mode: 'whisper' },
    unchanged: { type: 'supervision.unchanged', failure: { code: 'not-found', text: 'HTTP 404' } },
  },
  at: (chart) => chart.at(),
  rows: [
    { way: [], at: 'listening', reactions: { whisper: 'switching', barge: 'switching' } },
    {
      way: ['barge'],
      at: 'switching',
      reactions: { changed: 'barging', unchanged: 'listening', bargeSent: 'barging', silence: 'listening' },
    },
    { way: ['barge', 'changed'], at: 'barging', reactions: { listen: 'switching', whisper: 'switching' } },
  ],
})

describe('supervision by REST', () => {
  test('asks the service for another mode, and sends no digits', () => {
    const chart = startServed()
    chart.feed(events.barge)
    expect(chart.asked).toEqual([{ port: 'steerSupervision', command: { type: 'supervision.set', mode: 'barge' } }])
    expect(chart.reported).toEqual([])
    chart.feed({ type: 'supervision.changed', mode: 'barge' })
    expect(chart.reported).toEqual([{ type: 'supervision.settled', outcome: { ok: true } }])
  })

  test('that breaks leaves the mode as it was', () => {
    const chart = startServed({ steerSupervision: 'supervision.set' })
    chart.feed(events.barge)
    expect(chart.at()).toBe('listening')
    expect(chart.reported.at(-1)).toMatchObject({ type: 'supervision.settled', outcome: { ok: false } })
  })
})

describe('supervision', () => {
  test.each([
    ['listen', 'listening'],
    ['whisper', 'whispering'],
    ['barge', 'barging'],
  ])('%s: begins as it was asked for', (mode, at) => {
    expect(start(mode).at()).toBe(at)
  })

  test('sends the digit of the other mode, and is that when the digit is out', () => {
    const chart = start('listen')
    chart.feed(events.barge)
    expect(chart.reported).toEqual([{ type: 'supervision.codeWanted', tones: '6', commandId: 'barge/code', at: 9 }])
    chart.feed(events.bargeSent)
    expect(chart.reported.at(-1)).toEqual({ type: 'supervision.settled', outcome: { ok: true } })
    expect(chart.context).toMatchObject({ mode: 'barge' })
  })

  test('whose digit could not be sent is what it was, and the command tells why', () => {
    const chart = start('listen')
    chart.feed(events.barge)
    chart.feed(events.bargeNotSent)
    expect(chart.reported.at(-1)).toEqual({ type: 'supervision.settled', outcome: { ok: false, failure } })
    expect(chart.context).toMatchObject({ mode: 'listen' })
  })
})
