import { describe, expect, test } from 'vitest'
import type { PhoneIntent } from '../../src/machines/intents'
import type { phoneMachine } from '../../src/machines/phone.machine'
import { type SilentPhone, type SilentPhoneOptions, startPhone } from '../support/silent-phone'

const account = { handle: 'alice', uri: 'sip:1001@pbx.example', displayName: null, servers: ['wss://a'] }
const remote = { number: '600', name: null, uri: 'sip:600@pbx.example' }
const signedIn = 'signedIn.{renewal.idle,token.lasting}'
const unreachable = { code: 'unreachable' }

const signIn: PhoneIntent = { type: 'auth.signIn', commandId: 'signIn', at: 1, account }
const signOut: PhoneIntent = { type: 'auth.signOut', commandId: 'signOut', at: 90_000 }

const dial = (callId: string): PhoneIntent => ({
  type: 'call.dial',
  commandId: `dial ${callId}`,
  at: 1_000,
  callId,
  target: remote.uri,
  remote,
})

type PlainCommand = 'answer' | 'decline' | 'hangUp' | 'hold' | 'resume' | 'mute' | 'unmute'
const ask = (command: PlainCommand, callId: string): PhoneIntent => ({
  type: `call.${command}`,
  commandId: `${command} ${callId}`,
  at: 20_000,
  callId,
})

const registered = (options?: SilentPhoneOptions): SilentPhone => {
  const phone = startPhone(options)
  phone.send(signIn)
  phone.tell('keepCredentials', { type: 'credentials.obtained', handle: 'alice', expiresAt: null })
  phone.tell('watchConnection', { type: 'transport.connected', server: 'wss://a' })
  phone.tell('watchConnection', { type: 'registration.accepted', expiresAt: 600_000 })
  return phone
}

const accepted = { type: 'session.accepted', remote: null, at: 5_000 }
const ended = { type: 'session.ended', by: 'remote', failure: null, reason: null, at: 65_000 }
const negotiated = (hold: boolean) => ({ type: 'session.negotiated', offer: { hold } })
const offerRefused = { type: 'session.offerRefused', failure: { code: 'not-acceptable' } }

const call = (phone: SilentPhone, callId: string) => {
  phone.send(dial(callId))
  phone.tell('watchMedia', { type: 'microphone.acquired' }, callId)
  phone.tell('watchSession', accepted, callId)
}

const ring = (phone: SilentPhone, callId: string, more: object = {}) =>
  phone.tell('watchInvitations', { type: 'invitation.received', callId, remote, at: 2_000, ...more })

/** The commands since the sign-in. */
const settled = (phone: SilentPhone) => phone.settled.filter(([commandId]) => commandId !== 'signIn')
const outcomeOf = (phone: SilentPhone, command: string) =>
  phone.settled.filter(([commandId]) => commandId === command).map(([, outcome]) => outcome)
const way = (phone: SilentPhone, callId: string) => {
  const at = phone.at(callId)
  return at?.startsWith('open.underway') ? /way\.(\w+)/.exec(at)?.[1] : at
}
const holdOf = (phone: SilentPhone, callId: string) => /hold\.(\w+)/.exec(phone.at(callId) ?? '')?.[1]
const callsOf = (phone: SilentPhone) => (phone.context() as { calls: string[] }).calls
const publishedBy = (phone: SilentPhone) =>
  phone.emitted.map(({ type }) => type).filter((type) => type !== 'command.settled')

describe('signing in', () => {
  test('is over when the registrar has said yes', () => {
    const phone = startPhone()
    phone.send(signIn)
    expect(phone.asked('keepCredentials')).toEqual([{ type: 'credentials.obtain', handle: 'alice', reason: 'signIn' }])
    phone.tell('keepCredentials', { type: 'credentials.obtained', handle: 'alice', expiresAt: null })
    expect(phone.asked('watchConnection')).toEqual([{ type: 'transport.connect', account, server: 'wss://a' }])
    phone.tell('watchConnection', { type: 'transport.connected', server: 'wss://a' })
    expect([phone.at('auth'), phone.at()]).toEqual(['signingIn.proving', 'unreachable'])
    expect(phone.settled).toEqual([])
    phone.tell('watchConnection', { type: 'registration.accepted', expiresAt: 600_000 })
    expect([phone.at('auth'), phone.at()]).toEqual([signedIn, 'reachable'])
    expect(phone.settled).toEqual([['signIn', 'ok']])
    expect(publishedBy(phone)).toEqual(['connection.registered', 'auth.signedIn', 'availability.changed'])
  })

  test('fails when the registrar says no', () => {
    const phone = startPhone()
    phone.send(signIn)
    phone.tell('keepCredentials', { type: 'credentials.obtained', handle: 'alice', expiresAt: null })
    phone.tell('watchConnection', { type: 'transport.connected', server: 'wss://a' })
    phone.tell('watchConnection', { type: 'registration.refused', failure: { code: 'wrong-credentials' } })
    expect([phone.at('auth'), phone.at('connection')]).toEqual(['failed', 'failed'])
    expect(phone.settled).toEqual([['signIn', 'wrong-credentials']])
  })

  test('is told to have failed when nobody can be reached, and succeeds in the end all the same', () => {
    const phone = startPhone()
    phone.send(signIn)
    phone.tell('keepCredentials', { type: 'credentials.obtained', handle: 'alice', expiresAt: null })
    phone.tell('watchConnection', { type: 'transport.closed', failure: unreachable, retryAfterMs: 500 })
    expect(phone.settled).toEqual([['signIn', 'unreachable']])
    expect([phone.at('auth'), phone.at('connection')]).toEqual(['signingIn.unjudged', 'lost.waiting'])
    phone.clock.fireNext()
    phone.tell('watchConnection', { type: 'transport.connected', server: 'wss://a' })
    phone.tell('watchConnection', { type: 'registration.accepted', expiresAt: 600_000 })
    expect(phone.at('auth')).toBe(signedIn)
    expect(phone.settled).toHaveLength(1)
  })

  test('is cancelled by a disconnect, and can go on with a connect', () => {
    const phone = startPhone()
    phone.send(signIn)
    phone.tell('keepCredentials', { type: 'credentials.obtained', handle: 'alice', expiresAt: null })
    phone.send({ type: 'connection.disconnect', commandId: 'disconnect', at: 2 })
    phone.tell('watchConnection', { type: 'transport.disconnected' })
    expect(phone.settled).toEqual([
      ['disconnect', 'ok'],
      ['signIn', 'cancelled'],
    ])
    phone.send({ type: 'connection.connect', commandId: 'connect', at: 3 })
    phone.tell('watchConnection', { type: 'transport.connected', server: 'wss://a' })
    phone.tell('watchConnection', { type: 'registration.accepted', expiresAt: 600_000 })
    expect(phone.at('auth')).toBe(signedIn)
  })

  test('as somebody else after a failure is not disturbed by the connection that is being closed', () => {
    const phone = registered()
    phone.tell('watchConnection', { type: 'registration.refused', failure: { code: 'wrong-credentials' } })
    phone.send(signIn)
    phone.tell('keepCredentials', { type: 'credentials.obtained', handle: 'alice', expiresAt: null })
    phone.tell('watchConnection', { type: 'transport.disconnected' })
    expect([phone.at('auth'), phone.at('connection')]).toEqual(['signingIn.proving', 'connecting'])
  })
})

describe('a token', () => {
  const now = 1_800_000_000_000
  const obtained = { type: 'credentials.obtained', handle: 'alice', expiresAt: now + 3_600_000, at: now }
  const refused = { type: 'registration.refused', failure: { code: 'wrong-credentials', sipStatus: 401 } }
  const byToken = () => {
    const phone = startPhone()
    phone.send({ ...signIn, account: { ...account, proof: 'token' } })
    phone.tell('keepCredentials', obtained)
    phone.tell('watchConnection', { type: 'transport.connected', server: 'wss://a' })
    phone.tell('watchConnection', { type: 'registration.accepted', expiresAt: 600_000 })
    call(phone, 'a')
    return phone
  }
  const talking = (phone: SilentPhone) => [way(phone, 'a'), phone.asked('watchSession', 'a')]

  test('that is refreshed is nothing to the calls that there are, nor to the registration', () => {
    const phone = byToken()
    const before = [talking(phone), phone.asked('watchConnection')]
    while (phone.at('auth') === 'signedIn.{renewal.idle,token.fresh}') phone.clock.fireNext()
    expect(phone.at('auth')).toBe('signedIn.{renewal.refreshing,token.expiring}')
    phone.tell('keepCredentials', obtained)
    expect(phone.at('auth')).toBe('signedIn.{renewal.idle,token.fresh}')
    expect([talking(phone), phone.asked('watchConnection')]).toEqual(before)
  })

  test('that the registrar refuses is replaced, while the call goes on', () => {
    const phone = byToken()
    const before = talking(phone)
    phone.tell('watchConnection', refused)
    expect([phone.at(), phone.at('connection')]).toEqual(['unreachable', 'connected.awaitingToken'])
    phone.tell('keepCredentials', obtained)
    expect([phone.at('auth'), phone.at('connection')]).toEqual([
      'signedIn.{renewal.proving,token.fresh}',
      'connected.registering',
    ])
    phone.tell('watchConnection', { type: 'registration.accepted', expiresAt: 600_000 })
    expect([phone.at(), phone.at('auth')]).toEqual(['reachable', 'signedIn.{renewal.idle,token.fresh}'])
    expect(talking(phone)).toEqual(before)
  })

  test('that is refused twice ends the sign-in, and no call', () => {
    const phone = byToken()
    const before = talking(phone)
    phone.tell('watchConnection', refused)
    phone.tell('keepCredentials', obtained)
    phone.tell('watchConnection', refused)
    expect([phone.at('auth'), phone.at('connection')]).toEqual(['failed', 'failed'])
    expect(phone.asked('watchConnection')).not.toContain('transport.disconnect')
    expect(talking(phone)).toEqual(before)
  })

  test('that there is none of is waited for, until the host hands one over', () => {
    const phone = byToken()
    const before = talking(phone)
    phone.tell('watchConnection', refused)
    phone.tell('keepCredentials', { type: 'credentials.refused', handle: 'alice', failure: { code: 'token-refused' } })
    expect([phone.at('auth'), phone.at('connection')]).toEqual([
      'signedIn.{renewal.declined,token.expired.telling}',
      'connected.awaitingToken',
    ])
    phone.send({ type: 'auth.refreshToken', commandId: 'refresh', at: 3 })
    phone.tell('keepCredentials', obtained)
    phone.tell('watchConnection', { type: 'registration.accepted', expiresAt: 600_000 })
    expect([phone.at(), outcomeOf(phone, 'refresh')]).toEqual(['reachable', ['ok']])
    expect(talking(phone)).toEqual(before)
  })

  test('that is refused when somebody connects again after a failure is replaced then, too', () => {
    const phone = byToken()
    phone.tell('watchConnection', refused)
    phone.tell('keepCredentials', obtained)
    phone.tell('watchConnection', refused)
    phone.send({ type: 'connection.connect', commandId: 'connect', at: 3 })
    phone.tell('watchConnection', { type: 'transport.connected', server: 'wss://a' })
    phone.tell('watchConnection', refused)
    expect([phone.at('auth'), phone.at('connection')]).toEqual(['signingIn.renewing', 'connected.awaitingToken'])
  })
})

describe('signing out', () => {
  test('hangs up every call, removes the registration, and forgets who it was', () => {
    const phone = registered()
    call(phone, 'a')
    ring(phone, 'b')
    phone.send(signOut)
    expect(phone.asked('watchSession', 'a').at(-1)).toBe('session.bye')
    expect(phone.asked('watchSession', 'b').at(-1)).toEqual({ type: 'session.reject', reason: 'unavailable' })
    expect([...phone.open].filter((port) => port.startsWith('watchMedia'))).toEqual([])
    expect(phone.asked('watchConnection').at(-1)).toBe('registration.unregister')
    phone.tell('watchSession', ended, 'a')
    phone.tell('watchSession', { ...ended, by: 'local' }, 'b')
    phone.tell('watchConnection', { type: 'registration.removed' })
    phone.tell('watchConnection', { type: 'transport.disconnected' })
    expect([phone.at('auth'), phone.at('connection'), phone.at()]).toEqual(['signedOut', 'offline', 'unreachable'])
    expect(callsOf(phone)).toEqual([])
    expect(outcomeOf(phone, 'signOut')).toEqual(['ok'])
    expect(phone.context('connection')).toMatchObject({ account: null })
  })

  test('rings for nobody: who calls meanwhile hears that nobody is there, and no call can be made', () => {
    const phone = registered()
    phone.send(signOut)
    ring(phone, 'late')
    phone.send(dial('b'))
    expect(phone.at()).toBe('leaving')
    expect(callsOf(phone)).toEqual([])
    expect(phone.asked('watchInvitations')).toEqual([
      { type: 'invitation.refuse', callId: 'late', reason: 'unavailable' },
    ])
    phone.tell('watchConnection', { type: 'registration.removed' })
    ring(phone, 'later')
    expect(callsOf(phone)).toEqual([])
    phone.tell('watchConnection', { type: 'transport.disconnected' })
    expect([phone.at(), phone.at('auth')]).toEqual(['unreachable', 'signedOut'])
  })

  test('is followed by a sign-in as by any other', () => {
    const phone = registered()
    phone.send(signOut)
    phone.tell('watchConnection', { type: 'registration.removed' })
    phone.tell('watchConnection', { type: 'transport.disconnected' })
    phone.send(signIn)
    phone.tell('keepCredentials', { type: 'credentials.obtained', handle: 'alice', expiresAt: null })
    phone.tell('watchConnection', { type: 'transport.connected', server: 'wss://a' })
    phone.tell('watchConnection', { type: 'registration.accepted', expiresAt: 600_000 })
    expect([phone.at(), phone.at('auth')]).toEqual(['reachable', signedIn])
    ring(phone, 'b')
    expect(callsOf(phone)).toEqual(['b'])
  })

  test('begins no call that was waiting for another to be held', () => {
    const phone = registered()
    call(phone, 'a')
    phone.send(dial('b'))
    phone.send(signOut)
    phone.tell('watchSession', ended, 'a')
    expect(callsOf(phone)).toEqual([])
    expect(outcomeOf(phone, 'dial b')).toEqual(['cancelled'])
  })

  test('is over after a while though nobody confirms anything', () => {
    const phone = registered()
    call(phone, 'a')
    phone.send(signOut)
    while (phone.clock.fireNext());
    expect([phone.at('auth'), phone.at('connection')]).toEqual(['signedOut', 'offline'])
    expect(outcomeOf(phone, 'signOut')).toEqual(['ok'])
    expect(phone.open).toEqual(
      new Set([
        'keepChoices',
        'keepCredentials',
        'keepPreferences',
        'watchConnection',
        'watchDevices',
        'watchInvitations',
        'watchMailbox',
        'watchMessages',
        'watchTransferRequests',
      ]),
    )
  })
})

describe('calls', () => {
  test('are made while registered, and not otherwise', () => {
    const phone = startPhone()
    phone.send(dial('a'))
    expect(callsOf(phone)).toEqual([])
    const other = registered()
    other.send(dial('a'))
    expect(way(other, 'a')).toBe('open.preparing')
    expect(publishedBy(other).at(-1)).toBe('call.started')
  })

  test('go on without a registration', () => {
    const phone = registered()
    call(phone, 'a')
    phone.tell('watchConnection', { type: 'transport.closed', failure: unreachable, retryAfterMs: 500 })
    expect([phone.at(), way(phone, 'a')]).toEqual(['unreachable', 'established'])
    phone.send(dial('b'))
    expect(callsOf(phone)).toEqual(['a'])
  })

  test('outlive a registration that is refused at its refresh', () => {
    const phone = registered()
    call(phone, 'a')
    phone.tell('watchConnection', { type: 'registration.refused', failure: { code: 'forbidden' } })
    expect(phone.at('auth')).toBe('failed')
    expect(way(phone, 'a')).toBe('established')
    expect(phone.asked('watchConnection')).not.toContain('transport.disconnect')
  })

  test('leave their record until the next one begins', () => {
    const phone = registered()
    call(phone, 'a')
    phone.tell('watchSession', ended, 'a')
    expect(phone.context()).toMatchObject({ calls: [], lastCall: { callId: 'a', ending: 'completed' } })
    expect(phone.at('a')).toBeUndefined()
    ring(phone, 'b')
    expect(phone.context()).toMatchObject({ calls: ['b'], lastCall: null })
  })

  test('beyond the limit are refused as busy, and are not dialled', () => {
    const phone = registered({ maxCalls: 1 })
    ring(phone, 'a')
    ring(phone, 'b')
    phone.send(dial('c'))
    expect(callsOf(phone)).toEqual(['a'])
    expect(phone.asked('watchInvitations')).toEqual([{ type: 'invitation.refuse', callId: 'b', reason: 'busy' }])
  })

  test('beyond the limit are not dialled though there was room when it was asked for', () => {
    const phone = registered({ maxCalls: 2 })
    call(phone, 'a')
    phone.send(dial('b'))
    ring(phone, 'c')
    phone.tell('watchSession', negotiated(true), 'a')
    expect(callsOf(phone)).toEqual(['a', 'c'])
    expect(outcomeOf(phone, 'dial b')).toEqual(['too-many-calls'])
    expect(phone.context('focus')).toMatchObject({ calls: ['a', 'c'], focusedId: 'c' })
  })

  test('settle the tones that they take with them', () => {
    const phone = registered()
    call(phone, 'a')
    phone.send({
      type: 'call.sendDtmf',
      commandId: 'tones',
      at: 1,
      callId: 'a',
      tones: '12',
      durationMs: 100,
      gapMs: 70,
    })
    expect(phone.asked('sendTones', 'a')).toHaveLength(1)
    phone.tell('watchSession', ended, 'a')
    expect(outcomeOf(phone, 'tones')).toEqual(['ended'])
  })

  test('quality: the record of a call has the summary of its samples, and none where nothing was measured', () => {
    const rtp = { bitrate: 32_000, packets: 100, lossRatio: 0, level: 0.1 }
    const sample = {
      at: 6_000,
      direction: 'sendrecv',
      codec: 'opus',
      received: { ...rtp, jitterMs: 2, bufferMs: 40 },
      sent: rtp,
      roundTripMs: 40,
    }
    const recordOf = (...samples: readonly object[]) => {
      const phone = registered()
      call(phone, 'a')
      for (const sample of samples) phone.tell('watchQuality', { type: 'quality.sampled', sample }, 'a')
      const quality = /quality\.(\w+)/.exec(phone.at('a') ?? '')?.[1]
      phone.tell('watchSession', ended, 'a')
      return { quality, record: phone.snapshot.context.lastCall }
    }
    const summary = { samples: 2, lossRatio: 0, jitterMs: 2, roundTripMs: 40 }
    expect(recordOf(sample, sample)).toMatchObject({ quality: 'measuring', record: { quality: summary } })
    // One that is none, at which that chart throws.
    expect(recordOf(sample, sample, {})).toMatchObject({ quality: 'unknown', record: { quality: summary } })
    expect(recordOf().record).not.toHaveProperty('quality')
  })
})

describe('two calls', () => {
  const talking = () => {
    const phone = registered()
    call(phone, 'a')
    return phone
  }
  const holdingForB = () => {
    const phone = talking()
    ring(phone, 'b')
    phone.send(ask('answer', 'b'))
    return phone
  }

  test('the one that is heard is held before the other is answered', () => {
    const phone = holdingForB()
    expect(phone.asked('watchSession', 'a').at(-1)).toEqual({ type: 'session.offer', offer: { hold: true } })
    expect(phone.asked('watchMedia', 'a').at(-1)).toBe('media.silence')
    expect(way(phone, 'b')).toBe('open.alerting')
    phone.tell('watchSession', negotiated(true), 'a')
    expect(way(phone, 'b')).toBe('open.answering')
    phone.tell('watchMedia', { type: 'microphone.acquired' }, 'b')
    phone.tell('watchSession', accepted, 'b')
    expect(settled(phone).slice(1)).toEqual([['answer b', 'ok']])
    expect(phone.context('focus')).toMatchObject({ live: ['b'], focusedId: 'b' })
  })

  test('the other rings on when the first cannot be held', () => {
    const phone = holdingForB()
    phone.tell('watchSession', offerRefused, 'a')
    expect([holdOf(phone, 'a'), way(phone, 'b')]).toEqual(['active', 'open.alerting'])
    expect(phone.asked('watchMedia', 'a').at(-1)).toBe('media.unsilence')
    expect(outcomeOf(phone, 'answer b')).toEqual(['other-call-not-held'])
  })

  test('the caller gives up while the first is being held', () => {
    const phone = holdingForB()
    phone.tell('watchSession', { type: 'session.cancelled', by: 'caller', reason: null, at: 4_000 }, 'b')
    expect(outcomeOf(phone, 'answer b')).toEqual(['ended'])
    phone.tell('watchSession', negotiated(true), 'a')
    expect(holdOf(phone, 'a')).toBe('held')
    expect(outcomeOf(phone, 'answer b')).toEqual(['ended'])
  })

  test('the person declines the other after all', () => {
    const phone = holdingForB()
    phone.send(ask('decline', 'b'))
    phone.tell('watchSession', negotiated(true), 'a')
    expect(way(phone, 'b')).toBe('closing.declining')
    expect(outcomeOf(phone, 'answer b')).toEqual(['ended'])
  })

  test('hanging up the first answers the other at once: its microphone is closed', () => {
    const phone = holdingForB()
    phone.send(ask('hangUp', 'a'))
    expect(way(phone, 'a')).toBe('closing.ending')
    expect(way(phone, 'b')).toBe('open.answering')
  })

  test('a number can be dialled while a hang-up waits for its confirmation', () => {
    const phone = talking()
    phone.send(ask('hangUp', 'a'))
    phone.send(dial('b'))
    expect(way(phone, 'b')).toBe('open.preparing')
  })

  test('of two wishes the newer counts', () => {
    const phone = holdingForB()
    phone.send(dial('c'))
    phone.tell('watchSession', negotiated(true), 'a')
    expect([way(phone, 'b'), way(phone, 'c')]).toEqual(['open.alerting', 'open.preparing'])
    expect(outcomeOf(phone, 'answer b')).toEqual(['superseded'])
  })

  test('the first is taken back while it is being held', () => {
    const phone = holdingForB()
    phone.send(ask('resume', 'a'))
    phone.tell('watchSession', negotiated(true), 'a')
    phone.tell('watchSession', negotiated(false), 'a')
    expect([holdOf(phone, 'a'), way(phone, 'b')]).toEqual(['active', 'open.alerting'])
    expect(settled(phone).slice(1)).toEqual([
      ['answer b', 'superseded'],
      ['resume a', 'ok'],
    ])
  })

  const bothUp = () => {
    const phone = holdingForB()
    phone.tell('watchSession', negotiated(true), 'a')
    phone.tell('watchMedia', { type: 'microphone.acquired' }, 'b')
    phone.tell('watchSession', accepted, 'b')
    return phone
  }

  test('resuming one holds the other', () => {
    const phone = bothUp()
    phone.send(ask('resume', 'a'))
    expect([holdOf(phone, 'a'), holdOf(phone, 'b')]).toEqual(['held', 'holding'])
    phone.tell('watchSession', negotiated(true), 'b')
    expect([holdOf(phone, 'a'), holdOf(phone, 'b')]).toEqual(['resuming', 'held'])
    phone.tell('watchSession', negotiated(false), 'a')
    expect(outcomeOf(phone, 'resume a')).toEqual(['ok'])
    expect(phone.context('focus')).toMatchObject({ live: ['a'], focusedId: 'a' })
  })

  test('merge: one that was resumed in vain, and cannot be held again, is not heard beside the other', () => {
    const phone = bothUp()
    phone.send({ type: 'conference.merge', commandId: 'merge', at: 1, callId: 'b', callIds: ['b', 'a'], held: ['a'] })
    phone.tell('watchSession', negotiated(false), 'a')
    phone.tell('mixCalls', { type: 'mix.refused', failure: { code: 'audio-blocked' } })
    phone.tell('watchSession', offerRefused, 'a')
    expect([holdOf(phone, 'a'), holdOf(phone, 'b')]).toEqual(['silenced', 'active'])
    expect(phone.asked('watchMedia', 'a').at(-1)).toBe('media.silence')
    expect(phone.context('focus')).toMatchObject({ live: ['b'], focusedId: 'b' })
  })

  test('one that is being resumed makes way for a third as one that is heard does', () => {
    const phone = bothUp()
    phone.send(ask('resume', 'a'))
    phone.tell('watchSession', negotiated(true), 'b')
    phone.send(dial('c'))
    expect(holdOf(phone, 'a')).toBe('holding')
    expect(way(phone, 'c')).toBeUndefined()
    expect(outcomeOf(phone, 'resume a')).toEqual(['superseded'])
  })

  test('one that is being answered does not make way for a third', () => {
    const phone = registered()
    ring(phone, 'a')
    phone.send(ask('answer', 'a'))
    phone.send(dial('b'))
    expect(outcomeOf(phone, 'dial b')).toEqual(['other-call-not-held'])
    expect(callsOf(phone)).toEqual(['a'])
  })

  test('one that could not be answered does not count as heard', () => {
    const phone = registered()
    ring(phone, 'a')
    phone.send(ask('answer', 'a'))
    phone.tell('watchMedia', { type: 'microphone.refused', failure: { code: 'no-microphone' }, at: 3_000 }, 'a')
    expect(phone.at('ringer')).toBe('free.ringing')
    phone.send(dial('b'))
    expect(way(phone, 'b')).toBe('open.preparing')
  })

  test('one that has come off hold by itself is not heard before its turn', () => {
    const phone = bothUp()
    phone.send(ask('resume', 'a'))
    // A resume that had been given up is agreed on late, and cannot be undone.
    phone.tell('watchSession', negotiated(false), 'a')
    phone.tell('watchSession', offerRefused, 'a')
    expect([holdOf(phone, 'a'), holdOf(phone, 'b')]).toEqual(['silenced', 'holding'])
    phone.tell('watchSession', negotiated(true), 'b')
    expect([holdOf(phone, 'a'), holdOf(phone, 'b')]).toEqual(['active', 'held'])
    expect(outcomeOf(phone, 'resume a')).toEqual(['ok'])
  })

  test('the second knocks while the first is heard, and rings when it is held', () => {
    const phone = talking()
    ring(phone, 'b')
    expect(phone.at('ringer')).toBe('engaged.knocking')
    phone.send(ask('hold', 'a'))
    phone.tell('watchSession', negotiated(true), 'a')
    expect(phone.at('ringer')).toBe('free.ringing')
  })
})

describe('who calls', () => {
  const doNotDisturb: PhoneIntent = { type: 'availability.set', commandId: 'dnd', at: 1, status: 'doNotDisturb' }

  test('while do not disturb is on hears busy, and is in the history as missed, told from who rang', () => {
    const phone = registered()
    phone.send(doNotDisturb)
    ring(phone, 'a')
    expect(callsOf(phone)).toEqual([])
    expect(phone.asked('watchInvitations')).toEqual([{ type: 'invitation.refuse', callId: 'a', reason: 'busy' }])
    const record = { callId: 'a', ending: 'missed', endedBy: 'local', startedAt: 2_000, refusedFor: 'doNotDisturb' }
    expect(phone.emitted).toContainEqual(expect.objectContaining({ type: 'call.ended', callId: 'a' }))
    expect(phone.context()).toMatchObject({ lastCall: record })
    expect(phone.at('ringer')).toBe('free.silent')
  })

  test('while do not disturb is on disturbs no call that is talked on, and the person may call', () => {
    const phone = registered()
    call(phone, 'a')
    phone.send(doNotDisturb)
    ring(phone, 'b')
    expect([way(phone, 'a'), way(phone, 'b')]).toEqual(['established', undefined])
    phone.send(dial('c'))
    phone.tell('watchSession', negotiated(true), 'a')
    expect(way(phone, 'c')).toBe('open.preparing')
  })

  test('gets through when all calls are over, though a chart threw in between', () => {
    const phone = registered({ maxCalls: 1 })
    ring(phone, 'a')
    ring(phone, 'b')
    phone.tell('watchSession', ended, 'a')
    ring(phone, 'c')
    expect(callsOf(phone)).toEqual(['c'])
  })

  const willing = (phone: SilentPhone) => {
    phone.send({ type: 'availability.setAutoAnswer', commandId: 'asked', at: 1, autoAnswer: 'asked' })
    return phone
  }
  const granted = (options?: SilentPhoneOptions) => {
    const phone = registered(options)
    phone.tell('watchDevices', { type: 'permission.changed', permission: 'granted' })
    return willing(phone)
  }
  const asks = { answerAfterMs: 0 }
  /** The rest of the ringing, and the beep. */
  const untilDue = (phone: SilentPhone) => {
    phone.clock.fireNext()
    phone.clock.fireNext()
  }
  const refusals = (phone: SilentPhone) => (phone.context('autoAnswer') as { refused: Record<string, string> }).refused

  test('and asks to be answered is answered when the time has come: auto-answer', () => {
    const phone = granted()
    ring(phone, 'a', { answerAfterMs: 5_000 })
    expect(way(phone, 'a')).toBe('open.alerting')
    expect(phone.clock.nextMs).toBe(4_500)
    phone.clock.fireNext()
    // First the beep, then the microphone.
    expect([phone.at('autoAnswer'), way(phone, 'a')]).toEqual(['announcing', 'open.alerting'])
    phone.clock.fireNext()
    expect(way(phone, 'a')).toBe('open.answering')
    expect(phone.context('focus')).toMatchObject({ focusedId: 'a', live: ['a'] })
  })

  test('and asks to be answered rings where nobody has allowed that: no auto-answer', () => {
    const phone = registered()
    phone.tell('watchDevices', { type: 'permission.changed', permission: 'granted' })
    ring(phone, 'a', asks)
    expect(way(phone, 'a')).toBe('open.alerting')
    expect(refusals(phone)).toEqual({ a: 'off' })
  })

  test('and asks to be answered rings when the microphone was never granted: no auto-answer', () => {
    const phone = willing(registered())
    ring(phone, 'a', asks)
    expect(way(phone, 'a')).toBe('open.alerting')
    expect(refusals(phone)).toEqual({ a: 'microphone-not-granted' })
  })

  test('and asks to be answered rings when the registration is gone: no auto-answer', () => {
    const phone = granted()
    phone.tell('watchConnection', { type: 'transport.closed', failure: unreachable, retryAfterMs: 1_000 })
    ring(phone, 'a', asks)
    expect(way(phone, 'a')).toBe('open.alerting')
    expect(refusals(phone)).toEqual({ a: 'not-registered' })
  })

  test('and asks to be answered rings when the microphone is taken away meanwhile: no auto-answer', () => {
    const phone = granted()
    ring(phone, 'a', { answerAfterMs: 5_000 })
    phone.tell('watchDevices', { type: 'permission.changed', permission: 'denied' })
    untilDue(phone)
    expect(way(phone, 'a')).toBe('open.alerting')
    expect(refusals(phone)).toEqual({ a: 'microphone-not-granted' })
  })

  test('and asks to be answered knocks while another call is talked on: no auto-answer', () => {
    const phone = granted()
    call(phone, 'a')
    ring(phone, 'b', asks)
    expect([way(phone, 'a'), way(phone, 'b')]).toEqual(['established', 'open.alerting'])
    expect(refusals(phone)).toEqual({ b: 'other-call' })
  })

  test('is answered by itself when the person wants that for every call', () => {
    const phone = granted()
    phone.send({ type: 'availability.setAutoAnswer', commandId: 'auto', at: 1, autoAnswer: 'always' })
    ring(phone, 'a')
    untilDue(phone)
    expect(way(phone, 'a')).toBe('open.answering')
  })

  test('and whose automatic answer came to nothing rings for the person', () => {
    const phone = granted()
    ring(phone, 'a', asks)
    untilDue(phone)
    phone.tell('watchMedia', { type: 'microphone.refused', failure: { code: 'microphone-busy' }, at: 3_000 }, 'a')
    expect(way(phone, 'a')).toBe('open.alerting')
    expect(phone.at('autoAnswer')).toBe('idle')
  })
})

describe('hanging up one of several calls', () => {
  test('leaves the others as they are: the held one stays on hold, the ringing one rings', () => {
    const phone = registered()
    call(phone, 'a')
    phone.send(ask('hold', 'a'))
    phone.tell('watchSession', negotiated(true), 'a')
    call(phone, 'b')
    ring(phone, 'c')
    phone.send(ask('hangUp', 'b'))
    phone.tell('watchSession', { ...ended, by: 'local' }, 'b')
    expect(callsOf(phone)).toEqual(['a', 'c'])
    expect([holdOf(phone, 'a'), way(phone, 'c')]).toEqual(['held', 'open.alerting'])
    expect(outcomeOf(phone, 'hangUp b')).toEqual(['ok'])
  })
})

describe('a call whose chart throws', () => {
  /** A phone whose calls throw at one of their actions. */
  const throwing = (action: string, phone: typeof phoneMachine) => {
    const { call: chart } = phone.implementations.actors as unknown as { call: Provider }
    const broken = chart.provide({
      actions: {
        [action]: () => {
          throw new Error(`${action} throws`)
        },
      },
    })
    return phone.provide({ actors: { call: broken as never } })
  }
  interface Provider {
    provide(implementations: { actions: Record<string, () => void> }): unknown
  }

  const stillWorks = (phone: SilentPhone) => {
    expect(phone.isAlive).toBe(true)
    expect(callsOf(phone)).toEqual([])
    expect([...phone.open].filter((port) => port.includes('('))).toEqual([])
    expect(phone.at('ringer')).toBe('free.silent')
    expect(phone.context('focus')).toEqual({ calls: [], live: [], focusedId: null, wish: null })
    expect(phone.emitted).toContainEqual({ type: 'phone.error', failure: { code: 'ended' } })
    ring(phone, 'next')
    expect(way(phone, 'next')).toBe('open.alerting')
  }

  test('in a conversation is closed, with its microphone, and its commands are settled', () => {
    const phone = registered({ provide: (chart) => throwing('want', chart) })
    call(phone, 'a')
    phone.send(ask('mute', 'a'))
    phone.send({
      type: 'call.sendDtmf',
      commandId: 'tones',
      at: 1,
      callId: 'a',
      tones: '1',
      durationMs: 100,
      gapMs: 70,
    })
    phone.send(ask('hold', 'a'))
    expect(outcomeOf(phone, 'mute a')).toEqual(['ended'])
    expect(outcomeOf(phone, 'tones')).toEqual(['ended'])
    stillWorks(phone)
  })

  test('while it rings stops ringing', () => {
    const phone = registered({ provide: (chart) => throwing('openCommand', chart) })
    ring(phone, 'a')
    expect(phone.at('ringer')).toBe('free.ringing')
    phone.send(ask('decline', 'a'))
    stillWorks(phone)
  })

  test('as it begins is over before it was anything', () => {
    const phone = registered({ provide: (chart) => throwing('acquireMicrophone', chart) })
    phone.send(dial('a'))
    expect(outcomeOf(phone, 'dial a')).toEqual(['ended'])
    stillWorks(phone)
  })
})

describe('ports that throw', () => {
  test('a call without signalling ends at once, and says so', () => {
    const phone = registered({ broken: { watchSession: 'open' } })
    phone.send(dial('a'))
    expect(outcomeOf(phone, 'dial a')).toEqual(['dialog-gone'])
    expect(callsOf(phone)).toEqual([])
    expect(phone.context()).toMatchObject({ lastCall: { ending: 'failed' } })
  })

  test('a call without media ends at once, and says so', () => {
    const phone = registered({ broken: { watchMedia: 'open' } })
    phone.send(dial('a'))
    expect(outcomeOf(phone, 'dial a')).toEqual(['media-failed'])
    ring(phone, 'b')
    expect(phone.asked('watchSession', 'b')).toEqual(['session.bye'])
  })

  test('a phone that cannot hear callers works on, and says so', () => {
    const phone = registered({ broken: { watchInvitations: 'open' } })
    call(phone, 'a')
    expect(way(phone, 'a')).toBe('established')
    expect(phone.emitted).toContainEqual({ type: 'phone.error', failure: { code: 'sip-not-loaded' } })
  })

  test('a phone without sounds rings in silence', () => {
    const phone = registered({ broken: { playSound: 'open' } })
    ring(phone, 'a')
    expect([phone.at('ringer'), way(phone, 'a')]).toEqual(['free.unheard', 'open.alerting'])
  })

  test('no port at all leaves a phone that says what is wrong', () => {
    const phone = startPhone({
      broken: Object.fromEntries(
        ['keepCredentials', 'keepPreferences', 'watchConnection', 'watchDevices', 'watchInvitations'].map((port) => [
          port,
          'open',
        ]),
      ),
    })
    phone.send(signIn)
    while (phone.clock.fireNext());
    expect(phone.isAlive).toBe(true)
    expect(phone.settled).toEqual([['signIn', 'timed-out']])
  })
})
