import { describe, expect, test } from 'vitest'
import type { Features } from '../../src/machines/features'
import type { PhoneIntent } from '../../src/machines/intents'
import { startPhone } from '../support/silent-phone'

const uri = (number: string) => `sip:${number}@pbx.example`
const account = { handle: 'alice', uri: uri('1001'), displayName: null, servers: ['wss://a'] }
const eve = { number: '555', name: 'Eve', uri: uri('555') }

const features: Features = {
  recording: null,
  supervision: [],
  conference: 'here' as const,
  colleagues: [{ number: '1002', name: 'Bob', resource: { package: 'dialog', uri: uri('1002') } }],
  parkingLot: {
    source: 'subscription',
    extension: uri('700'),
    slots: ['701', '705'].map((slot) => ({ slot, target: uri(`*${slot}`), uri: uri(slot) })),
  },
  voicemail: { source: 'subscription', uri: uri('612') },
}

/** A phone that is registered, at a server of which everything is configured. */
function registered() {
  const phone = startPhone({ features })
  phone.send({ type: 'auth.signIn', commandId: 'signIn', at: 1, account })
  phone.tell('keepCredentials', { type: 'credentials.obtained', handle: 'alice', expiresAt: null })
  phone.tell('watchConnection', { type: 'transport.connected', server: 'wss://a' })
  phone.tell('watchConnection', { type: 'registration.accepted', expiresAt: 600_000 })
  return phone
}

type Phone = ReturnType<typeof registered>

const watched = (phone: Phone) => [...phone.open].filter((port) => port.startsWith('watchResource')).sort()

function call(phone: Phone, callId: string) {
  phone.send({ type: 'call.dial', commandId: 'dial', at: 1_000, callId, target: eve.uri, remote: eve })
  phone.tell('watchMedia', { type: 'microphone.acquired' }, callId)
  phone.tell('watchSession', { type: 'session.accepted', remote: null, at: 2_000 }, callId)
}

const park = (callId: string, slot: string | null): PhoneIntent => ({
  type: 'parking.park',
  commandId: 'park',
  at: 3_000,
  callId,
  target: uri(slot === null ? '700' : `*${slot}`),
  slot,
  remote: eve,
})

const dialogs = (...all: object[]) => ({
  type: 'resource.notified',
  state: { package: 'dialog', dialogs: all },
  at: 4_000,
})
const taken = dialogs({ state: 'confirmed', direction: 'unknown', remote: null })
const contextOf = (phone: Phone, chart: string) => phone.context(chart) as Record<string, unknown>

describe('what is watched', () => {
  test('is subscribed to once we are registered, the mailbox under our own address', () => {
    expect(watched(registered())).toEqual(['1001', '1002', '701', '705'].map((name) => `watchResource(${uri(name)})`))
  })

  test('is let go of when the connection breaks, and subscribed to anew after it', () => {
    const phone = registered()
    phone.tell('watchConnection', { type: 'transport.closed', failure: { code: 'unreachable' }, retryAfterMs: 500 })
    expect(watched(phone)).toEqual([])
    phone.clock.fireNext()
    phone.tell('watchConnection', { type: 'transport.connected', server: 'wss://a' })
    phone.tell('watchConnection', { type: 'registration.accepted', expiresAt: 600_000 })
    expect(watched(phone)).toHaveLength(4)
  })

  test('is let go of when we sign out', () => {
    const phone = registered()
    phone.send({ type: 'auth.signOut', commandId: 'signOut', at: 9_000 })
    expect(watched(phone)).toEqual([])
  })

  test('is nothing without configuration', () => {
    const phone = startPhone()
    phone.send({ type: 'auth.signIn', commandId: 'signIn', at: 1, account })
    phone.tell('keepCredentials', { type: 'credentials.obtained', handle: 'alice', expiresAt: null })
    phone.tell('watchConnection', { type: 'transport.connected', server: 'wss://a' })
    phone.tell('watchConnection', { type: 'registration.accepted', expiresAt: 600_000 })
    expect(watched(phone)).toEqual([])
  })
})

describe('park', () => {
  test('a call is referred to its slot, its leg ended, and its record says that it was parked', () => {
    const phone = registered()
    call(phone, 'a')
    phone.send(park('a', '705'))
    expect(phone.asked('watchSession', 'a').at(-1)).toEqual({
      type: 'session.refer',
      target: uri('*705'),
      replacesCallId: null,
      data: null,
    })
    phone.tell('watchSession', { type: 'session.referAccepted', willNotify: true }, 'a')
    phone.tell('watchSession', { type: 'session.referEnded', ok: true }, 'a')
    expect(phone.asked('watchSession', 'a').at(-1)).toEqual('session.bye')
    phone.tell('watchSession', { type: 'session.ended', by: 'local', failure: null, reason: null, at: 5_000 }, 'a')
    expect(contextOf(phone, 'parkingLot').calls).toMatchObject([{ slot: '705', remote: eve }])
    expect(phone.emitted.find(({ type }) => type === 'call.ended')).toMatchObject({ record: { ending: 'parked' } })
    expect(phone.settled.at(-1)).toEqual(['park', 'ok'])
  })

  test('the slot of the server’s choice is learnt from the slot that becomes taken', () => {
    const phone = registered()
    call(phone, 'a')
    phone.send(park('a', null))
    phone.tell('watchSession', { type: 'session.referAccepted', willNotify: true }, 'a')
    phone.tell('watchSession', { type: 'session.referEnded', ok: true }, 'a')
    phone.tell('watchResource', taken, uri('701'))
    expect(phone.emitted.find(({ type }) => type === 'call.parked')).toMatchObject({ slot: '701', remote: eve })
  })

  test('what came of a REFER is told to who wanted it: a transfer after a failed park is a transfer', () => {
    const phone = registered()
    call(phone, 'a')
    phone.send(park('a', '705'))
    phone.tell('watchSession', { type: 'session.referRefused', failure: { code: 'forbidden' } }, 'a')
    expect([phone.at('park'), way(phone)]).toEqual(['idle', 'established'])
    phone.send({
      type: 'call.transfer',
      commandId: 'transfer',
      at: 4_000,
      callId: 'a',
      target: uri('600'),
      remote: eve,
      data: null,
    })
    phone.tell('watchSession', { type: 'session.referAccepted', willNotify: true }, 'a')
    expect([phone.at('park'), phone.at('transfer')]).toEqual(['idle', 'progressing'])
    phone.tell('watchSession', { type: 'session.referEnded', ok: true }, 'a')
    expect(phone.settled.at(-1)).toEqual(['transfer', 'ok'])
  })

  test('time-out: who comes back says from which slot', () => {
    const phone = registered()
    call(phone, 'a')
    phone.send(park('a', '705'))
    phone.tell('watchSession', { type: 'session.referEnded', ok: true }, 'a')
    phone.tell('watchSession', { type: 'session.ended', by: 'local', failure: null, reason: null, at: 5_000 }, 'a')
    phone.tell('watchInvitations', { type: 'invitation.received', callId: 'b', remote: eve, at: 50_000 })
    expect(contextOf(phone, 'b').returnedFrom).toBe('705')
    phone.tell('watchInvitations', {
      type: 'invitation.received',
      callId: 'c',
      remote: { ...eve, number: '556' },
      at: 50_000,
    })
    expect(contextOf(phone, 'c').returnedFrom).toBeUndefined()
  })
})

const way = (phone: Phone) => /way\.(\w+)/.exec(phone.at('a') ?? '')?.[1]

test('a message goes out by a port of its own, and its answer settles it', () => {
  const phone = registered()
  phone.send({ type: 'messages.send', commandId: 'send', at: 2_000, remote: eve, text: 'Hello' })
  phone.tell('deliverMessage', { type: 'message.accepted', at: 2_100 }, 'send')
  expect(phone.settled.at(-1)).toEqual(['send', 'ok'])
  expect(phone.open).not.toContain('deliverMessage(send)')
})

test('voicemail: the count that the server tells is the count that is known', () => {
  const phone = registered()
  const state = { package: 'message-summary', newMessages: 2, oldMessages: 0, urgentMessages: 1 }
  phone.tell('watchResource', { type: 'resource.notified', state, at: 1 }, uri('1001'))
  expect([phone.at('voicemail'), contextOf(phone, 'voicemail').newMessages]).toEqual(['watched.waiting', 2])
})
