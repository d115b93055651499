import { expect, test } from 'vitest'
import { autoAnswerMachine } from '../../src/machines/auto-answer.machine'
import { type Fed, startChart } from '../support/chart-harness'
import { testReactions } from '../support/reactions'

const offer = (callId: string, changes: object = {}): Fed => ({
  type: 'answering.offered',
  callId,
  at: 10_000,
  answerAfterMs: 0,
  policy: 'asked',
  obstacle: null,
  ...changes,
})

const events = {
  asked: offer('a', { answerAfterMs: 3_000 }),
  askedB: offer('b'),
  unasked: offer('a', { answerAfterMs: null }),
  always: offer('a', { answerAfterMs: null, policy: 'always' }),
  never: offer('a', { policy: 'never' }),
  unregistered: offer('a', { obstacle: 'not-registered' }),
  ungranted: offer('a', { obstacle: 'microphone-not-granted' }),
  denied: { type: 'answering.denied', callId: 'a', why: 'microphone-not-granted' },
  ringing: { type: 'report.ringing', callId: 'a' },
  quiet: { type: 'report.quiet', callId: 'a' },
  quietB: { type: 'report.quiet', callId: 'b' },
  live: { type: 'report.live', callId: 'a' },
  liveC: { type: 'report.live', callId: 'c' },
  heldC: { type: 'report.held', callId: 'c' },
  closing: { type: 'report.closing', callId: 'a' },
  ended: { type: 'report.ended', callId: 'a', record: null },
  endedC: { type: 'report.ended', callId: 'c', record: null },
} as const satisfies Record<string, Fed>

type Step = keyof typeof events | 'silence'
const start = () => startChart(autoAnswerMachine, { ports: ['playSound'], input: { ringMs: 2_000 } })
const go = (...way: readonly Step[]) => {
  const chart = start()
  for (const step of way) chart.feed(step === 'silence' ? step : events[step])
  return chart
}
interface Context {
  readonly pending: { callId: string; at: number } | null
  readonly refused: Record<string, string>
  readonly live: readonly string[]
}
/** The state, the call that is about to be answered and when, the calls that are heard, and who was refused why. */
const at = (chart: ReturnType<typeof start>) => {
  const { pending, refused, live } = chart.context as Context
  const why = Object.entries(refused).map(([id, reason]) => `${id}:${reason}`)
  return [chart.at(), pending && `${pending.callId}@${pending.at}`, live.join(''), why.join()].filter(Boolean).join(' ')
}

testReactions('the automatic answer', {
  start,
  events,
  at,
  rows: [
    {
      way: [],
      at: 'idle',
      reactions: {
        asked: 'ringing a@13000',
        askedB: 'ringing b@10500',
        always: 'ringing a@12000',
        never: 'idle a:off',
        unregistered: 'idle a:not-registered',
        ungranted: 'idle a:microphone-not-granted',
        denied: 'idle a:microphone-not-granted',
        live: 'idle a',
        liveC: 'idle c',
      },
    },
    {
      way: ['asked'],
      at: 'ringing a@13000',
      reactions: {
        asked: 'ringing a@13000 a:other-call',
        askedB: 'ringing a@13000 b:other-call',
        always: 'ringing a@13000 a:other-call',
        never: 'ringing a@13000 a:off',
        unregistered: 'ringing a@13000 a:other-call',
        ungranted: 'ringing a@13000 a:other-call',
        denied: 'ringing a@13000 a:microphone-not-granted',
        quiet: 'idle',
        live: 'idle a',
        liveC: 'idle c a:other-call',
        silence: 'announcing a@13000',
      },
    },
    {
      way: ['asked', 'silence'],
      at: 'announcing a@13000',
      reactions: {
        asked: 'announcing a@13000 a:other-call',
        askedB: 'announcing a@13000 b:other-call',
        always: 'announcing a@13000 a:other-call',
        never: 'announcing a@13000 a:off',
        unregistered: 'announcing a@13000 a:other-call',
        ungranted: 'announcing a@13000 a:other-call',
        denied: 'announcing a@13000 a:microphone-not-granted',
        quiet: 'idle',
        live: 'idle a',
        liveC: 'idle c a:other-call',
        silence: 'idle',
      },
    },
    {
      way: ['liveC'],
      at: 'idle c',
      reactions: {
        asked: 'idle c a:other-call',
        askedB: 'idle c b:other-call',
        always: 'idle c a:other-call',
        never: 'idle c a:off',
        unregistered: 'idle c a:not-registered',
        ungranted: 'idle c a:microphone-not-granted',
        denied: 'idle c a:microphone-not-granted',
        live: 'idle ca',
        heldC: 'idle',
        endedC: 'idle',
      },
    },
    {
      way: ['never'],
      at: 'idle a:off',
      reactions: {
        asked: 'ringing a@13000 a:off',
        askedB: 'ringing b@10500 a:off',
        always: 'ringing a@12000 a:off',
        unregistered: 'idle a:not-registered',
        ungranted: 'idle a:microphone-not-granted',
        denied: 'idle a:microphone-not-granted',
        live: 'idle a',
        liveC: 'idle c a:off',
        closing: 'idle',
        ended: 'idle',
      },
    },
  ],
})

test('a call that is due is told once, with the time at which it was to be answered', () => {
  const chart = go('asked', 'silence', 'silence')
  expect(chart.reported).toEqual([{ type: 'answering.due', callId: 'a', at: 13_000 }])
  expect(chart.clock.nextMs).toBeUndefined()
})

test('a call that was declined before it was due is not answered', () => {
  const chart = go('asked', 'quiet')
  expect(chart.clock.nextMs).toBeUndefined()
  expect(chart.reported).toEqual([])
})

test('while a call is on hold, the next one may be answered', () => {
  expect(at(go('liveC', 'heldC', 'asked'))).toBe('ringing a@13000')
})
