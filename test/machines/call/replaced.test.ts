import { describe, expect, test } from 'vitest'
import { type callEvents, startCall } from '../../support/call-harness'
import type { Fed } from '../../support/chart-harness'

/** Somebody takes the far end's place by an INVITE with Replaces (RFC 3891). */
const carol = { number: '1003', name: 'Carol', uri: 'sip:1003@pbx.example' }
const replaced: Fed = { type: 'session.replaced', remote: carol }
const refer: Fed = { type: 'transfer.refer', target: 'sip:1004@pbx.example', replacesCallId: null, data: null }

const talking = (...way: readonly (keyof typeof callEvents)[]) => startCall().go('acquired', 'accepted', ...way)

const remoteOf = (call: { readonly context: unknown }) => (call.context as { remote: unknown }).remote

describe('a call whose far end is replaced', () => {
  test('goes on with whoever came: nothing rings, nothing is asked of the wire, and hosts are told', () => {
    const call = talking()
    const [at, asked] = [call.at(), call.asked.length]
    call.feed(replaced)
    expect(call.at()).toBe(at)
    expect(call.asked.length).toBe(asked)
    expect(remoteOf(call)).toEqual(carol)
    expect(call.published.at(-1)).toBe('call.replaced')
  })

  test('keeps its time: the conversation began with its first answer', () => {
    const call = talking()
    call.feed(replaced)
    call.go('ended')
    expect(call.record).toMatchObject({ remote: carol, answeredAt: 5_000, durationMs: 60_000, ending: 'completed' })
  })

  test('stays on our hold, and stays muted: nobody is to hear what was not meant for him', () => {
    const call = talking('mute', 'muted', 'hold', 'heldOk')
    call.feed(replaced)
    expect(call.region('hold')).toBe('held')
    expect(call.region('microphone')).toBe('muted')
    expect(call.askedOf('watchMedia')).not.toContain('media.unsilence')
  })

  test('while its hold is being asked for: it is asked for again in the new dialog', () => {
    const call = talking('hold')
    call.feed(replaced)
    expect(call.askedOf('watchSession').slice(-2)).toEqual([
      { type: 'session.offer', offer: { hold: true } },
      { type: 'session.offer', offer: { hold: true } },
    ])
    call.go('heldOk')
    expect(call.region('hold')).toBe('held')
    expect(call.settled.at(-1)).toEqual(['hold', 'ok'])
  })

  test('while an offer of the old far end is being answered: nothing waits for that any more', () => {
    const call = talking('offered')
    call.feed(replaced)
    expect(call.region('negotiation')).toBe('stable')
  })

  test('while the session is being refreshed: the new one has a time of its own', () => {
    const call = talking('refreshDue')
    call.feed(replaced)
    expect(call.region('negotiation')).toBe('stable')
  })

  test('is off the old far end’s hold', () => {
    const call = talking('remoteHeld')
    call.feed(replaced)
    expect(call.region('remoteHold')).toBe('off')
    expect(call.published).toContain('call.remoteResumed')
  })

  test('while the old far end was being sent elsewhere: that came to nothing', () => {
    const call = talking()
    call.feed(refer)
    call.feed(replaced)
    expect(call.region('referral')).toBe('none')
    expect(call.reported.at(-1)).toMatchObject({ type: 'report.referFailed', failure: { code: 'ended' } })
  })

  test('is not one that is not established', () => {
    for (const call of [startCall(), startCall().go('acquired'), talking('hangUp')]) {
      const before = [call.at(), remoteOf(call)]
      call.feed(replaced)
      expect([call.at(), remoteOf(call)]).toEqual(before)
    }
  })
})
