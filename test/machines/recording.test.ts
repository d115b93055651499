import { describe, expect, test } from 'vitest'
import { recordingMachine } from '../../src/machines/recording.machine'
import { type Fed, startChart } from '../support/chart-harness'
import { testReactions } from '../support/reactions'

const intent = (type: string, commandId: string): Fed => ({ type, callId: 'a', commandId, at: 9 })
const sent = (commandId: string): Fed => ({ type: 'tones.settled', commandId, outcome: { ok: true } })
const failure = { code: 'forbidden', sipStatus: 403 } as const

const events = {
  start: intent('call.startRecording', 'start'),
  stop: intent('call.stopRecording', 'stop'),
  confirmed: { type: 'recording.confirmed' },
  refused: { type: 'recording.refused', failure },
  toldOn: { type: 'recording.told', recording: 'on' },
  toldOff: { type: 'recording.told', recording: 'off' },
  startSent: sent('start/code'),
  stopSent: sent('stop/code'),
  otherSent: sent('dtmf'),
  startNotSent: { type: 'tones.settled', commandId: 'start/code', outcome: { ok: false, failure } },
  stopNotSent: { type: 'tones.settled', commandId: 'stop/code', outcome: { ok: false, failure } },
} as const satisfies Record<string, Fed>

type Step = keyof typeof events | 'silence'

const methods = { info: { by: 'info' }, code: { by: 'code', start: '*1', stop: '*2' }, none: null } as const

const start = (method: keyof typeof methods, broken: Readonly<Record<string, string>> = {}) =>
  startChart(recordingMachine, {
    input: { callId: 'a', method: methods[method] },
    ports: ['requestRecording'],
    broken,
  })
const go = (method: keyof typeof methods, ...way: readonly Step[]) => {
  const chart = start(method)
  for (const step of way) chart.feed(step === 'silence' ? step : events[step])
  return chart
}

testReactions('recording by INFO', {
  start: () => start('info'),
  events,
  at: (chart) => chart.at(),
  rows: [
    { way: [], at: 'off', reactions: { start: 'starting', toldOn: 'on' } },
    {
      way: ['start'],
      at: 'starting',
      reactions: { confirmed: 'on', refused: 'off', toldOn: 'on', silence: 'off' },
    },
    { way: ['start', 'confirmed'], at: 'on', reactions: { stop: 'stopping', toldOff: 'off' } },
    {
      way: ['start', 'confirmed', 'stop'],
      at: 'stopping',
      reactions: { confirmed: 'off', refused: 'on', toldOff: 'off', silence: 'on' },
    },
    { way: ['toldOn'], at: 'on', reactions: { stop: 'stopping', toldOff: 'off' } },
  ],
})

testReactions('recording by feature code', {
  start: () => start('code'),
  events,
  at: (chart) => chart.at(),
  rows: [
    { way: [], at: 'off', reactions: { start: 'startingByCode', toldOn: 'on' } },
    {
      way: ['start'],
      at: 'startingByCode',
      reactions: { startSent: 'presumedOn', startNotSent: 'off', toldOn: 'on', silence: 'off' },
    },
    {
      way: ['start', 'startSent'],
      at: 'presumedOn',
      reactions: { stop: 'stoppingByCode', toldOn: 'on', toldOff: 'off' },
    },
    {
      way: ['start', 'startSent', 'stop'],
      at: 'stoppingByCode',
      reactions: { stopSent: 'presumedOff', stopNotSent: 'presumedOn', toldOff: 'off', silence: 'presumedOn' },
    },
    {
      way: ['start', 'startSent', 'stop', 'stopSent'],
      at: 'presumedOff',
      reactions: { start: 'startingByCode', toldOn: 'on', toldOff: 'off' },
    },
  ],
})

testReactions('recording that nobody has configured', {
  start: () => start('none'),
  events,
  at: (chart) => chart.at(),
  rows: [
    { way: [], at: 'off', reactions: { toldOn: 'on' } },
    { way: ['toldOn'], at: 'on', reactions: { toldOff: 'off' } },
  ],
})

describe('recording', () => {
  test('by INFO is on when the server has said so, and not before', () => {
    const chart = go('info', 'start')
    expect(chart.emitted).toEqual([])
    chart.feed(events.confirmed)
    expect(chart.emitted).toEqual([{ type: 'call.recordingStarted', callId: 'a', confirmation: 'confirmed' }])
    expect(chart.reported).toEqual([{ type: 'recording.settled', outcome: { ok: true } }])
  })

  test('by feature code asks for the digits, and is presumed when they are out', () => {
    const chart = go('code', 'start')
    expect(chart.reported).toEqual([{ type: 'recording.codeWanted', tones: '*1', commandId: 'start/code', at: 9 }])
    chart.feed(events.startSent)
    expect(chart.emitted).toEqual([{ type: 'call.recordingStarted', callId: 'a', confirmation: 'presumed' }])
    chart.feed(events.stop)
    expect(chart.reported.at(-1)).toMatchObject({ type: 'recording.codeWanted', tones: '*2' })
  })

  test('that the server tells of after a code is confirmed', () => {
    const chart = go('code', 'start', 'startSent', 'toldOn')
    expect(chart.at()).toBe('on')
    expect(chart.emitted.at(-1)).toMatchObject({ type: 'call.recordingStarted', confirmation: 'confirmed' })
  })

  test.each([
    ['info', 'refused', failure],
    ['info', 'silence', { code: 'timed-out' }],
    ['code', 'startNotSent', failure],
  ] as const)('that is refused (by %s: %s) tells why, and is off', (method, step, why) => {
    const chart = go(method, 'start', step)
    expect(chart.at()).toBe('off')
    expect(chart.emitted).toEqual([])
    expect(chart.reported.at(-1)).toEqual({ type: 'recording.settled', outcome: { ok: false, failure: why } })
  })

  test('whose port breaks is refused', () => {
    const chart = start('info', { requestRecording: 'open' })
    chart.feed(events.start)
    expect(chart.at()).toBe('off')
    expect(chart.reported).toEqual([
      { type: 'recording.settled', outcome: { ok: false, failure: { code: 'refused' } } },
    ])
  })
})
