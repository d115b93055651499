import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { alerting, calledOut, connectedPhone, dialing, type TestCall } from './calls'
import { sdp } from './fake-media'
import { FarEnd } from './far-end'
import { at, type SessionPort } from './phone'

const resume = { type: 'session.offer', offer: { hold: false } } as const

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})

afterEach(() => {
  vi.useRealTimers()
})

/** We have called; the 200 says this of the session's time. */
async function agreed(headers: readonly string[]): Promise<TestCall> {
  const dialed = await dialing()
  dialed.phone.wire.answer(dialed.invite, '200 OK', { headers, body: sdp('sendrecv') })
  await dialed.phone.wire.next('ACK')
  await expectFact(dialed.call, 'session.accepted')
  return dialed
}

async function expectFact(call: SessionPort, type: string): Promise<void> {
  expect(await call.next()).toMatchObject({ type })
}

const expired = { type: 'session.ended', by: 'lost', failure: { code: 'timed-out' }, reason: null, at }

describe('as the caller', () => {
  test.each(['Allow: INVITE, UPDATE', 'Allow: INVITE'])(
    'nothing is refreshed any more once it is over (%s)',
    async (allow) => {
      const { phone, call, far } = await agreed(['Session-Expires: 600;refresher=uac', allow])
      far.request('BYE')
      await phone.wire.next('200 BYE')
      await expectFact(call, 'session.ended')
      await vi.advanceTimersByTimeAsync(600_000)
      expect(await phone.wire.rest()).toEqual([])
      expect(call.rest()).toEqual([])
      expect(vi.getTimerCount()).toBe(0)
    },
  )

  test('we refresh by UPDATE at half of the interval where the far end allows it', async () => {
    const { phone, call, media, invite } = await agreed(['Session-Expires: 600;refresher=uac', 'Allow: INVITE, UPDATE'])
    expect(invite.headers('Session-Expires')).toEqual(['1800'])
    await vi.advanceTimersByTimeAsync(299_999)
    expect(await phone.wire.rest()).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    const update = await phone.wire.next('UPDATE')
    expect(update.header('Session-Expires')).toBe('600;refresher=uac')
    expect(update.header('Contact')).toBe(invite.header('Contact'))
    expect(update.header('CSeq')).toBe('2 UPDATE')
    expect(update.body).toBe('')
    phone.wire.answer(update, '200 OK', { headers: ['Session-Expires: 600;refresher=uac'] })
    await phone.wire.quiet()
    await vi.advanceTimersByTimeAsync(300_000)
    phone.wire.answer(await phone.wire.next('UPDATE'), '200 OK')
    await phone.wire.quiet()
    // The last 2xx says nothing of it: there is no timer any more (RFC 4028 7.2).
    await vi.advanceTimersByTimeAsync(1_800_000)
    expect(await phone.wire.rest()).toEqual([])
    expect(call.rest()).toEqual([])
    expect(media.log).toEqual(['createOffer open', 'acceptAnswer sendrecv'])
  })

  test('else the chart is asked to offer again what is agreed', async () => {
    const { phone, call } = await agreed(['Session-Expires: 600;refresher=uac'])
    await vi.advanceTimersByTimeAsync(300_000)
    expect(await call.next()).toEqual({ type: 'session.refreshDue' })
    call.send(resume)
    const reinvite = await phone.wire.next('INVITE')
    expect(reinvite.header('Session-Expires')).toBe('600;refresher=uac')
    phone.wire.answer(reinvite, '200 OK', { headers: ['Session-Expires: 600;refresher=uac'], body: sdp('sendrecv') })
    await phone.wire.next('ACK')
    await expectFact(call, 'session.negotiated')
    await vi.advanceTimersByTimeAsync(299_999)
    expect(call.rest()).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    await expectFact(call, 'session.refreshDue')
  })

  test('a session that nobody refreshes is asked for again, and ends with a BYE before it expires', async () => {
    const { phone, call } = await agreed(['Session-Expires: 600;refresher=uac'])
    await vi.advanceTimersByTimeAsync(568_000)
    await phone.wire.next('BYE')
    const facts = call.rest()
    expect(facts.at(-1)).toEqual(expired)
    expect(facts.length).toBeGreaterThan(3)
    expect(facts.slice(0, -1).every(({ type }) => type === 'session.refreshDue')).toBe(true)
  })

  test('the far end refreshes: we wait for it, and hang up a little before the end', async () => {
    const { phone, call } = await agreed(['Session-Expires: 90;refresher=uas', 'Allow: UPDATE'])
    await vi.advanceTimersByTimeAsync(59_999)
    expect(await phone.wire.rest()).toEqual([])
    expect(call.rest()).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    await phone.wire.next('BYE')
    expect(call.rest()).toEqual([expired])
  })

  test('the far end refreshes by UPDATE, with and without an offer', async () => {
    const { phone, call, media, far } = await agreed(['Session-Expires: 90;refresher=uas'])
    const headers = ['Supported: timer', 'Session-Expires: 90;refresher=uac']
    await vi.advanceTimersByTimeAsync(45_000)
    far.request('UPDATE', { headers })
    const plain = await phone.wire.next('200 UPDATE')
    expect(plain.header('Session-Expires')).toBe('90;refresher=uac')
    expect(plain.header('Require')).toBe('timer')
    expect(plain.body).toBe('')
    await vi.advanceTimersByTimeAsync(45_000)
    far.request('UPDATE', { headers, body: sdp('sendonly') })
    expect((await phone.wire.next('200 UPDATE')).body).toBe(sdp('recvonly'))
    expect(call.rest().map(({ type }) => type)).toEqual([
      'session.offerReceived',
      'session.remoteHeld',
      'session.offerAnswered',
    ])
    expect(media.log.at(-1)).toBe('createAnswer sendonly')
    await vi.advanceTimersByTimeAsync(60_000)
    await phone.wire.next('BYE')
  })

  test('422: asked again, as the same call, with what it takes', async () => {
    const { phone, call, invite, media } = await dialing()
    phone.wire.answer(invite, '422 Session Interval Too Small', { headers: ['Min-SE: 3600'] })
    await phone.wire.next('ACK')
    const again = await phone.wire.next('INVITE')
    expect(again.headers('Session-Expires')).toEqual(['3600'])
    expect(again.headers('Min-SE')).toEqual(['3600'])
    expect(again.header('CSeq')).toBe('2 INVITE')
    for (const name of ['Call-ID', 'From', 'To']) expect(again.header(name)).toBe(invite.header(name))
    expect(again.body).toBe(invite.body)
    phone.wire.answer(again, '200 OK', { headers: ['Session-Expires: 3600;refresher=uac'], body: sdp('sendrecv') })
    expect((await phone.wire.next('ACK')).header('CSeq')).toBe('2 ACK')
    await expectFact(call, 'session.accepted')
    expect(media.log).toEqual(['createOffer open', 'acceptAnswer sendrecv'])
  })

  test.each([[['Min-SE: 90']], [[]]])('422 with %j that would change nothing is a refusal', async (headers) => {
    const { phone, call, invite } = await dialing()
    phone.wire.answer(invite, '422 Session Interval Too Small', { headers })
    await phone.wire.next('ACK')
    expect(await call.next()).toMatchObject({ type: 'session.rejected', failure: { code: 'refused', sipStatus: 422 } })
    expect(await phone.wire.rest()).toEqual([])
  })

  test('422 to a re-INVITE, and to an UPDATE: asked again, in the order of the dialog', async () => {
    const { phone, call } = await agreed(['Session-Expires: 600;refresher=uac', 'Allow: UPDATE'])
    call.send(resume)
    phone.wire.answer(await phone.wire.next('INVITE'), '422 Session Interval Too Small', { headers: ['Min-SE: 900'] })
    await phone.wire.next('ACK')
    const again = await phone.wire.next('INVITE')
    expect(again.header('CSeq')).toBe('3 INVITE')
    expect(again.headers('Session-Expires')).toEqual(['900;refresher=uac'])
    phone.wire.answer(again, '200 OK', { headers: ['Session-Expires: 900;refresher=uac'], body: sdp('sendrecv') })
    await phone.wire.next('ACK')
    await expectFact(call, 'session.negotiated')
    await vi.advanceTimersByTimeAsync(450_000)
    phone.wire.answer(await phone.wire.next('UPDATE'), '422 Session Interval Too Small', { headers: ['Min-SE: 1000'] })
    const update = await phone.wire.next('UPDATE')
    expect(update.header('Session-Expires')).toBe('1000;refresher=uac')
    expect(update.header('CSeq')).toBe('5 UPDATE')
  })

  test('405 to an UPDATE: the chart is asked after all', async () => {
    const { phone, call } = await agreed(['Session-Expires: 600;refresher=uac', 'Allow: UPDATE'])
    await vi.advanceTimersByTimeAsync(300_000)
    phone.wire.answer(await phone.wire.next('UPDATE'), '405 Method Not Allowed')
    expect(await call.next()).toEqual({ type: 'session.refreshDue' })
  })

  test.each(['481 Call/Transaction Does Not Exist', '408 Request Timeout'])('%s to an UPDATE: lost', async (status) => {
    const { phone, call } = await agreed(['Session-Expires: 600;refresher=uac', 'Allow: UPDATE'])
    await vi.advanceTimersByTimeAsync(300_000)
    phone.wire.answer(await phone.wire.next('UPDATE'), status)
    expect(await call.next()).toMatchObject({ type: 'session.ended', by: 'lost', failure: { code: 'dialog-gone' } })
    await phone.wire.next('BYE')
  })

  test('a 200 that says nothing of it: no timer', async () => {
    const { phone, call } = await calledOut()
    await vi.advanceTimersByTimeAsync(7_200_000)
    expect(await phone.wire.rest()).toEqual([])
    expect(call.rest()).toEqual([])
  })

  test('a call that is over is refreshed no more', async () => {
    const { phone, call, far } = await agreed(['Session-Expires: 90;refresher=uac'])
    far.request('BYE')
    await phone.wire.next('200 BYE')
    await expectFact(call, 'session.ended')
    await vi.advanceTimersByTimeAsync(90_000)
    expect(await phone.wire.rest()).toEqual([])
    expect(call.rest()).toEqual([])
  })
})

/** It rings here, after an INVITE that says this of the session's time. */
async function asked(headers: readonly string[]) {
  const phone = await connectedPhone()
  const invite = phone.wire.request('INVITE', 'sip:1001@pbx.example', { body: sdp('sendrecv'), headers })
  await phone.wire.next('100 INVITE')
  const { callId } = await phone.invitations.next()
  const call = phone.session(callId)
  const far = FarEnd.calling(phone.wire, await phone.wire.next('180 INVITE'))
  call.send({ type: 'session.accept' })
  const answer = await phone.wire.next('200 INVITE')
  far.ack(invite)
  await expectFact(call, 'session.accepted')
  return { phone, call, far, answer }
}

describe('as the called', () => {
  test.each([
    ['the caller knows timers', ['Supported: timer', 'Session-Expires: 600'], '600;refresher=uac', ['timer']],
    [
      'the caller wants us to',
      ['Supported: timer', 'Session-Expires: 600;refresher=uas'],
      '600;refresher=uas',
      ['timer'],
    ],
    [
      'the caller requires them',
      ['Require: timer', 'Supported: timer', 'Session-Expires: 90;refresher=uac'],
      '90;refresher=uac',
      ['timer'],
    ],
    ['a proxy asked in its place', ['Session-Expires: 600'], '600;refresher=uas', []],
  ])('the 200 says who refreshes: %s', async (_who, headers, expires, require) => {
    const { answer } = await asked(headers)
    expect(answer.header('Session-Expires')).toBe(expires)
    expect(answer.headers('Require')).toEqual(require)
  })

  test('nobody asked: the 200 says nothing of it', async () => {
    const { answer } = await asked(['Supported: timer'])
    expect(answer.headers('Session-Expires')).toEqual([])
  })

  test('we are to refresh, and do, as the client of that request', async () => {
    const { phone } = await asked(['Supported: timer', 'Session-Expires: 600;refresher=uas', 'Allow: INVITE,UPDATE'])
    await vi.advanceTimersByTimeAsync(300_000)
    expect((await phone.wire.next('UPDATE')).header('Session-Expires')).toBe('600;refresher=uac')
  })

  test('the caller refreshes by re-INVITE, and then no more', async () => {
    const { phone, call, far } = await asked(['Supported: timer', 'Session-Expires: 90;refresher=uac'])
    await vi.advanceTimersByTimeAsync(45_000)
    const headers = ['Supported: timer', 'Session-Expires: 90;refresher=uac']
    const reinvite = far.request('INVITE', { headers, body: sdp('sendrecv') })
    expect((await phone.wire.next('200 INVITE')).header('Session-Expires')).toBe('90;refresher=uac')
    far.ack(reinvite)
    await expectFact(call, 'session.offerReceived')
    await expectFact(call, 'session.offerAnswered')
    await vi.advanceTimersByTimeAsync(59_000)
    expect(await phone.wire.rest()).toEqual([])
    await vi.advanceTimersByTimeAsync(1_000)
    await phone.wire.next('BYE')
    expect(call.rest()).toEqual([expired])
  })

  test('too short an interval gets 422, in an INVITE and in a re-INVITE', async () => {
    const phone = await connectedPhone()
    const headers = ['Supported: timer', 'Session-Expires: 89']
    phone.wire.request('INVITE', 'sip:1001@pbx.example', { body: sdp('sendrecv'), headers })
    await phone.wire.next('100 INVITE')
    expect((await phone.wire.next('422 INVITE')).header('Min-SE')).toBe('90')
    const { far } = await calledOut(phone)
    far.request('INVITE', { body: sdp('sendrecv'), headers })
    await phone.wire.next('422 INVITE')
    expect(phone.invitations.rest()).toEqual([])
  })
})

describe('an UPDATE with an offer', () => {
  const offer = { body: sdp('sendrecv') }

  test('gets 491 while ours is on its way, and 500 while another waits for its ACK', async () => {
    const { phone, call, far } = await calledOut()
    call.send(resume)
    const reinvite = await phone.wire.next('INVITE')
    far.request('UPDATE', offer)
    await phone.wire.next('491 UPDATE')
    phone.wire.answer(reinvite, '200 OK', { body: sdp('sendrecv') })
    await phone.wire.next('ACK')
    far.request('INVITE', offer)
    await phone.wire.next('200 INVITE')
    far.request('UPDATE', offer)
    expect((await phone.wire.next('500 UPDATE')).header('Retry-After')).toBe('1')
  })

  test('before the first answer gets 491 from the caller, and 500 from the called', async () => {
    const { phone, invite, far } = await dialing()
    phone.wire.answer(invite, '180 Ringing')
    far.request('UPDATE', offer)
    await phone.wire.next('491 UPDATE')
    far.request('UPDATE')
    await phone.wire.next('200 UPDATE')
    const ringing = await alerting()
    ringing.far.request('UPDATE', offer)
    await ringing.phone.wire.next('500 UPDATE')
  })

  test('that cannot be answered gets 488, and is rolled back', async () => {
    const { phone, call, far, media } = await calledOut()
    media.fail('createAnswer')
    far.request('UPDATE', offer)
    await phone.wire.next('488 UPDATE')
    await expectFact(call, 'session.offerReceived')
    await expectFact(call, 'session.offerAnswered')
    expect(media.log.at(-1)).toBe('rollBack')
  })

  test('moves the target of the dialog, as one without an offer does', async () => {
    const { phone, call, far } = await calledOut()
    far.request('UPDATE', { headers: ['Contact: <sip:moved@203.0.113.1;transport=ws>'] })
    await phone.wire.next('200 UPDATE')
    call.send(resume)
    expect((await phone.wire.next('INVITE')).startLine).toBe('INVITE sip:moved@203.0.113.1;transport=ws SIP/2.0')
  })
})
