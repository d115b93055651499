import { describe, expect, test } from 'vitest'
import { focusMachine } from '../../src/machines/focus.machine'
import { settledIn } from '../support/call-harness'
import { type Fed, startChart } from '../support/chart-harness'
import { testReactions } from '../support/reactions'

const remote = { number: '600', name: null, uri: 'sip:600@pbx.example' }
const intent = (type: string, callId: string, data: object = {}): Fed => ({
  type: 'focus.wanted',
  intent: { type, callId, commandId: `${type}(${callId})`, at: 1, ...data },
})

const events = {
  beganA: { type: 'focus.callBegan', callId: 'A' },
  beganB: { type: 'focus.callBegan', callId: 'B' },
  answerB: intent('call.answer', 'B'),
  resumeA: intent('call.resume', 'A'),
  dialC: intent('call.dial', 'C', { target: remote.uri, remote }),
  liveA: { type: 'report.live', callId: 'A' },
  heldA: { type: 'report.held', callId: 'A' },
  failedA: { type: 'report.holdFailed', callId: 'A' },
  failedB: { type: 'report.holdFailed', callId: 'B' },
  ringingA: { type: 'report.ringing', callId: 'A' },
  closingA: { type: 'report.closing', callId: 'A' },
  endedA: { type: 'report.ended', callId: 'A', record: null },
  liveB: { type: 'report.live', callId: 'B' },
  heldB: { type: 'report.held', callId: 'B' },
  closingB: { type: 'report.closing', callId: 'B' },
  endedB: { type: 'report.ended', callId: 'B', record: null },
  abandon: { type: 'focus.abandon' },
}

const start = () => startChart(focusMachine, { ports: [] })

type Step = keyof typeof events | 'silence'
type Chart = ReturnType<typeof start>
const go = (...way: readonly Step[]): Chart => {
  const chart = start()
  for (const step of way) chart.feed(step === 'silence' ? step : events[step])
  return chart
}

interface Context {
  readonly calls: string[]
  readonly live: string[]
  readonly focusedId: string | null
  readonly wish: { type: string; callId: string } | null
}
/** The state, the live calls of all, the focused one, and the wish. */
const at = (chart: Chart) => {
  const { calls, live, focusedId, wish } = chart.context as Context
  return `${chart.at()} ${live.join('')}/${calls.join('')} @${focusedId} ${wish?.callId ?? ''}`.trim()
}

testReactions('the focus', {
  start: () => go('beganA', 'beganB'),
  events,
  at,
  rows: [
    {
      way: [],
      at: 'settled /AB @A',
      reactions: {
        beganA: 'settled /ABA @A',
        beganB: 'settled /ABB @A',
        answerB: 'settled /AB @B',
        resumeA: 'settled /AB @A',
        dialC: 'settled /AB @C',
        liveA: 'settled A/AB @A',
        liveB: 'settled B/AB @A',
        endedA: 'settled /B @B',
        endedB: 'settled /A @A',
      },
    },
    {
      way: ['liveA'],
      at: 'settled A/AB @A',
      reactions: {
        beganA: 'settled A/ABA @A',
        beganB: 'settled A/ABB @A',
        answerB: 'holdingOthers A/AB @A B',
        resumeA: 'settled A/AB @A',
        dialC: 'holdingOthers A/AB @A C',
        liveB: 'settled AB/AB @A',
        heldA: 'settled /AB @A',
        ringingA: 'settled /AB @A',
        closingA: 'settled /AB @A',
        endedA: 'settled /B @B',
        endedB: 'settled A/A @A',
      },
    },
    {
      way: ['liveA', 'answerB'],
      at: 'holdingOthers A/AB @A B',
      reactions: {
        beganA: 'holdingOthers A/ABA @A B',
        beganB: 'holdingOthers A/ABB @A B',
        answerB: 'holdingOthers A/AB @A B',
        resumeA: 'settled A/AB @A',
        dialC: 'holdingOthers A/AB @A C',
        liveB: 'holdingOthers AB/AB @A B',
        heldA: 'settled /AB @B',
        failedA: 'settled A/AB @A',
        ringingA: 'holdingOthers /AB @A B',
        closingA: 'settled /AB @B',
        endedA: 'settled /B @B',
        closingB: 'settled A/AB @A',
        endedB: 'settled A/A @A',
        abandon: 'settled A/AB @A',
        silence: 'settled A/AB @A',
      },
    },
    {
      way: ['liveA', 'liveB', 'dialC'],
      at: 'holdingOthers AB/AB @A C',
      reactions: {
        beganA: 'holdingOthers AB/ABA @A C',
        beganB: 'holdingOthers AB/ABB @A C',
        answerB: 'holdingOthers AB/AB @A B',
        resumeA: 'holdingOthers AB/AB @A A',
        dialC: 'holdingOthers AB/AB @A C',
        liveA: 'holdingOthers BA/AB @A C',
        heldA: 'holdingOthers B/AB @A C',
        heldB: 'holdingOthers A/AB @A C',
        failedA: 'settled AB/AB @A',
        ringingA: 'holdingOthers B/AB @A C',
        closingA: 'holdingOthers B/AB @A C',
        endedA: 'holdingOthers B/B @B C',
        failedB: 'settled AB/AB @A',
        closingB: 'holdingOthers A/AB @A C',
        endedB: 'holdingOthers A/A @A C',
        abandon: 'settled AB/AB @A',
        silence: 'settled AB/AB @A',
      },
    },
  ],
})

const said = (chart: Chart) =>
  chart.reported.map((report) => {
    const { type, callId, intent } = report as { type: string; callId?: string; intent?: { callId: string } }
    return `${type} ${callId ?? intent?.callId}`
  })

describe('at most one call is heard', () => {
  test('nobody else is: the wish is granted at once', () => {
    expect(said(go('beganA', 'resumeA'))).toEqual(['focus.granted A'])
    expect(said(go('dialC'))).toEqual(['focus.dialGranted C'])
  })

  test('somebody else is: they are held first, and the wish is granted when they are', () => {
    const chart = go('beganA', 'liveA', 'beganB', 'answerB')
    expect(said(chart)).toEqual(['focus.holdWanted A'])
    chart.feed(events.heldA)
    expect(said(chart)).toEqual(['focus.holdWanted A', 'focus.granted B'])
    expect(settledIn(chart)).toEqual([])
  })

  test('the last of several decides', () => {
    const chart = go('beganA', 'liveA', 'beganB', 'liveB', 'dialC', 'heldA')
    expect(said(chart)).toEqual(['focus.holdWanted A', 'focus.holdWanted B'])
    chart.feed(events.endedB)
    expect(said(chart).at(-1)).toBe('focus.dialGranted C')
  })

  test('a call that is being hung up need not be held: its microphone is closed', () => {
    expect(said(go('beganA', 'liveA', 'dialC', 'closingA')).at(-1)).toBe('focus.dialGranted C')
    expect(said(go('beganA', 'liveA', 'closingA', 'dialC'))).toEqual(['focus.dialGranted C'])
  })
})

describe('a wish that comes to nothing is settled', () => {
  const outcomes: { way: Step[]; settled: [string, string][] }[] = [
    { way: ['answerB', 'failedA'], settled: [['call.answer(B)', 'other-call-not-held']] },
    { way: ['answerB', 'silence'], settled: [['call.answer(B)', 'other-call-not-held']] },
    { way: ['answerB', 'endedB'], settled: [['call.answer(B)', 'ended']] },
    { way: ['answerB', 'closingB', 'endedB', 'heldA'], settled: [['call.answer(B)', 'ended']] },
    { way: ['dialC', 'abandon', 'endedA'], settled: [['call.dial(C)', 'cancelled']] },
    { way: ['answerB', 'dialC'], settled: [['call.answer(B)', 'superseded']] },
    { way: ['dialC', 'resumeA'], settled: [['call.dial(C)', 'superseded']] },
  ]
  test.each(outcomes)('after $way: $settled', ({ way, settled }) => {
    const chart = go('beganA', 'liveA', 'beganB', ...way)
    expect(settledIn(chart)).toEqual(settled)
    expect(said(chart)).not.toContain('focus.granted B')
    expect(said(chart)).not.toContain('focus.dialGranted C')
  })

  test('the newer of two wishes is the one that counts', () => {
    const chart = go('beganA', 'liveA', 'beganB', 'answerB', 'dialC', 'heldA')
    expect(said(chart)).toEqual(['focus.holdWanted A', 'focus.holdWanted A', 'focus.dialGranted C'])
  })

  test('who wishes the held call back while it is being held gets it at once', () => {
    expect(said(go('beganA', 'liveA', 'beganB', 'answerB', 'resumeA')).at(-1)).toBe('focus.granted A')
  })
})

describe('the person attends to', () => {
  test('the first call, and to no other that only rings', () => {
    expect(at(go('beganA', 'beganB'))).toContain('@A')
  })

  test('what was dialled, answered or resumed', () => {
    expect(at(go('beganA', 'liveA', 'beganB', 'answerB', 'heldA'))).toContain('@B')
  })

  test('what is left when it ends: a live call before one that waits', () => {
    expect(at(go('beganA', 'beganB', 'liveA', 'answerB', 'heldA', 'liveA', 'endedB'))).toContain('@A')
    expect(at(go('beganA', 'endedA'))).toContain('@null')
  })
})
