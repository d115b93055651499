import { describe, expect, test } from 'vitest'
import { type CallHarness, type CallStep, callEvents, startCall } from '../../support/call-harness'

const { accepted } = callEvents

describe('the record', () => {
  const times = (call: CallHarness) => {
    const { startedAt, answeredAt, endedAt, waitMs, durationMs, ending, endedBy, failure } = call.record
    return { startedAt, answeredAt, endedAt, waitMs, durationMs, ending, endedBy, failure: failure?.code ?? null }
  }
  const base = { startedAt: 1_000, answeredAt: null, durationMs: 0, failure: null }

  const endings: { direction: 'outgoing' | 'incoming'; way: CallStep[]; record: object }[] = [
    {
      direction: 'outgoing',
      way: ['acquired', 'ringing', 'accepted', 'ended'],
      record: {
        ...base,
        answeredAt: 5_000,
        endedAt: 65_000,
        waitMs: 4_000,
        durationMs: 60_000,
        ending: 'completed',
        endedBy: 'remote',
      },
    },
    {
      direction: 'outgoing',
      way: ['acquired', 'accepted', 'hangUp', 'ended'],
      record: {
        ...base,
        answeredAt: 5_000,
        endedAt: 20_000,
        waitMs: 4_000,
        durationMs: 15_000,
        ending: 'completed',
        endedBy: 'local',
      },
    },
    {
      direction: 'outgoing',
      way: ['acquired', 'accepted', 'lost'],
      record: {
        ...base,
        answeredAt: 5_000,
        endedAt: 65_000,
        waitMs: 4_000,
        durationMs: 60_000,
        ending: 'completed',
        endedBy: 'lost',
        failure: 'dialog-gone',
      },
    },
    {
      direction: 'outgoing',
      way: ['acquired', 'rejected'],
      record: { ...base, endedAt: 4_000, waitMs: 3_000, ending: 'rejected', endedBy: 'remote', failure: 'busy' },
    },
    {
      direction: 'outgoing',
      way: ['acquired', 'hangUp', 'ended'],
      record: { ...base, endedAt: 20_000, waitMs: 19_000, ending: 'cancelled', endedBy: 'local' },
    },
    {
      direction: 'outgoing',
      way: ['hangUp'],
      record: { ...base, endedAt: 20_000, waitMs: 19_000, ending: 'cancelled', endedBy: 'local' },
    },
    // Nobody answers: when it was over, the wire says.
    {
      direction: 'outgoing',
      way: ['acquired', 'silence', 'ended'],
      record: { ...base, endedAt: 65_000, waitMs: 64_000, ending: 'rejected', endedBy: 'local', failure: 'no-answer' },
    },
    {
      direction: 'outgoing',
      way: ['silence'],
      record: { ...base, endedAt: 121_000, waitMs: 120_000, ending: 'failed', endedBy: 'local', failure: 'timed-out' },
    },
    {
      direction: 'incoming',
      way: ['cancelled'],
      record: { ...base, endedAt: 4_000, waitMs: 3_000, ending: 'missed', endedBy: 'remote' },
    },
    {
      direction: 'incoming',
      way: ['elsewhere'],
      record: { ...base, endedAt: 4_000, waitMs: 3_000, ending: 'answeredElsewhere', endedBy: 'remote' },
    },
    {
      direction: 'incoming',
      way: ['decline', 'ended'],
      record: { ...base, endedAt: 20_000, waitMs: 19_000, ending: 'declined', endedBy: 'local' },
    },
    {
      direction: 'incoming',
      way: ['silence', 'ended'],
      record: { ...base, endedAt: 65_000, waitMs: 64_000, ending: 'missed', endedBy: 'local' },
    },
    {
      direction: 'incoming',
      way: ['lost'],
      record: { ...base, endedAt: 65_000, waitMs: 64_000, ending: 'missed', endedBy: 'lost', failure: 'dialog-gone' },
    },
    // We did answer: it was not missed.
    {
      direction: 'incoming',
      way: ['answer', 'acquired', 'lost'],
      record: { ...base, endedAt: 65_000, waitMs: 64_000, ending: 'failed', endedBy: 'lost', failure: 'dialog-gone' },
    },
    {
      direction: 'incoming',
      way: ['answer', 'acquired', 'silence', 'ended'],
      record: { ...base, endedAt: 65_000, waitMs: 64_000, ending: 'failed', endedBy: 'lost', failure: 'timed-out' },
    },
    {
      direction: 'incoming',
      way: ['answer', 'acquired', 'accepted', 'hangUp', 'silence'],
      record: {
        ...base,
        answeredAt: 5_000,
        endedAt: 20_000,
        waitMs: 4_000,
        durationMs: 15_000,
        ending: 'completed',
        endedBy: 'local',
      },
    },
  ]

  test.each(endings)('of an $direction call after $way says how it ended', ({ direction, way, record }) => {
    const call = startCall(direction).go(...way)
    expect(times(call)).toEqual(record)
    expect(call.emitted.at(-1)).toEqual({ type: 'call.ended', callId: 'a', record: call.record })
    expect(call.reported).toContainEqual({ type: 'report.ended', callId: 'a', record: call.record })
  })

  test('a called party keeps the name that we dialled it by until it says its own', () => {
    const accept = (name: string | null) => {
      const call = startCall().go('acquired')
      call.feed({ ...accepted, remote: { number: '601', name, uri: 'sip:601@pbx.example' } })
      return call.go('ended').record.remote
    }
    expect(accept(null)).toEqual({ number: '601', name: 'Echo', uri: 'sip:601@pbx.example' })
    expect(accept('Tone')).toEqual({ number: '601', name: 'Tone', uri: 'sip:601@pbx.example' })
  })
})
