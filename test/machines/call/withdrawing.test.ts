import { describe, expect, test } from 'vitest'
import { callEvents, startCall } from '../../support/call-harness'
import type { Fed } from '../../support/chart-harness'
import { testReactions } from '../../support/reactions'

/** A consultation that is not needed any more: a semi-attended transfer gives it up, unless it is answered just now. */
const events = {
  ...callEvents,
  withdraw: { type: 'transfer.withdraw' },
  gone: { type: 'session.ended', by: 'local', failure: null, reason: null, at: 9_000 },
} as const satisfies Record<string, Fed>

const feed = (...way: readonly (keyof typeof events)[]) => {
  const call = startCall()
  for (const step of way) call.feed(events[step])
  return call
}

testReactions('a consultation that is withdrawn', {
  start: () => startCall().go('acquired', 'ringing'),
  events: {
    withdraw: events.withdraw,
    accepted: events.accepted,
    rejected: events.rejected,
    gone: events.gone,
    hangUp: events.hangUp,
    answer: events.answer,
    decline: events.decline,
    hold: events.hold,
    resume: events.resume,
  },
  at: (call) => (call.at().startsWith('open.underway') ? call.at('open', 'underway', 'way') : call.at()),
  rows: [
    {
      way: ['withdraw'],
      at: 'withdrawing',
      reactions: {
        accepted: 'established',
        rejected: 'ended',
        gone: 'ended',
        hangUp: 'closing.cancelling',
        silence: 'closing.cancelling',
      },
    },
  ],
})

describe('a consultation that is withdrawn', () => {
  test('while it rings there: CANCEL, and its record says that it was cancelled', () => {
    const call = feed('acquired', 'ringing', 'withdraw')
    expect(call.way()).toBe('way.withdrawing')
    expect(call.askedOf('watchSession').at(-1)).toBe('session.withdraw')
    call.feed(events.gone)
    expect(call.record).toMatchObject({ ending: 'cancelled', endedBy: 'local', endedAt: 9_000, failure: null })
  })

  test('and answered in this moment: it is a call like any other, and ends as one', () => {
    const call = feed('acquired', 'ringing', 'withdraw', 'accepted')
    expect(call.way()).toBe('way.established')
    expect(call.reports).toContain('report.established')
    call.feed(events.ended)
    expect(call.record).toMatchObject({ ending: 'completed', endedBy: 'remote', answeredAt: 5_000, durationMs: 60_000 })
  })

  test('answered in this moment and before it rang: whoever dialled it hears so', () => {
    expect(feed('acquired', 'withdraw', 'accepted').settled).toEqual([['dial', 'ok']])
  })

  test('refused by an old answer: over', () => {
    expect(feed('acquired', 'withdraw', 'rejected').record).toMatchObject({ ending: 'cancelled', endedBy: 'local' })
  })

  test('hung up by the person meanwhile: an answer is not wanted any more', () => {
    const call = feed('acquired', 'withdraw', 'hangUp')
    expect(call.at()).toBe('closing.cancelling')
    call.feed(events.accepted)
    expect(call.at()).toBe('closing.ending')
  })

  test('with silence: given up for good', () => {
    const call = feed('acquired', 'withdraw')
    call.feed('silence')
    expect(call.at()).toBe('closing.cancelling')
  })

  test('before anything was sent: over at once', () => {
    const call = feed('withdraw')
    expect(call.at()).toBe('ended')
    expect(call.askedOf('watchSession')).toEqual([])
    expect(call.record).toMatchObject({ ending: 'cancelled' })
  })

  test('once it is answered it is not withdrawn', () => {
    const call = feed('acquired', 'accepted', 'withdraw')
    expect(call.way()).toBe('way.established')
  })
})
