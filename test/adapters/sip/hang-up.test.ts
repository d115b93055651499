import { afterEach, describe, expect, test, vi } from 'vitest'
import { calledIn, calledOut, connectedPhone, dialing } from './calls'
import { sdp } from './fake-media'
import { FarEnd } from './far-end'
import { createNormaliser } from './message'
import { at } from './phone'

const endedByUs = { type: 'session.ended', by: 'local', failure: null, reason: null, at }
const challenge = 'WWW-Authenticate: Digest algorithm=MD5, realm="pbx.example", nonce="n1"'

afterEach(() => {
  vi.useRealTimers()
})

/** SIP's own timers, in the test's hands. */
function stopTime(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
}

describe('hanging up before the answer', () => {
  test('while the offer is still being made: no INVITE is sent', async () => {
    const phone = await connectedPhone()
    const call = phone.session('a')
    const release = phone.mediaOf('a').delay('createOffer')
    call.send({ type: 'session.invite', target: 'sip:1002@pbx.example' })
    call.send({ type: 'session.cancel' })
    expect(await call.next()).toEqual(endedByUs)
    release()
    expect(await phone.wire.rest()).toEqual([])
    expect(call.rest()).toEqual([])
  })

  test('before any 1xx: CANCEL waits for the first one', async () => {
    const { phone, call, invite } = await dialing()
    const exact = createNormaliser()
    exact(invite.text)
    call.send({ type: 'session.cancel' })
    expect(await phone.wire.rest()).toEqual([])
    phone.wire.answer(invite, '100 Trying')
    const cancel = await phone.wire.next('CANCEL')
    expect(exact(cancel.text)).toBe(
      [
        'CANCEL sip:1002@pbx.example SIP/2.0',
        'Via: SIP/2.0/WSS host1;branch=branch1',
        'To: <sip:1002@pbx.example>',
        'From: <sip:1001@pbx.example>;tag=tag1',
        'CSeq: 1 CANCEL',
        'Call-ID: call1',
        'Max-Forwards: 70',
        'Supported: outbound, 100rel, timer, replaces',
        'User-Agent: Callchart',
        'Content-Length: 0',
        '',
        '',
      ].join('\r\n'),
    )
    phone.wire.answer(cancel, '200 OK')
    await phone.wire.quiet()
    expect(call.rest()).toEqual([])
    phone.wire.answer(invite, '487 Request Terminated')
    await phone.wire.next('ACK')
    expect(await call.next()).toEqual(endedByUs)
  })

  test('while it rings: CANCEL at once, and nothing that comes afterwards is told', async () => {
    const { phone, call, invite } = await dialing()
    phone.wire.answer(invite, '180 Ringing')
    await call.next()
    call.send({ type: 'session.cancel' })
    const cancel = await phone.wire.next('CANCEL')
    phone.wire.answer(invite, '183 Session Progress', { body: sdp('sendrecv') })
    phone.wire.answer(cancel, '200 OK')
    phone.wire.answer(invite, '487 Request Terminated')
    await phone.wire.next('ACK')
    expect(await call.next()).toEqual(endedByUs)
    expect(phone.mediaOf('out').log).toEqual(['createOffer open'])
  })

  test.each([
    ['401 Unauthorized', challenge],
    ['407 Proxy Authentication Required', challenge.replace('WWW', 'Proxy')],
  ])('before the %s: the INVITE is not sent again, and the callee never rings', async (status, header) => {
    const { phone, call, invite } = await dialing()
    call.send({ type: 'session.cancel' })
    phone.wire.answer(invite, status, { headers: [header] })
    await phone.wire.next('ACK')
    expect(await call.next()).toEqual(endedByUs)
    expect(await phone.wire.rest()).toEqual([])
  })

  test('after the INVITE was sent again with a digest: CANCEL for that one', async () => {
    const { phone, call, invite } = await dialing()
    phone.wire.answer(invite, '401 Unauthorized', { headers: [challenge] })
    await phone.wire.next('ACK')
    const again = await phone.wire.next('INVITE')
    call.send({ type: 'session.cancel' })
    phone.wire.answer(again, '100 Trying')
    const cancel = await phone.wire.next('CANCEL')
    expect(cancel.header('Via')).toBe(again.header('Via'))
    phone.wire.answer(again, '487 Request Terminated')
    await phone.wire.next('ACK')
    expect(await call.next()).toEqual(endedByUs)
  })

  test('a CANCEL that crosses a 200 ends in ACK and BYE', async () => {
    const { phone, call, invite } = await dialing()
    phone.wire.answer(invite, '180 Ringing')
    await call.next()
    call.send({ type: 'session.cancel' })
    await phone.wire.next('CANCEL')
    phone.wire.answer(invite, '200 OK', { body: sdp('sendrecv') })
    expect((await phone.wire.next('ACK')).header('To')).toMatch(/tag=far$/)
    const bye = await phone.wire.next('BYE')
    phone.wire.answer(bye, '200 OK')
    expect(await call.next()).toEqual(endedByUs)
    await phone.wire.quiet()
    expect(call.rest()).toEqual([])
    expect(phone.errors).toEqual([])
  })

  test('two forks that answer all the same get ACK and BYE, each', async () => {
    const { phone, call, invite } = await dialing()
    call.send({ type: 'session.cancel' })
    for (const tag of ['one', 'two']) {
      phone.wire.answer(invite, '200 OK', { body: sdp('sendrecv'), tag })
      expect((await phone.wire.next('ACK')).header('To')).toBe(`<sip:1002@pbx.example>;tag=${tag}`)
      const bye = await phone.wire.next('BYE')
      expect(bye.header('To')).toBe(`<sip:1002@pbx.example>;tag=${tag}`)
      phone.wire.answer(bye, '200 OK')
    }
    expect(await phone.wire.rest()).toEqual([])
    expect(await call.next()).toEqual(endedByUs)
    expect(phone.errors).toEqual([])
  })

  test('while the answer of the 200 is being taken: ACK, then BYE, and no CANCEL', async () => {
    const { phone, call, invite, media } = await dialing()
    const release = media.delay('acceptAnswer')
    phone.wire.answer(invite, '200 OK', { body: sdp('sendrecv') })
    await phone.wire.quiet()
    call.send({ type: 'session.cancel' })
    release()
    await phone.wire.next('ACK')
    const bye = await phone.wire.next('BYE')
    expect(bye.headers('Reason')).toEqual([])
    phone.wire.answer(bye, '200 OK')
    expect((await call.next()).type).toBe('session.accepted')
    expect(await call.next()).toEqual(endedByUs)
  })

  test('a refusal that crosses the CANCEL is our hanging up all the same', async () => {
    const { phone, call, invite } = await dialing()
    phone.wire.answer(invite, '180 Ringing')
    await call.next()
    call.send({ type: 'session.cancel' })
    await phone.wire.next('CANCEL')
    phone.wire.answer(invite, '486 Busy Here')
    await phone.wire.next('ACK')
    expect(await call.next()).toEqual(endedByUs)
  })

  test('hanging up twice is hanging up', async () => {
    const { phone, call, invite } = await dialing()
    phone.wire.answer(invite, '180 Ringing')
    await call.next()
    call.send({ type: 'session.cancel' })
    call.send({ type: 'session.cancel' })
    call.send({ type: 'session.bye' })
    await phone.wire.next('CANCEL')
    phone.wire.answer(invite, '487 Request Terminated')
    await phone.wire.next('ACK')
    expect(await call.next()).toEqual(endedByUs)
    call.send({ type: 'session.cancel' })
    expect(await phone.wire.rest()).toEqual([])
  })

  test('a server that answers nothing at all: the call is over after 64*T1', async () => {
    stopTime()
    const { phone, call } = await dialing()
    call.send({ type: 'session.cancel' })
    await vi.advanceTimersByTimeAsync(31_999)
    expect(call.rest()).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(await call.next()).toMatchObject({ type: 'session.ended', by: 'local' })
    expect(await phone.wire.rest()).toEqual([])
  })

  test('a server that does not answer the INVITE after a CANCEL: the call is over, and a late 200 gets ACK and BYE', async () => {
    stopTime()
    const { phone, call, invite } = await dialing()
    phone.wire.answer(invite, '180 Ringing')
    await call.next()
    call.send({ type: 'session.cancel' })
    await phone.wire.next('CANCEL')
    await vi.advanceTimersByTimeAsync(32_000)
    expect(await call.next()).toMatchObject({ type: 'session.ended', by: 'local', failure: { code: 'timed-out' } })
    phone.wire.answer(invite, '200 OK', { body: sdp('sendrecv') })
    await phone.wire.next('ACK')
    await phone.wire.next('BYE')
  })

  test('nobody answers the INVITE: timed out', async () => {
    stopTime()
    const { call } = await dialing()
    await vi.advanceTimersByTimeAsync(32_000)
    expect(await call.next()).toEqual({ type: 'session.rejected', failure: { code: 'timed-out' }, at })
  })
})

describe('hanging up a conversation', () => {
  test('tells the end when the far end has confirmed it, whatever it says', async () => {
    const { phone, call } = await calledOut()
    call.send({ type: 'session.bye' })
    const bye = await phone.wire.next('BYE')
    await phone.wire.quiet()
    expect(call.rest()).toEqual([])
    phone.wire.answer(bye, '481 Call/Transaction Does Not Exist')
    expect(await call.next()).toEqual(endedByUs)
  })

  test('a BYE that nobody answers times out', async () => {
    stopTime()
    const { phone, call } = await calledOut()
    call.send({ type: 'session.bye' })
    await phone.wire.next('BYE')
    await vi.advanceTimersByTimeAsync(32_000)
    expect(await call.next()).toEqual({ ...endedByUs, failure: { code: 'timed-out' } })
  })

  test('a BYE that cannot be sent ends it here', async () => {
    const { phone, call } = await calledOut()
    phone.network.transport.break()
    await phone.wire.quiet()
    expect(call.rest()).toEqual([])
    call.send({ type: 'session.bye' })
    expect(await call.next()).toEqual(endedByUs)
  })

  test('both at once: each BYE is answered, and the call ends once', async () => {
    const { phone, call, far } = await calledOut()
    call.send({ type: 'session.bye' })
    const bye = await phone.wire.next('BYE')
    far.request('BYE')
    await phone.wire.next('481 BYE')
    phone.wire.answer(bye, '200 OK')
    expect(await call.next()).toEqual(endedByUs)
    await phone.wire.quiet()
    expect(call.rest()).toEqual([])
  })

  test('the far end hangs up, and says why', async () => {
    const { phone, call, far } = await calledOut()
    far.request('BYE', { headers: ['Reason: Q.850;cause=16;text="Normal call clearing"'] })
    await phone.wire.next('200 BYE')
    const reason = { protocol: 'Q.850', cause: 16, text: 'Normal call clearing' }
    expect(await call.next()).toEqual({ type: 'session.ended', by: 'remote', failure: null, reason, at })
  })

  test('the far end that called hangs up', async () => {
    const { phone, call, far } = await calledIn()
    far.request('BYE')
    await phone.wire.next('200 BYE')
    expect(await call.next()).toMatchObject({ type: 'session.ended', by: 'remote', reason: null })
    expect(phone.errors).toEqual([])
  })

  test('while our offer is being made: BYE, and no re-INVITE after it', async () => {
    const { phone, call, media } = await calledOut()
    const release = media.delay('createOffer')
    call.send({ type: 'session.offer', offer: { hold: true } })
    call.send({ type: 'session.bye' })
    const bye = await phone.wire.next('BYE')
    release()
    expect(await phone.wire.rest()).toEqual([])
    phone.wire.answer(bye, '200 OK')
    expect(await call.next()).toEqual(endedByUs)
  })

  test('the far end hangs up while our offer is on its way', async () => {
    stopTime()
    const { phone, call, far } = await calledOut()
    call.send({ type: 'session.offer', offer: { hold: true } })
    const hold = await phone.wire.next('INVITE')
    phone.wire.answer(hold, '100 Trying')
    far.request('BYE')
    await phone.wire.next('200 BYE')
    await vi.advanceTimersByTimeAsync(40_000)
    expect(await phone.wire.rest()).toEqual([])
    phone.wire.answer(hold, '487 Request Terminated')
    await phone.wire.next('ACK')
    expect(await call.next()).toMatchObject({ type: 'session.ended', by: 'remote' })
    await phone.wire.quiet()
    expect(call.rest()).toEqual([])
  })

  test('the far end hangs up while we answer its offer', async () => {
    const { phone, call, far, media } = await calledOut()
    const release = media.delay('createAnswer')
    far.request('INVITE', { body: sdp('sendonly') })
    expect(await call.next()).toEqual({ type: 'session.offerReceived' })
    far.request('BYE')
    await phone.wire.next('200 BYE')
    expect(await call.next()).toMatchObject({ type: 'session.ended', by: 'remote' })
    release()
    expect(await phone.wire.rest()).toEqual(['488 INVITE'])
    expect(call.rest()).toEqual([])
    expect(phone.errors).toEqual([])
  })
})

test('a conversation outlives its connection', async () => {
  const { phone, call, invite } = await calledOut()
  phone.network.transport.break()
  await phone.connection.next()
  await phone.connect()
  expect(phone.network.transports).toHaveLength(1)
  FarEnd.called(phone.wire, invite).request('BYE')
  await phone.wire.next('200 BYE')
  expect(await call.next()).toMatchObject({ type: 'session.ended', by: 'remote' })
})
