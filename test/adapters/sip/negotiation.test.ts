import { afterEach, describe, expect, test, vi } from 'vitest'
import { calledIn, calledOut, dialing, type TestCall } from './calls'
import { sdp } from './fake-media'
import { createNormaliser } from './message'
import { at } from './phone'

const hold = { type: 'session.offer', offer: { hold: true } } as const
const resume = { type: 'session.offer', offer: { hold: false } } as const

afterEach(() => {
  vi.useRealTimers()
})

describe('our offer', () => {
  test('holds and resumes, message by message', async () => {
    const { phone, call, invite, media } = await calledOut()
    const exact = createNormaliser()
    exact(invite.text)
    call.send(hold)
    const reinvite = await phone.wire.next('INVITE')
    expect(exact(reinvite.text)).toBe(
      [
        'INVITE sip:far@198.51.100.7;transport=ws SIP/2.0',
        'Via: SIP/2.0/WSS host1;branch=branch2',
        'To: <sip:1002@pbx.example>;tag=tag2',
        'From: <sip:1001@pbx.example>;tag=tag1',
        'CSeq: 2 INVITE',
        'Call-ID: call1',
        'Max-Forwards: 70',
        'Session-Expires: 1800',
        'Min-SE: 90',
        'Allow: ACK,BYE,CANCEL,INFO,INVITE,MESSAGE,NOTIFY,OPTIONS,PRACK,REFER,UPDATE',
        'Contact: <sip:contact1;transport=ws;ob>',
        'Supported: outbound, 100rel, timer, replaces',
        'User-Agent: Callchart',
        'Content-Type: application/sdp',
        `Content-Length: ${sdp('sendonly').length}`,
        '',
        sdp('sendonly'),
      ].join('\r\n'),
    )
    phone.wire.answer(reinvite, '100 Trying')
    phone.wire.answer(reinvite, '200 OK', { body: sdp('recvonly') })
    await phone.wire.next('ACK')
    expect(await call.next()).toEqual({ type: 'session.negotiated', offer: { hold: true } })

    call.send(resume)
    const again = await phone.wire.next('INVITE')
    expect(again.body).toBe(sdp('sendrecv'))
    phone.wire.answer(again, '200 OK', { body: sdp('sendrecv') })
    await phone.wire.next('ACK')
    expect(await call.next()).toEqual({ type: 'session.negotiated', offer: { hold: false } })
    expect(media.log.slice(2)).toEqual([
      'createOffer hold',
      'acceptAnswer recvonly',
      'createOffer open',
      'acceptAnswer sendrecv',
    ])
  })

  test.each([
    ['488 Not Acceptable Here', 'not-acceptable'],
    ['403 Forbidden', 'forbidden'],
    ['500 Server Internal Error', 'server-error'],
    ['302 Moved Temporarily', 'refused'],
  ])('%s: refused, rolled back, and the call lives on', async (status, code) => {
    const { phone, call, media } = await calledOut()
    call.send(hold)
    phone.wire.answer(await phone.wire.next('INVITE'), status)
    await phone.wire.next('ACK')
    const failure = { code, sipStatus: Number(status.slice(0, 3)), text: status.slice(4) }
    expect(await call.next()).toEqual({ type: 'session.offerRefused', failure })
    expect(media.log.slice(2)).toEqual(['createOffer hold', 'rollBack'])
    call.send(hold)
    phone.wire.answer(await phone.wire.next('INVITE'), '200 OK', { body: sdp('recvonly') })
    await phone.wire.next('ACK')
    expect(await call.next()).toEqual({ type: 'session.negotiated', offer: { hold: true } })
  })

  test.each([
    ['we called', calledOut, 0, 2100],
    ['we called', calledOut, 0.5, 3050],
    ['we called', calledOut, 0.999999, 4000],
    ['they called', calledIn, 0, 0],
    ['they called', calledIn, 0.5, 1000],
    ['they called', calledIn, 0.999999, 2000],
  ])('491 where %s: the wait is drawn (RFC 3261 14.1)', async (_who, talk, chance, retryAfterMs) => {
    const { phone, call, media } = await talk()
    phone.chance = chance
    call.send(hold)
    phone.wire.answer(await phone.wire.next('INVITE'), '491 Request Pending')
    await phone.wire.next('ACK')
    expect(await call.next()).toEqual({ type: 'session.offersCrossed', retryAfterMs })
    expect(media.log.at(-1)).toBe('rollBack')
  })

  test.each(['481 Call/Transaction Does Not Exist', '408 Request Timeout'])(
    '%s: the dialog is gone',
    async (status) => {
      const { phone, call } = await calledOut()
      call.send(hold)
      phone.wire.answer(await phone.wire.next('INVITE'), status)
      await phone.wire.next('ACK')
      expect(await call.next()).toEqual({
        type: 'session.ended',
        by: 'lost',
        failure: { code: 'dialog-gone', sipStatus: Number(status.slice(0, 3)), text: status.slice(4) },
        reason: null,
        at,
      })
      await phone.wire.next('BYE')
      await phone.wire.quiet()
      expect(call.rest()).toEqual([])
    },
  )

  test('nobody answers it: the dialog is gone, too', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const { phone, call } = await calledOut()
    call.send(hold)
    await phone.wire.next('INVITE')
    await vi.advanceTimersByTimeAsync(32_000)
    expect(await call.next()).toMatchObject({ type: 'session.ended', by: 'lost', failure: { code: 'dialog-gone' } })
  })

  test('nobody answers it, but the connection has broken: that says nothing about the dialog', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const { phone, call } = await calledOut()
    call.send(hold)
    await phone.wire.next('INVITE')
    phone.network.transport.break()
    await vi.advanceTimersByTimeAsync(32_000)
    await phone.wire.quiet()
    expect(call.rest()).toMatchObject([{ type: 'session.offerRefused' }])
  })

  test('a 1xx, and then nobody answers it: CANCEL', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const { phone, call } = await calledOut()
    call.send(hold)
    const reinvite = await phone.wire.next('INVITE')
    phone.wire.answer(reinvite, '100 Trying')
    await phone.wire.quiet()
    await vi.advanceTimersByTimeAsync(32_000)
    await phone.wire.next('CANCEL')
    phone.wire.answer(reinvite, '487 Request Terminated')
    await phone.wire.next('ACK')
    expect(await call.next()).toMatchObject({ type: 'session.offerRefused' })
  })

  test('without a connection: refused as unreachable, and the call lives on', async () => {
    const { phone, call, media } = await calledOut()
    phone.network.transport.break()
    call.send(hold)
    expect(await call.next()).toEqual({ type: 'session.offerRefused', failure: { code: 'unreachable' } })
    expect(media.log.at(-1)).toBe('rollBack')
  })

  test('cannot be made: refused, rolled back, nothing sent', async () => {
    const { phone, call, media } = await calledOut()
    media.fail('createOffer')
    call.send(hold)
    expect(await call.next()).toEqual({ type: 'session.offerRefused', failure: { code: 'media-failed' } })
    expect(media.log.at(-1)).toBe('rollBack')
    expect(await phone.wire.rest()).toEqual([])
  })

  test('has an answer that is of no use: ACK, BYE', async () => {
    const { phone, call, media } = await calledOut()
    media.fail('acceptAnswer')
    call.send(hold)
    phone.wire.answer(await phone.wire.next('INVITE'), '200 OK', { body: sdp('recvonly') })
    await phone.wire.next('ACK')
    await phone.wire.next('BYE')
    expect(await call.next()).toMatchObject({ type: 'session.ended', by: 'local', failure: { code: 'media-failed' } })
    await phone.wire.quiet()
    expect(call.rest()).toEqual([])
  })

  test('a second one while the first is pending never throws: it is to be tried again later', async () => {
    const { phone, call } = await calledOut()
    call.send(hold)
    call.send(resume)
    const reinvite = await phone.wire.next('INVITE')
    expect(await call.next()).toEqual({ type: 'session.offersCrossed', retryAfterMs: 3050 })
    phone.wire.answer(reinvite, '200 OK', { body: sdp('recvonly') })
    await phone.wire.next('ACK')
    expect(await call.next()).toEqual({ type: 'session.negotiated', offer: { hold: true } })
    expect(await phone.wire.rest()).toEqual([])
  })

  test('in a call that came in, and in one with early media: an offer, whatever was said before', async () => {
    const callee = await calledIn()
    callee.call.send(hold)
    expect((await callee.phone.wire.next('INVITE')).body).toBe(sdp('sendonly'))

    const { phone, call, invite, media } = await dialing()
    phone.wire.answer(invite, '183 Session Progress', { body: sdp('sendrecv') })
    phone.wire.answer(invite, '200 OK', { body: sdp('sendrecv') })
    await phone.wire.next('ACK')
    call.send(resume)
    phone.wire.answer(await phone.wire.next('INVITE'), '200 OK', { body: sdp('sendrecv') })
    await phone.wire.next('ACK')
    expect(media.log.slice(3)).toEqual(['createOffer open', 'acceptAnswer sendrecv'])
  })

  test('is challenged: sent again with a digest', async () => {
    const { phone, call } = await calledOut()
    call.send(hold)
    const challenge = 'WWW-Authenticate: Digest algorithm=MD5, realm="pbx.example", nonce="n2"'
    phone.wire.answer(await phone.wire.next('INVITE'), '401 Unauthorized', { headers: [challenge] })
    await phone.wire.next('ACK')
    const again = await phone.wire.next('INVITE')
    expect(again.header('Authorization')).toContain('nonce="n2"')
    phone.wire.answer(again, '200 OK', { body: sdp('recvonly') })
    await phone.wire.next('ACK')
    expect(await call.next()).toEqual({ type: 'session.negotiated', offer: { hold: true } })
  })
})

describe("the far end's offer", () => {
  test('is answered, and the ACK makes room for the next one', async () => {
    const { phone, call, far, media } = await calledOut()
    const reinvite = far.request('INVITE', { body: sdp('sendonly') })
    const ok = await phone.wire.next('200 INVITE')
    expect(ok.body).toBe(sdp('recvonly'))
    expect(await call.next()).toEqual({ type: 'session.offerReceived' })
    expect(await call.next()).toEqual({ type: 'session.remoteHeld' })
    expect(call.rest()).toEqual([])
    far.ack(reinvite)
    expect(await call.next()).toEqual({ type: 'session.offerAnswered' })
    expect(media.log.at(-1)).toBe('createAnswer sendonly')
  })

  test('without a description is answered with our offer, in our intention', async () => {
    const { phone, call, far, media } = await calledOut()
    call.send(hold)
    phone.wire.answer(await phone.wire.next('INVITE'), '200 OK', { body: sdp('recvonly') })
    await phone.wire.next('ACK')
    await call.next()
    const reinvite = far.request('INVITE')
    expect((await phone.wire.next('200 INVITE')).body).toBe(sdp('sendonly'))
    expect(await call.next()).toEqual({ type: 'session.offerReceived' })
    far.ack(reinvite, sdp('recvonly'))
    expect(await call.next()).toEqual({ type: 'session.offerAnswered' })
    expect(media.log.slice(-2)).toEqual(['createOffer hold', 'acceptAnswer recvonly'])
  })

  test('without a description, after a refused hold: our intention is what was agreed', async () => {
    const { phone, call, far } = await calledOut()
    call.send(hold)
    phone.wire.answer(await phone.wire.next('INVITE'), '488 Not Acceptable Here')
    await phone.wire.next('ACK')
    await call.next()
    far.request('INVITE')
    expect((await phone.wire.next('200 INVITE')).body).toBe(sdp('sendrecv'))
  })

  test('that cannot be answered gets 488, is rolled back, and holds nobody', async () => {
    const { phone, call, far, media } = await calledOut()
    media.fail('createAnswer')
    far.request('INVITE', { body: sdp('sendonly') })
    await phone.wire.next('488 INVITE')
    expect(await call.next()).toEqual({ type: 'session.offerReceived' })
    expect(await call.next()).toEqual({ type: 'session.offerAnswered' })
    expect(media.log.slice(-2)).toEqual(['createAnswer sendonly', 'rollBack'])
    expect(call.rest()).toEqual([])
  })

  test('gets 491 while ours is still being made', async () => {
    const { phone, call, far, media } = await calledOut()
    const release = media.delay('createOffer')
    call.send(hold)
    far.request('INVITE', { body: sdp('sendonly') })
    await phone.wire.next('491 INVITE')
    release()
    phone.wire.answer(await phone.wire.next('INVITE'), '200 OK', { body: sdp('recvonly') })
    await phone.wire.next('ACK')
    expect(await call.next()).toEqual({ type: 'session.negotiated', offer: { hold: true } })
    expect(media.log.slice(2)).toEqual(['createOffer hold', 'acceptAnswer recvonly'])
  })

  test('gets 491 while ours is on its way', async () => {
    const { phone, call, far, media } = await calledOut()
    call.send(hold)
    const reinvite = await phone.wire.next('INVITE')
    far.request('INVITE', { body: sdp('sendonly') })
    await phone.wire.next('491 INVITE')
    phone.wire.answer(reinvite, '491 Request Pending')
    await phone.wire.next('ACK')
    expect(await call.next()).toMatchObject({ type: 'session.offersCrossed' })
    expect(media.log.slice(2)).toEqual(['createOffer hold', 'rollBack'])
    far.request('INVITE', { body: sdp('sendonly') })
    await phone.wire.next('200 INVITE')
  })

  test('gets 491 while the answer to our first one is still being taken', async () => {
    const talk = await dialedWithSlowAnswer()
    talk.far.request('INVITE', { body: sdp('sendonly') })
    await talk.phone.wire.next('491 INVITE')
    talk.release()
    await talk.phone.wire.next('ACK')
    expect((await talk.call.next()).type).toBe('session.accepted')
  })

  test('while it is being answered, or waits for its ACK, ours is to be tried later', async () => {
    const { phone, call, far, media } = await calledOut()
    const release = media.delay('createAnswer')
    const reinvite = far.request('INVITE', { body: sdp('sendrecv') })
    expect(await call.next()).toEqual({ type: 'session.offerReceived' })
    call.send(hold)
    expect(await call.next()).toEqual({ type: 'session.offersCrossed', retryAfterMs: 3050 })
    release()
    await phone.wire.next('200 INVITE')
    call.send(hold)
    expect(await call.next()).toEqual({ type: 'session.offersCrossed', retryAfterMs: 3050 })
    far.ack(reinvite)
    expect(await call.next()).toEqual({ type: 'session.offerAnswered' })
    call.send(hold)
    await phone.wire.next('INVITE')
  })

  test('a second one before the first is done gets 500 and a Retry-After', async () => {
    const { phone, far, media } = await calledOut()
    const release = media.delay('createAnswer')
    far.request('INVITE', { body: sdp('sendrecv') })
    far.request('INVITE', { body: sdp('sendonly') })
    expect(Number((await phone.wire.next('500 INVITE')).header('Retry-After'))).toBeLessThanOrEqual(10)
    release()
    await phone.wire.next('200 INVITE')
  })

  test('whose ACK never comes: BYE', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const { phone, call, far } = await calledOut()
    far.request('INVITE', { body: sdp('sendrecv') })
    await phone.wire.next('200 INVITE')
    await vi.advanceTimersByTimeAsync(32_000)
    expect((await phone.wire.rest()).filter((label) => label !== '200 INVITE')).toEqual(['BYE'])
    expect(await call.next()).toEqual({ type: 'session.offerReceived' })
    expect(await call.next()).toMatchObject({ type: 'session.ended', by: 'lost', failure: { code: 'timed-out' } })
  })

  test('in a call that came in is answered, too', async () => {
    const { phone, call, far } = await calledIn()
    const reinvite = far.request('INVITE', { body: sdp('inactive') })
    await phone.wire.next('200 INVITE')
    far.ack(reinvite)
    await phone.wire.quiet()
    expect(call.rest().map(({ type }) => type)).toEqual([
      'session.offerReceived',
      'session.remoteHeld',
      'session.offerAnswered',
    ])
    expect(phone.errors).toEqual([])
  })
})

describe('the hold of the far end is told only when it changes', () => {
  async function offer({ phone, call, far }: TestCall, description: string): Promise<string[]> {
    const reinvite = far.request('INVITE', { body: description })
    await phone.wire.next('200 INVITE')
    far.ack(reinvite)
    await phone.wire.quiet()
    return call
      .rest()
      .map(({ type }) => type)
      .filter((type) => type.startsWith('session.remote'))
  }

  test('by its offers', async () => {
    const talk = await calledOut()
    expect(await offer(talk, sdp('sendrecv'))).toEqual([])
    expect(await offer(talk, sdp('sendonly'))).toEqual(['session.remoteHeld'])
    expect(await offer(talk, sdp('inactive'))).toEqual([])
    expect(await offer(talk, sdp('sendrecv', { connection: '0.0.0.0' }))).toEqual([])
    expect(await offer(talk, sdp('', { session: 'sendonly' }))).toEqual([])
    expect(await offer(talk, sdp('recvonly'))).toEqual(['session.remoteResumed'])
    expect(await offer(talk, sdp('', { connection: '0.0.0.0' }))).toEqual(['session.remoteHeld'])
    expect(await offer(talk, sdp(''))).toEqual(['session.remoteResumed'])
  })

  test('by its answers', async () => {
    const { phone, call } = await calledOut()
    call.send(hold)
    phone.wire.answer(await phone.wire.next('INVITE'), '200 OK', { body: sdp('inactive') })
    expect((await call.next()).type).toBe('session.remoteHeld')
    expect((await call.next()).type).toBe('session.negotiated')
    await phone.wire.next('ACK')
    call.send(resume)
    phone.wire.answer(await phone.wire.next('INVITE'), '200 OK', { body: sdp('sendonly') })
    expect((await call.next()).type).toBe('session.negotiated')
    await phone.wire.next('ACK')
    call.send(resume)
    phone.wire.answer(await phone.wire.next('INVITE'), '200 OK', { body: sdp('sendrecv') })
    expect((await call.next()).type).toBe('session.remoteResumed')
    expect((await call.next()).type).toBe('session.negotiated')
  })
})

async function dialedWithSlowAnswer() {
  const dialed = await dialing()
  const release = dialed.media.delay('acceptAnswer')
  dialed.phone.wire.answer(dialed.invite, '200 OK', { body: sdp('sendrecv') })
  await dialed.phone.wire.quiet()
  return { ...dialed, release }
}
