import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { calledIn, calledOut, connectedPhone, dialing } from './calls'
import { sdp } from './fake-media'
import { FarEnd } from './far-end'
import { createNormaliser } from './message'
import type { SessionPort, TestPhone } from './phone'
import type { Answer } from './wire'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})

afterEach(() => {
  vi.useRealTimers()
})

async function expectFact(call: SessionPort, type: string): Promise<void> {
  expect(await call.next()).toMatchObject({ type })
}

const reliable = (rseq: number, answer: Answer = {}): Answer => ({
  ...answer,
  headers: ['Require: 100rel', `RSeq: ${rseq}`],
})

/** The RAck of each PRACK that the phone has sent, and in which dialog. */
async function acknowledged(phone: TestPhone): Promise<string[]> {
  await phone.wire.quiet()
  return phone.wire.all
    .filter(({ method, status }) => method === 'PRACK' && status === null)
    .map((prack) => `${prack.header('RAck')}, ${/tag=(\w+)/.exec(prack.header('To'))?.[1]}`)
}

describe('reliable provisional responses', () => {
  test('of the far end are acknowledged', async () => {
    const { phone, call, invite } = await dialing()
    const headers = ['Require: 100rel', 'RSeq: 7']
    phone.wire.answer(invite, '183 Session Progress', { headers, body: sdp('sendrecv') })
    const prack = await phone.wire.next('PRACK')
    expect(prack.header('RAck')).toBe('7 1 INVITE')
    phone.wire.answer(prack, '200 OK')
    await expectFact(call, 'session.progressed')
    phone.wire.answer(invite, '200 OK')
    await phone.wire.next('ACK')
    await expectFact(call, 'session.accepted')
  })

  async function requiring() {
    const phone = await connectedPhone()
    const headers = ['Require: 100rel']
    const invite = phone.wire.request('INVITE', 'sip:1001@pbx.example', { body: sdp('sendrecv'), headers })
    await phone.wire.next('100 INVITE')
    const call = phone.session((await phone.invitations.next()).callId)
    const ringing = await phone.wire.next('180 INVITE')
    return { phone, call, invite, ringing, far: FarEnd.calling(phone.wire, ringing) }
  }

  test('are given to a caller who requires them, and repeated until the PRACK', async () => {
    const { phone, call, invite, ringing, far } = await requiring()
    expect(ringing.header('Require')).toBe('100rel')
    expect(ringing.header('RSeq')).toBe('1')
    expect(ringing.body).toBe('')
    await vi.advanceTimersByTimeAsync(1_500)
    expect(await phone.wire.rest()).toEqual(['180 INVITE', '180 INVITE'])
    far.request('PRACK', { headers: ['RAck: 9 1 INVITE'] })
    await phone.wire.next('481 PRACK')
    far.request('PRACK', { headers: ['RAck: 1 1 INVITE'] })
    await phone.wire.next('200 PRACK')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(await phone.wire.rest()).toEqual([])
    call.send({ type: 'session.accept' })
    await phone.wire.next('200 INVITE')
    far.ack(invite)
    await expectFact(call, 'session.accepted')
  })

  test('whose PRACK never comes end the call', async () => {
    const { phone, call } = await requiring()
    await vi.advanceTimersByTimeAsync(32_000)
    expect((await phone.wire.rest()).at(-1)).toBe('504 INVITE')
    expect(call.rest()).toMatchObject([{ type: 'session.cancelled' }])
  })

  test('are not given to one who only can have them', async () => {
    const phone = await connectedPhone()
    phone.wire.request('INVITE', 'sip:1001@pbx.example', { body: sdp('sendrecv'), headers: ['Supported: 100rel'] })
    await phone.wire.next('100 INVITE')
    phone.session((await phone.invitations.next()).callId)
    expect((await phone.wire.next('180 INVITE')).headers('Require')).toEqual([])
    await vi.advanceTimersByTimeAsync(60_000)
    expect(await phone.wire.rest()).toEqual([])
  })

  test('of the far end are acknowledged each once and in their order, message by message', async () => {
    const { phone, call, invite } = await dialing()
    phone.wire.answer(invite, '180 Ringing', reliable(1))
    const exact = createNormaliser()
    expect(exact((await phone.wire.next('PRACK')).text)).toBe(
      [
        'PRACK sip:far@198.51.100.7;transport=ws SIP/2.0',
        'Via: SIP/2.0/WSS host1;branch=branch1',
        'To: <sip:1002@pbx.example>;tag=tag1',
        'From: <sip:1001@pbx.example>;tag=tag2',
        'CSeq: 2 PRACK',
        'Call-ID: call1',
        'Max-Forwards: 70',
        'RAck: 1 1 INVITE',
        'Supported: outbound, 100rel, timer, replaces',
        'User-Agent: Callchart',
        'Content-Length: 0',
        '',
        '',
      ].join('\r\n'),
    )
    // Repeated; and one that has overtaken another.
    phone.wire.answer(invite, '180 Ringing', reliable(1))
    phone.wire.answer(invite, '183 Session Progress', reliable(3))
    phone.wire.answer(invite, '183 Session Progress', reliable(2))
    expect(await acknowledged(phone)).toEqual(['1 1 INVITE, far', '2 1 INVITE, far'])
    expect(call.rest()).toMatchObject([{ progress: 'ringing' }, { progress: 'progressing' }])
  })

  test.each([
    ['in a header field of its own', ['Require: timer', 'Require: 100rel']],
    ['among others', ['Require: timer, 100rel']],
    ['in other letters', ['Require: 100REL']],
  ])('of the far end are recognised when they say so %s', async (_how, require) => {
    const { phone, invite } = await dialing()
    phone.wire.answer(invite, '180 Ringing', { headers: [...require, 'RSeq: 1'] })
    expect(await acknowledged(phone)).toEqual(['1 1 INVITE, far'])
  })

  test('of two forks are acknowledged in the dialog of each, and the answer of the one that is taken holds', async () => {
    const { phone, invite, media } = await dialing()
    phone.wire.answer(invite, '183 Session Progress', reliable(5, { tag: 'one', body: sdp('sendonly') }))
    phone.wire.answer(invite, '183 Session Progress', reliable(9, { tag: 'two', body: sdp('recvonly') }))
    phone.wire.answer(invite, '200 OK', { tag: 'two' })
    expect(await acknowledged(phone)).toEqual(['5 1 INVITE, one', '9 1 INVITE, two'])
    expect((await phone.wire.rest()).at(-1)).toBe('ACK')
    expect(media.log).toEqual(['createOffer open', 'acceptAnswer sendonly for now', 'acceptAnswer recvonly'])
  })

  test('a PRACK that is challenged is sent again, and what follows in the dialog has a number of its own', async () => {
    const { phone, call, invite } = await dialing()
    phone.wire.answer(invite, '183 Session Progress', reliable(4, { body: sdp('sendrecv') }))
    const challenge = 'Proxy-Authenticate: Digest algorithm=MD5, realm="pbx.example", nonce="n1"'
    phone.wire.answer(await phone.wire.next('PRACK'), '407 Proxy Authentication Required', { headers: [challenge] })
    const again = await phone.wire.next('PRACK')
    expect(again.header('CSeq')).toBe('3 PRACK')
    expect(again.header('RAck')).toBe('4 1 INVITE')
    phone.wire.answer(invite, '200 OK')
    expect((await phone.wire.next('ACK')).header('CSeq')).toBe('1 ACK')
    call.send({ type: 'session.bye' })
    expect((await phone.wire.next('BYE')).header('CSeq')).toBe('4 BYE')
  })

  test('to a re-INVITE of ours are acknowledged, too', async () => {
    const { phone, call } = await calledOut()
    call.send({ type: 'session.offer', offer: { hold: true } })
    const offer = await phone.wire.next('INVITE')
    phone.wire.answer(offer, '183 Session Progress', reliable(7))
    phone.wire.answer(offer, '183 Session Progress', reliable(7))
    const prack = await phone.wire.next('PRACK')
    expect(prack.startLine).toBe('PRACK sip:far@198.51.100.7;transport=ws SIP/2.0')
    expect(prack.header('CSeq')).toBe('3 PRACK')
    expect(prack.header('RAck')).toBe('7 2 INVITE')
    phone.wire.answer(prack, '200 OK')
    phone.wire.answer(offer, '183 Session Progress', reliable(8))
    expect((await phone.wire.next('PRACK')).header('RAck')).toBe('8 2 INVITE')
    phone.wire.answer(offer, '200 OK', { body: sdp('recvonly') })
    expect((await phone.wire.next('ACK')).header('CSeq')).toBe('2 ACK')
    await expectFact(call, 'session.negotiated')
    expect(phone.errors).toEqual([])
  })

  test('a re-INVITE that is answered in one of them is agreed on though its 200 says nothing more', async () => {
    const { phone, call, media } = await calledOut()
    call.send({ type: 'session.offer', offer: { hold: true } })
    const offer = await phone.wire.next('INVITE')
    phone.wire.answer(offer, '183 Session Progress', reliable(7, { body: sdp('recvonly') }))
    await phone.wire.next('PRACK')
    phone.wire.answer(offer, '200 OK')
    await phone.wire.next('ACK')
    expect(await call.next()).toEqual({ type: 'session.negotiated', offer: { hold: true } })
    expect(media.log.slice(-2)).toEqual(['createOffer hold', 'acceptAnswer recvonly'])
    expect(await phone.wire.rest()).toEqual([])
  })

  test('a re-INVITE that is sent again has its own', async () => {
    const { phone, call } = await calledOut()
    call.send({ type: 'session.offer', offer: { hold: true } })
    const offer = await phone.wire.next('INVITE')
    phone.wire.answer(offer, '183 Session Progress', reliable(7))
    await phone.wire.next('PRACK')
    phone.wire.answer(offer, '422 Session Interval Too Small', { headers: ['Min-SE: 1900'] })
    await phone.wire.next('ACK')
    const again = await phone.wire.next('INVITE')
    phone.wire.answer(again, '183 Session Progress', reliable(7))
    expect((await phone.wire.next('PRACK')).header('RAck')).toBe(`7 ${again.header('CSeq')}`)
  })

  test('the PRACK may come after the 200, and a second one is for nothing', async () => {
    const { phone, call, invite, far } = await requiring()
    call.send({ type: 'session.accept' })
    await phone.wire.next('200 INVITE')
    far.request('PRACK', { headers: ['RAck: 1  1 INVITE'] })
    await phone.wire.next('200 PRACK')
    far.request('PRACK', { headers: ['RAck: 1 1 INVITE'] })
    await phone.wire.next('481 PRACK')
    far.ack(invite)
    await expectFact(call, 'session.accepted')
  })

  test('the PRACK may come after a refusal', async () => {
    const { phone, call, far } = await requiring()
    call.send({ type: 'session.reject', reason: 'busy' })
    await phone.wire.next('486 INVITE')
    far.request('PRACK', { headers: ['RAck: 1 1 INVITE'] })
    await phone.wire.next('200 PRACK')
  })

  test('one who requires them and leaves the offer to us hears nothing until the 200, which makes it', async () => {
    const phone = await connectedPhone()
    phone.wire.request('INVITE', 'sip:1001@pbx.example', { headers: ['Require: 100rel'] })
    await phone.wire.next('100 INVITE')
    const call = phone.session((await phone.invitations.next()).callId)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(await phone.wire.rest()).toEqual([])
    call.send({ type: 'session.accept' })
    expect((await phone.wire.next('200 INVITE')).body).toBe(sdp('sendrecv'))
  })

  test('a re-INVITE of theirs that requires them is answered at once', async () => {
    const { phone, far } = await calledIn()
    far.request('INVITE', { body: sdp('sendrecv'), headers: ['Require: 100rel'] })
    expect(await phone.wire.rest()).toEqual(['200 INVITE'])
  })
})
