import { describe, expect, test } from 'vitest'
import { preflightMachine } from '../../src/machines/preflight.machine'
import { startChart } from '../support/chart-harness'
import { testReactions } from '../support/reactions'

const remote = { number: '600', name: null, uri: 'sip:600@pbx.example' }
const begin = { type: 'preflight.start', commandId: 's', at: 1, callId: 'a', target: remote.uri, remote }
const quality = { samples: 3, averageMos: 4.3, lowestMos: 4.2, lossRatio: 0, jitterMs: 1, roundTripMs: 20 }
const ended = (record: object | null, callId = 'a') => ({ type: 'report.ended', callId, record })

const events = {
  start: begin,
  cancel: { type: 'preflight.cancel', commandId: 'c', at: 2 },
  heard: { type: 'check.microphoneHeard', label: 'Headset', peak: 0.2 },
  silent: { type: 'check.microphoneHeard', label: 'Headset', peak: 0 },
  seen: { type: 'check.networkSeen', candidates: ['host'], gatheringMs: 20 },
  listened: { type: 'check.listened', at: 9_000 },
  refused: { type: 'check.failed', failure: { code: 'permission-denied' } },
  answered: { type: 'report.established', callId: 'a' },
  otherAnswered: { type: 'report.established', callId: 'b' },
  sounded: ended({ quality, failure: null }),
  busy: ended({ failure: { code: 'busy' } }),
  broke: ended(null),
  otherEnded: ended({ quality, failure: null }, 'b'),
  notDialled: { type: 'focus.dialRefused', callId: 'a' },
}

const start = () => startChart(preflightMachine, { ports: ['runCheck'] })

/** What a call's end comes to, wherever it is. */
const anEnd = { cancel: 'failed', sounded: 'passed', busy: 'failed', broke: 'failed', notDialled: 'failed' }

testReactions('pre-flight test', {
  start,
  events,
  at: (chart) => chart.at(),
  rows: [
    { way: [], at: 'idle', reactions: { start: 'running.microphone' } },
    {
      way: ['start'],
      at: 'running.microphone',
      reactions: { heard: 'running.network', silent: 'failed', refused: 'failed', cancel: 'failed', silence: 'failed' },
    },
    {
      way: ['start', 'heard'],
      at: 'running.network',
      reactions: { seen: 'running.call.calling', refused: 'failed', cancel: 'failed', silence: 'failed' },
    },
    {
      way: ['start', 'heard', 'seen'],
      at: 'running.call.calling',
      reactions: { answered: 'running.call.listening', silence: 'failed', ...anEnd },
    },
    {
      way: ['start', 'heard', 'seen', 'answered'],
      at: 'running.call.listening',
      reactions: { listened: 'running.call.hangingUp', silence: 'running.call.unheard', ...anEnd },
    },
    {
      way: ['start', 'heard', 'seen', 'answered', 'silence'],
      at: 'running.call.unheard',
      reactions: anEnd,
    },
    {
      way: ['start', 'heard', 'seen', 'answered', 'listened'],
      at: 'running.call.hangingUp',
      reactions: { silence: 'failed', ...anEnd },
    },
    {
      way: ['start', 'heard', 'seen', 'answered', 'listened', 'sounded'],
      at: 'passed',
      reactions: { start: 'running.microphone' },
    },
    { way: ['start', 'refused'], at: 'failed', reactions: { start: 'running.microphone' } },
  ],
})

describe('pre-flight test', () => {
  const through = (...steps: (keyof typeof events)[]) => {
    const chart = start()
    for (const step of steps) chart.feed(events[step])
    return chart
  }
  const settled = { type: 'command.settled', commandId: 's' }

  test('passes with what each part has seen, and its command succeeds', () => {
    const chart = through('start', 'heard', 'seen', 'answered', 'listened', 'sounded')
    expect(chart.context).toMatchObject({
      microphone: { label: 'Headset', peak: 0.2 },
      network: { candidates: ['host'], gatheringMs: 20 },
      quality,
      failure: null,
    })
    expect(chart.emitted).toEqual([{ ...settled, outcome: { ok: true } }, { type: 'preflight.finished' }])
  })

  test('calls the number, and hangs up at the time that the port tells', () => {
    const chart = through('start', 'heard', 'seen', 'answered', 'listened')
    expect(chart.reported).toEqual([
      {
        type: 'check.callWanted',
        intent: { type: 'call.dial', commandId: 's/call', at: 1, callId: 'a', target: remote.uri, remote },
      },
      { type: 'check.hangUpWanted', intent: { type: 'call.hangUp', commandId: 's/end', at: 9_000, callId: 'a' } },
    ])
  })

  test.each([
    ['a silent microphone', 'silent', 'no-sound'],
    ['a microphone that is not allowed', 'refused', 'permission-denied'],
  ] as const)('%s ends it before anybody is called', (_, step, code) => {
    const chart = through('start', step)
    expect(chart.reported).toEqual([])
    expect(chart.open.size).toBe(0)
    expect(chart.emitted[0]).toEqual({ ...settled, outcome: { ok: false, failure: { code } } })
  })

  test('a call that is refused, and one without any sound, fail with the reason', () => {
    expect(through('start', 'heard', 'seen', 'busy').context).toMatchObject({ failure: { code: 'busy' } })
    const soundless = through('start', 'heard', 'seen', 'answered')
    soundless.feed(ended({ failure: null }))
    expect(soundless.context).toMatchObject({ failure: { code: 'no-sound' }, quality: null })
  })

  test('cancelled in its call, it hangs up, and both commands are settled', () => {
    const chart = through('start', 'heard', 'seen', 'cancel')
    expect(chart.reported.at(-1)).toMatchObject({ type: 'check.hangUpWanted', intent: { callId: 'a', at: 2 } })
    expect(chart.emitted).toEqual([
      { type: 'command.settled', commandId: 'c', outcome: { ok: true } },
      { ...settled, outcome: { ok: false, failure: { code: 'cancelled' } } },
      { type: 'preflight.finished' },
    ])
  })

  test('a port that breaks fails the part that needs it', () => {
    const chart = startChart(preflightMachine, { ports: ['runCheck'], broken: { runCheck: 'open' } })
    chart.feed(begin)
    expect(chart.at()).toBe('failed')
    expect(chart.context).toMatchObject({ failure: { code: 'media-failed' } })
  })
})
