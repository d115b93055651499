import { describe, expect, test } from 'vitest'
import { callEvents, startCall } from '../../support/call-harness'
import type { Fed } from '../../support/chart-harness'
import { testReactions } from '../../support/reactions'

const busy = { code: 'busy', sipStatus: 486 }
const events = {
  refer: {
    type: 'transfer.refer',
    target: 'sip:1003@pbx.example',
    replacesCallId: null,
    data: null,
    ending: 'transferred',
  },
  accepted: { type: 'session.referAccepted', willNotify: true },
  rings: { type: 'session.referProgressed', sipStatus: 180, text: 'Ringing' },
  succeeded: { type: 'session.referEnded', ok: true },
  failed: { type: 'session.referEnded', ok: false, failure: busy },
  refused: { type: 'session.referRefused', failure: { code: 'forbidden', sipStatus: 403 } },
} as const satisfies Record<string, Fed>

const established = () => startCall().go('acquired', 'accepted')

const at = (chart: { at(...path: string[]): string }) => chart.at('open', 'underway', 'referral')

testReactions('a REFER of ours', {
  start: established,
  events,
  at,
  rows: [
    { way: [], at: 'none', reactions: { refer: 'outstanding.asked', succeeded: 'none' } },
    {
      way: ['refer'],
      at: 'outstanding.asked',
      reactions: {
        refer: 'outstanding.asked',
        accepted: 'outstanding.accepted',
        rings: 'outstanding.accepted',
        succeeded: 'none',
        failed: 'none',
        refused: 'none',
      },
    },
    {
      way: ['refer', 'accepted'],
      at: 'outstanding.accepted',
      reactions: { refer: 'outstanding.asked', rings: 'outstanding.accepted', succeeded: 'none', failed: 'none' },
    },
  ],
})

const feed = (...way: readonly (keyof typeof events)[]) => {
  const call = established()
  for (const step of way) call.feed(events[step])
  return call
}

describe('what becomes of a call that sends its far end elsewhere', () => {
  test('the REFER goes to the wire, and what the wire tells of it to the chart of transfers', () => {
    const call = feed('refer', 'rings', 'failed')
    expect(call.askedOf('watchSession').at(-1)).toEqual({
      type: 'session.refer',
      target: 'sip:1003@pbx.example',
      replacesCallId: null,
      data: null,
    })
    expect(call.reported.slice(-2)).toEqual([
      { type: 'report.referProgressed', callId: 'a', sipStatus: 180, text: 'Ringing' },
      { type: 'report.referFailed', callId: 'a', failure: busy },
    ])
    expect(call.way()).toBe('way.established')
  })

  test('BYE after the 202: it was transferred', () => {
    const call = feed('refer', 'accepted').go('ended')
    expect(call.record).toMatchObject({ ending: 'transferred', endedBy: 'remote', failure: null })
  })

  test('BYE after the 202 that says by its Reason that it is no good end: it was not transferred', () => {
    expect(feed('refer', 'accepted').go('endedNormally').record).toMatchObject({ ending: 'transferred' })
    const { record } = feed('refer', 'accepted').go('endedBusy')
    expect(record).toMatchObject({ ending: 'completed', endedBy: 'remote', reason: { cause: 17 } })
  })

  test('BYE before the 202, or after a failure: it was hung up', () => {
    expect(feed('refer').go('ended').record).toMatchObject({ ending: 'completed', endedBy: 'remote' })
    expect(feed('refer', 'accepted', 'failed').go('ended').record).toMatchObject({ ending: 'completed' })
  })

  test('a dialog that is gone is no success', () => {
    expect(feed('refer', 'accepted').go('lost').record).toMatchObject({ ending: 'completed', endedBy: 'lost' })
  })

  test('transferred, its end is ours to make', () => {
    const call = feed('refer', 'accepted', 'succeeded')
    call.feed({ type: 'transfer.end', callId: 'a' })
    expect(call.askedOf('watchSession').at(-1)).toBe('session.bye')
    call.feed({ ...callEvents.ended, by: 'local' })
    expect(call.record).toMatchObject({ ending: 'transferred', endedBy: 'local', endedAt: 65_000 })
  })
})
