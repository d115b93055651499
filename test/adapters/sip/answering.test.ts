import { afterEach, describe, expect, test, vi } from 'vitest'
import { CallMediaClosed } from '../../../src/adapters/call-media'
import { alerting, calledOut } from './calls'
import { sdp } from './fake-media'
import { at } from './phone'

const endedByUs = { type: 'session.ended', by: 'local', failure: null, reason: null, at }

afterEach(() => {
  vi.useRealTimers()
})

describe('answering', () => {
  test('an INVITE without an offer: ours is in the 200, theirs in the ACK', async () => {
    const { phone, call, invite, far, media } = await alerting(undefined, '')
    call.send({ type: 'session.accept' })
    expect((await phone.wire.next('200 INVITE')).body).toBe(sdp('sendrecv'))
    far.ack(invite, sdp('sendonly'))
    expect((await call.next()).type).toBe('session.accepted')
    expect(await call.next()).toEqual({ type: 'session.remoteHeld' })
    expect(media.log).toEqual(['createOffer open', 'acceptAnswer sendonly'])
  })

  test('a description that the media cannot do anything with: 488', async () => {
    const { phone, call, media } = await alerting()
    media.fail('createAnswer')
    call.send({ type: 'session.accept' })
    await phone.wire.next('488 INVITE')
    expect(await call.next()).toEqual({ type: 'session.rejected', failure: { code: 'not-acceptable' }, at })
    await phone.wire.quiet()
    expect(call.rest()).toEqual([])
  })

  test('when the media are closed: 480', async () => {
    const { phone, call, media } = await alerting()
    media.fail('createAnswer', new CallMediaClosed('closed'))
    call.send({ type: 'session.accept' })
    await phone.wire.next('480 INVITE')
    expect(await call.next()).toEqual({ type: 'session.rejected', failure: { code: 'media-failed' }, at })
  })

  test('twice is answering', async () => {
    const { phone, call, invite, far } = await alerting()
    call.send({ type: 'session.accept' })
    call.send({ type: 'session.accept' })
    await phone.wire.next('200 INVITE')
    far.ack(invite)
    expect((await call.next()).type).toBe('session.accepted')
    expect(await phone.wire.rest()).toEqual([])
  })

  test('an ACK that never comes: BYE after 64*T1', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const { phone, call } = await alerting()
    call.send({ type: 'session.accept' })
    await phone.wire.next('200 INVITE')
    await vi.advanceTimersByTimeAsync(32_000)
    const sent = (await phone.wire.rest()).filter((label) => label !== '200 INVITE')
    expect(sent).toEqual(['BYE'])
    expect(await call.next()).toMatchObject({ type: 'session.ended', by: 'lost', failure: { code: 'timed-out' } })
  })

  test('and hanging up before the ACK: BYE waits for it', async () => {
    const { phone, call, invite, far } = await alerting()
    call.send({ type: 'session.accept' })
    await phone.wire.next('200 INVITE')
    call.send({ type: 'session.bye' })
    expect(await phone.wire.rest()).toEqual([])
    far.ack(invite)
    const bye = await phone.wire.next('BYE')
    phone.wire.answer(bye, '200 OK')
    expect(await call.next()).toEqual(endedByUs)
  })
})

test('hung up by both before the ACK', async () => {
  const { phone, call, far } = await alerting()
  call.send({ type: 'session.accept' })
  await phone.wire.next('200 INVITE')
  call.send({ type: 'session.bye' })
  far.request('BYE')
  await phone.wire.next('200 BYE')
  expect(await call.next()).toMatchObject({ type: 'session.ended', by: 'remote' })
})

describe('a late offer: the answer in the ACK is taken before anything else is offered', () => {
  const hold = { type: 'session.offer', offer: { hold: true } } as const

  /** Of an INVITE without an offer, or a re-INVITE: the ACK has come, and the media are at its answer. */
  async function acknowledged(which: 'an INVITE' | 'a re-INVITE') {
    const talking = which === 'an INVITE' ? await alerting(undefined, '') : await calledOut()
    const { phone, call, media, far } = talking
    const invite = which === 'an INVITE' ? talking.invite : far.request('INVITE')
    if (which === 'an INVITE') call.send({ type: 'session.accept' })
    expect((await phone.wire.next('200 INVITE')).body).toBe(sdp('sendrecv'))
    const release = media.delay('acceptAnswer')
    far.ack(invite, sdp('sendrecv'))
    await phone.wire.quiet()
    media.log.splice(0)
    return { ...talking, release }
  }

  test.each(['an INVITE', 'a re-INVITE'] as const)('ours, after %s: it waits', async (which) => {
    const { phone, call, media, release } = await acknowledged(which)
    call.send(hold)
    expect(await phone.wire.rest()).toEqual([])
    release()
    const offer = await phone.wire.next('INVITE')
    expect(offer.body).toBe(sdp('sendonly'))
    phone.wire.answer(offer, '200 OK', { body: sdp('recvonly') })
    await phone.wire.next('ACK')
    await phone.wire.quiet()
    expect(call.rest().at(-1)).toEqual({ type: 'session.negotiated', offer: { hold: true } })
    expect(media.log).toEqual(['createOffer hold', 'acceptAnswer recvonly'])
  })

  test.each(['an INVITE', 'a re-INVITE'] as const)('theirs, after %s: 500, to be tried again', async (which) => {
    const { phone, media, far, release } = await acknowledged(which)
    far.request('INVITE', { body: sdp('sendonly') })
    await phone.wire.next('500 INVITE')
    far.request('UPDATE', { body: sdp('sendonly') })
    expect((await phone.wire.next('500 UPDATE')).header('Retry-After')).toBe('1')
    release()
    await phone.wire.quiet()
    far.request('UPDATE', { body: sdp('sendonly') })
    await phone.wire.next('200 UPDATE')
    expect(media.log).toEqual(['createAnswer sendonly'])
  })
})
