import { describe, expect, test } from 'vitest'
import { type CallStep, callEvents, startCall } from '../../support/call-harness'
import { type Row, testReactions } from '../../support/reactions'

const { answer, decline, deflect, hangUp, acquired, noMicrophone, accepted, rejected, cancelled, elsewhere, ended } =
  callEvents
const events = {
  answer,
  decline,
  deflect,
  hangUp,
  yield: callEvents.yield,
  acquired,
  noMicrophone,
  accepted,
  rejected,
  cancelled,
  elsewhere,
  ended,
}

const way = (chart: { at(...path: string[]): string }) =>
  chart.at().startsWith('open.underway') ? `way.${chart.at('open', 'underway', 'way')}` : chart.at()

const over = { cancelled: 'ended', elsewhere: 'ended', ended: 'ended' } as const

const closing: Row<keyof typeof events>['reactions'] = { ...over, rejected: 'ended', silence: 'ended' }

testReactions('an outgoing call', {
  start: () => startCall('outgoing'),
  events,
  at: way,
  rows: [
    {
      way: [],
      at: 'open.preparing',
      reactions: {
        ...over,
        acquired: 'way.dialing',
        noMicrophone: 'ended',
        hangUp: 'ended',
        yield: 'open.preparing',
        silence: 'ended',
      },
    },
    {
      way: ['acquired'],
      at: 'way.dialing',
      reactions: {
        ...over,
        accepted: 'way.established',
        rejected: 'ended',
        hangUp: 'closing.cancelling',
        yield: 'way.dialing',
        silence: 'closing.cancelling',
      },
    },
    {
      way: ['acquired', 'accepted'],
      at: 'way.established',
      reactions: { ...over, hangUp: 'closing.ending', yield: 'way.established' },
    },
    { way: ['acquired', 'hangUp'], at: 'closing.cancelling', reactions: { ...closing, accepted: 'closing.ending' } },
    { way: ['acquired', 'silence'], at: 'closing.cancelling', reactions: { ...closing, accepted: 'closing.ending' } },
    { way: ['acquired', 'hangUp', 'accepted'], at: 'closing.ending', reactions: closing },
    { way: ['acquired', 'accepted', 'hangUp'], at: 'closing.ending', reactions: closing },
  ],
})

testReactions('an incoming call', {
  start: () => startCall('incoming'),
  events,
  at: way,
  rows: [
    {
      way: [],
      at: 'open.alerting',
      reactions: {
        ...over,
        answer: 'open.answering',
        decline: 'closing.declining',
        deflect: 'closing.forwarding',
        hangUp: 'closing.declining',
        silence: 'closing.declining',
      },
    },
    {
      way: ['answer'],
      at: 'open.answering',
      reactions: {
        ...over,
        acquired: 'way.accepting',
        noMicrophone: 'open.alerting',
        hangUp: 'closing.declining',
        yield: 'open.answering',
        silence: 'open.alerting',
      },
    },
    {
      way: ['answer', 'acquired'],
      at: 'way.accepting',
      reactions: {
        ...over,
        accepted: 'way.established',
        rejected: 'ended',
        hangUp: 'closing.ending',
        yield: 'way.accepting',
        silence: 'closing.ending',
      },
    },
    {
      way: ['answer', 'acquired', 'accepted'],
      at: 'way.established',
      reactions: { ...over, hangUp: 'closing.ending', yield: 'way.established' },
    },
    { way: ['decline'], at: 'closing.declining', reactions: { ...closing, accepted: 'closing.ending' } },
    { way: ['deflect'], at: 'closing.forwarding', reactions: { ...closing, accepted: 'closing.ending' } },
    { way: ['answer', 'hangUp'], at: 'closing.declining', reactions: { ...closing, accepted: 'closing.ending' } },
    { way: ['silence'], at: 'closing.declining', reactions: { ...closing, accepted: 'closing.ending' } },
    { way: ['answer', 'acquired', 'hangUp'], at: 'closing.ending', reactions: closing },
  ],
})

describe('what goes to the wire', () => {
  test('a call is not announced to anybody before it has a microphone', () => {
    const call = startCall()
    expect(call.askedOf('watchMedia')).toEqual(['microphone.acquire'])
    expect(call.askedOf('watchSession')).toEqual([])
    call.go('acquired')
    expect(call.askedOf('watchSession')).toEqual([{ type: 'session.invite', target: 'sip:600@pbx.example' }])
  })

  test('hanging up while the microphone is asked for sends nothing, and closes the media', () => {
    const call = startCall().go('hangUp')
    expect(call.askedOf('watchSession')).toEqual([])
    expect(call.open.size).toBe(0)
    expect(call.settled).toEqual([
      ['dial', 'cancelled'],
      ['hangUp', 'ok'],
    ])
  })

  test('hanging up before the answer cancels, and ends when the final response is there', () => {
    const call = startCall().go('acquired', 'ringing', 'hangUp')
    expect(call.askedOf('watchSession').slice(1)).toEqual(['session.cancel'])
    expect(call.settled).toEqual([['dial', 'ok']])
    call.go('rejected')
    expect(call.settled.slice(1)).toEqual([['hangUp', 'ok']])
    expect(call.record).toMatchObject({ ending: 'cancelled', endedBy: 'local', failure: null, endedAt: 20_000 })
  })

  test('a 200 that crosses our CANCEL is followed by BYE, and the call counts as cancelled', () => {
    const call = startCall().go('acquired', 'hangUp', 'accepted')
    expect(call.askedOf('watchSession').slice(1)).toEqual(['session.cancel', 'session.bye'])
    call.go('ended')
    expect(call.record).toMatchObject({ ending: 'cancelled', answeredAt: null, durationMs: 0 })
  })

  test('the far end hears 603 when the person declines, and 480 when nobody does anything', () => {
    expect(startCall('incoming').go('decline').askedOf('watchSession')).toEqual([
      { type: 'session.reject', reason: 'declined' },
    ])
    expect(startCall('incoming').go('silence').askedOf('watchSession')).toEqual([
      { type: 'session.reject', reason: 'unavailable' },
    ])
  })

  test.each(['busy', 'unavailable', 'not-found'] as const)('declining as %s tells the far end so', (reason) => {
    const call = startCall('incoming')
    call.feed({ ...callEvents.decline, reason })
    expect(call.askedOf('watchSession')).toEqual([{ type: 'session.reject', reason }])
    expect(call.go('ended').record.ending).toBe('declined')
  })

  test.each([[[]], [['answer']]] as const)(
    'who leaves the phone while it rings has missed it: 480 after %j',
    (steps) => {
      const call = startCall('incoming').go(...steps)
      call.feed({ ...callEvents.hangUp, because: 'leaving' })
      expect(call.askedOf('watchSession')).toEqual([{ type: 'session.reject', reason: 'unavailable' }])
      expect(call.go('ended').record.ending).toBe('missed')
    },
  )

  test('a call that is forwarded tells the far end where to, and so does its record', () => {
    const call = startCall('incoming').go('deflect')
    expect(call.askedOf('watchSession')).toEqual([{ type: 'session.deflect', target: 'sip:611@pbx.example' }])
    call.go('ended')
    expect(call.settled).toEqual([['deflect', 'ok']])
    expect(call.record).toMatchObject({ ending: 'forwarded', endedBy: 'local', forwardedTo: { number: '611' } })
  })

  test('the record says what the wire gave as the reason: answered elsewhere, with its words', () => {
    expect(startCall('incoming').go('elsewhere').record).toMatchObject({
      ending: 'answeredElsewhere',
      reason: { protocol: 'SIP', cause: 200, text: 'Call completed elsewhere' },
    })
    expect(startCall('incoming').go('cancelled').record).not.toHaveProperty('reason')
  })

  test('our refusal that crosses our own answer is followed by BYE', () => {
    const call = startCall('incoming').go('decline', 'accepted')
    expect(call.askedOf('watchSession').slice(1)).toEqual(['session.bye'])
  })

  test('hanging up while the answer waits for its ACK ends with BYE, as declined', () => {
    const call = startCall('incoming').go('answer', 'acquired', 'hangUp')
    expect(call.askedOf('watchSession')).toEqual(['session.accept', 'session.bye'])
    call.go('ended')
    expect(call.record.ending).toBe('declined')
    expect(call.settled).toEqual([
      ['answer', 'ended'],
      ['hangUp', 'ok'],
    ])
  })
})

describe('the microphone', () => {
  test('when it is refused, the incoming call rings on, says why, and can be answered again', () => {
    const call = startCall('incoming').go('answer', 'noMicrophone')
    expect(call.settled).toEqual([['answer', 'permission-denied']])
    expect(call.context).toMatchObject({ failure: { code: 'permission-denied' } })
    expect(call.reports).toEqual(['report.ringing', 'report.quiet', 'report.live', 'report.ringing'])
    call.go('answer')
    expect(call.context).toMatchObject({ failure: null })
    call.go('acquired', 'accepted')
    expect(call.settled.at(-1)).toEqual(['answer', 'ok'])
  })

  test.each<CallStep>(['noMicrophone', 'silence'])('after %s it is given back while the call only rings', (step) => {
    const call = startCall('incoming').go('answer', step)
    expect(call.way()).toBe('open.alerting')
    expect(call.askedOf('watchMedia').at(-1)).toBe('microphone.release')
    call.go('acquired')
    expect(call.way()).toBe('open.alerting')
  })

  test('a prompt that nobody answers goes back to ringing', () => {
    const call = startCall('incoming').go('answer', 'silence')
    expect(call.way()).toBe('open.alerting')
    expect(call.settled).toEqual([['answer', 'timed-out']])
  })

  test('a call that is cancelled meanwhile is missed, and its media are closed', () => {
    const call = startCall('incoming').go('answer', 'cancelled')
    expect(call.open.size).toBe(0)
    expect(call.record).toMatchObject({ ending: 'missed', endedBy: 'remote', endedAt: 4_000 })
    expect(call.settled).toEqual([['answer', 'ended']])
  })

  test('a call that is answered elsewhere meanwhile says so, and its media are closed', () => {
    const call = startCall('incoming').go('answer', 'elsewhere')
    expect(call.open.size).toBe(0)
    expect(call.record.ending).toBe('answeredElsewhere')
  })

  test('when it is refused to an outgoing call, the call fails and nobody has heard of it', () => {
    const call = startCall().go('noMicrophone')
    expect(call.askedOf('watchSession')).toEqual([])
    expect(call.settled).toEqual([['dial', 'permission-denied']])
    expect(call.record).toMatchObject({ ending: 'failed', endedBy: 'local', endedAt: 3_000, waitMs: 2_000 })
  })
})

describe('the ports', () => {
  const ways: { name: string; direction: 'outgoing' | 'incoming'; way: CallStep[]; isOpen: boolean }[] = [
    { name: 'preparing', direction: 'outgoing', way: [], isOpen: true },
    { name: 'dialing', direction: 'outgoing', way: ['acquired'], isOpen: true },
    { name: 'established', direction: 'outgoing', way: ['acquired', 'accepted'], isOpen: true },
    { name: 'alerting', direction: 'incoming', way: [], isOpen: true },
    { name: 'accepting', direction: 'incoming', way: ['answer', 'acquired'], isOpen: true },
    { name: 'cancelling', direction: 'outgoing', way: ['acquired', 'hangUp'], isOpen: false },
    { name: 'declining', direction: 'incoming', way: ['answer', 'hangUp'], isOpen: false },
    { name: 'ending', direction: 'outgoing', way: ['acquired', 'accepted', 'hangUp'], isOpen: false },
  ]
  test.each(ways)('the media are open ($isOpen) while $name, and the signalling is', ({ direction, way, isOpen }) => {
    const call = startCall(direction).go(...way)
    expect(call.open.has('watchMedia')).toBe(isOpen)
    expect(call.open.has('watchSession')).toBe(true)
    call.go('ended')
    expect(call.open.size).toBe(0)
  })

  test('media that break while the microphone is asked for end the call at once: nobody has heard of it', () => {
    const call = startCall('outgoing', { broken: { watchMedia: 'open' } })
    expect(call.way()).toBe('ended')
    expect(call.askedOf('watchSession')).toEqual([])
    expect(call.record).toMatchObject({ ending: 'failed', failure: { code: 'media-failed' }, endedAt: 1_000 })
  })

  test('media that break under an established call end it politely', () => {
    const call = startCall('outgoing', { broken: { watchMedia: 'microphone.mute' } }).go('acquired', 'accepted', 'mute')
    expect(call.way()).toBe('closing.ending')
    expect(call.askedOf('watchSession').at(-1)).toBe('session.bye')
    call.go('ended')
    expect(call.settled.at(-1)).toEqual(['mute', 'media-failed'])
    expect(call.record).toMatchObject({ ending: 'failed', failure: { code: 'media-failed' }, durationMs: 60_000 })
  })

  test('signalling that breaks ends the call, its commands and its media', () => {
    const call = startCall('outgoing', { broken: { watchSession: 'session.offer' } }).go('acquired', 'accepted', 'hold')
    expect(call.way()).toBe('ended')
    expect(call.open.has('watchMedia')).toBe(false)
    expect(call.settled.at(-1)).toEqual(['hold', 'dialog-gone'])
    expect(call.record).toMatchObject({ ending: 'failed', endedBy: 'lost', failure: { code: 'dialog-gone' } })
  })
})

test('the events tell the way of a call in order', () => {
  expect(startCall().go('acquired', 'ringing', 'accepted', 'ended').published).toEqual([
    'call.ringing',
    'call.established',
    'call.ended',
  ])
  expect(startCall('incoming').go('answer', 'acquired', 'accepted', 'hangUp', 'ended').published).toEqual([
    'call.answered',
    'call.established',
    'call.ended',
  ])
})

test('the focus hears when a call is to be heard, and when it is not any more, before the far end confirms', () => {
  const call = startCall().go('acquired', 'accepted', 'hangUp')
  expect(call.reports).toEqual(['report.live', 'report.established', 'report.live', 'report.closing'])
})

test('before the answer a call cannot make way for another', () => {
  for (const [direction, way] of [
    ['outgoing', []],
    ['outgoing', ['acquired']],
    ['incoming', ['answer']],
    ['incoming', ['answer', 'acquired']],
  ] as const) {
    const call = startCall(direction).go(...way, 'yield')
    expect(call.reports.at(-1)).toBe('report.holdFailed')
  }
})
