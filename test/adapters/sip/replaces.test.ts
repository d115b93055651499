import { describe, expect, test } from 'vitest'
import { alerting, calledOut, connectedPhone, dialing, type TestCall } from './calls'
import { sdp } from './fake-media'
import { FarEnd } from './far-end'
import type { SipMessage } from './message'
import { at, type TestPhone } from './phone'

const bob = { number: '1002', name: 'Bob', uri: 'sip:1002@pbx.example' }
const tagOf = (header: string) => /tag=([^;\s>]+)/.exec(header)?.[1] ?? ''

async function registered(): Promise<TestPhone> {
  const phone = await connectedPhone()
  await phone.register()
  return phone
}

/** What an INVITE says that is to replace the dialog which our INVITE began. */
const replacing = (invite: SipMessage, more = '', theirTag = 'far') =>
  `Replaces: ${invite.header('Call-ID')};to-tag=${tagOf(invite.header('From'))};from-tag=${theirTag}${more}`

const invite = ({ phone }: Pick<TestCall, 'phone'>, ...headers: readonly string[]) =>
  phone.wire.request('INVITE', 'sip:1001@pbx.example', { headers, body: sdp('sendrecv') })

/** Somebody has taken our far end's place. */
async function replaced(talking: TestCall) {
  const { phone, call } = talking
  const request = invite(talking, replacing(talking.invite), 'Require: replaces')
  await phone.wire.next('100 INVITE')
  const accepted = await phone.wire.next('200 INVITE')
  const bye = await phone.wire.next('BYE')
  return { ...talking, call, accepted, bye, far: FarEnd.calling(phone.wire, accepted), request }
}

describe('Replaces', () => {
  test('takes over its call at once: no 180, BYE to whom it was with, and the facts go on under the same id', async () => {
    const talking = await calledOut(await registered())
    const { phone, call, far, accepted, bye, request } = await replaced(talking)
    expect(bye.header('Call-ID')).toBe(talking.invite.header('Call-ID'))
    expect(accepted.body).toContain('a=sendrecv')
    expect(await call.next()).toEqual({ type: 'session.replaced', remote: bob })
    expect(talking.media.log.slice(-3)).toEqual(['renew', 'createAnswer sendrecv', 'keep'])
    expect(phone.invitations.rest()).toEqual([])
    phone.wire.answer(bye, '200 OK')
    far.ack(request)
    await phone.wire.quiet()
    call.send({ type: 'session.offer', offer: { hold: true } })
    expect((await phone.wire.next('INVITE')).header('Call-ID')).toBe(accepted.header('Call-ID'))
    call.send({ type: 'session.bye' })
    expect((await phone.wire.next('BYE')).header('Call-ID')).toBe(accepted.header('Call-ID'))
  })

  test('on hold, an INVITE without an offer is answered with one that holds, as before', async () => {
    const talking = await calledOut(await registered())
    const { phone, call } = talking
    call.send({ type: 'session.offer', offer: { hold: true } })
    phone.wire.answer(await phone.wire.next('INVITE'), '200 OK', { body: sdp('recvonly') })
    await phone.wire.next('ACK')
    await call.next()
    const { far, request } = await replaced(talking)
    far.ack(request)
    await phone.wire.quiet()
    far.request('INVITE')
    expect((await phone.wire.next('200 INVITE')).body).toContain('a=sendonly')
  })

  test('an offer of ours waits for the ACK, as if it had crossed theirs', async () => {
    const scene = await replaced(await calledOut(await registered()))
    await scene.call.next()
    scene.call.send({ type: 'session.offer', offer: { hold: true } })
    expect(await scene.call.next()).toEqual({ type: 'session.offersCrossed', retryAfterMs: 1000 })
    expect(await scene.phone.wire.rest()).toEqual([])
  })

  test('the hold of whoever came is told once it is acknowledged', async () => {
    const talking = await calledOut(await registered())
    const { phone, call } = talking
    const request = phone.wire.request('INVITE', 'sip:1001@pbx.example', {
      headers: [replacing(talking.invite)],
      body: sdp('sendonly'),
    })
    await phone.wire.next('100 INVITE')
    const accepted = await phone.wire.next('200 INVITE')
    FarEnd.calling(phone.wire, accepted).ack(request)
    expect((await call.next()).type).toBe('session.replaced')
    expect((await call.next()).type).toBe('session.accepted')
    expect((await call.next()).type).toBe('session.remoteHeld')
  })

  test('what the old far end still says concerns nobody: its BYE crosses ours', async () => {
    const talking = await calledOut(await registered())
    const { phone, call } = await replaced(talking)
    await call.next()
    talking.far.request('BYE')
    expect((await phone.wire.rest()).every((label) => label.endsWith(' BYE'))).toBe(true)
    expect(call.rest()).toEqual([])
  })

  test('is offered: every INVITE of ours says that it is supported', async () => {
    const { invite: ours } = await dialing()
    expect(ours.header('Supported')).toMatch(/\breplaces\b/)
  })

  test('a call that still rings over there is answered by whoever comes, and cancelled where it rang', async () => {
    const ringing = await dialing(await registered())
    const { phone, call } = ringing
    phone.wire.answer(ringing.invite, '180 Ringing', { tag: 'ringing' })
    await call.next()
    const request = invite(ringing, replacing(ringing.invite, ';early-only', 'ringing'))
    await phone.wire.next('100 INVITE')
    const accepted = await phone.wire.next('200 INVITE')
    await phone.wire.next('CANCEL')
    expect(call.rest()).toEqual([])
    FarEnd.calling(phone.wire, accepted).ack(request)
    expect(await call.next()).toEqual({ type: 'session.accepted', remote: bob, at })
  })

  test('a second one takes over from the first', async () => {
    const first = await replaced(await calledOut(await registered()))
    const { phone, call, accepted } = first
    first.far.ack(first.request)
    await phone.wire.quiet()
    const [ours, theirs] = [tagOf(accepted.header('To')), tagOf(accepted.header('From'))]
    invite(first, `Replaces: ${accepted.header('Call-ID')};to-tag=${ours};from-tag=${theirs}`)
    await phone.wire.next('100 INVITE')
    await phone.wire.next('200 INVITE')
    expect((await phone.wire.next('BYE')).header('Call-ID')).toBe(accepted.header('Call-ID'))
    expect(call.facts.filter(({ type }) => type === 'session.replaced')).toHaveLength(2)
  })

  test('a second one takes over from the first before that has been acknowledged, and is told of', async () => {
    const first = await replaced(await calledOut(await registered()))
    const { phone, call, accepted } = first
    expect(await call.next()).toEqual({ type: 'session.replaced', remote: bob })
    const [ours, theirs] = [tagOf(accepted.header('To')), tagOf(accepted.header('From'))]
    const request = phone.wire.request('INVITE', 'sip:1001@pbx.example', {
      headers: [`Replaces: ${accepted.header('Call-ID')};to-tag=${ours};from-tag=${theirs}`],
      body: sdp('sendrecv'),
      from: '"Carol" <sip:1003@pbx.example>',
    })
    await phone.wire.next('100 INVITE')
    const second = await phone.wire.next('200 INVITE')
    expect(await call.next()).toMatchObject({ type: 'session.replaced', remote: { number: '1003', name: 'Carol' } })
    first.far.ack(first.request)
    expect((await phone.wire.next('BYE')).header('Call-ID')).toBe(accepted.header('Call-ID'))
    FarEnd.calling(phone.wire, second).ack(request)
    expect(await call.next()).toMatchObject({ type: 'session.accepted', remote: { number: '1003' } })
    expect(call.rest()).toEqual([])
  })

  test('a REFER that waits for a decision goes with the dialog that it came in', async () => {
    const talking = await calledOut(await registered())
    talking.far.request('REFER', { headers: ['Refer-To: <sip:1003@pbx.example>'] })
    const { requestId } = await talking.phone.requests.next()
    invite(talking, replacing(talking.invite))
    await talking.phone.wire.next('100 INVITE')
    await talking.phone.wire.next('200 INVITE')
    await talking.phone.wire.next('BYE')
    await talking.phone.wire.next('603 REFER')
    expect(await talking.phone.requests.next()).toEqual({ type: 'refer.withdrawn', requestId })
  })

  test('a call that is hung up while the answer to whoever comes is being made ends, and so does what has come', async () => {
    const talking = await calledOut(await registered())
    const { phone, call, media } = talking
    const release = media.delay('createAnswer')
    const request = invite(talking, replacing(talking.invite))
    await phone.wire.next('100 INVITE')
    call.send({ type: 'session.bye' })
    const bye = await phone.wire.next('BYE')
    release()
    const accepted = await phone.wire.next('200 INVITE')
    FarEnd.calling(phone.wire, accepted).ack(request)
    expect((await phone.wire.next('BYE')).header('Call-ID')).toBe(accepted.header('Call-ID'))
    expect(media.log.at(-1)).toBe('goBack')
    expect(call.rest()).toEqual([])
    phone.wire.answer(bye, '200 OK')
    expect(await call.next()).toEqual({ type: 'session.ended', by: 'local', failure: null, reason: null, at })
  })

  test('when there is no answer to be made, it is refused, and the call stands', async () => {
    const talking = await calledOut(await registered())
    talking.media.fail('createAnswer')
    invite(talking, replacing(talking.invite))
    await talking.phone.wire.next('100 INVITE')
    await talking.phone.wire.next('488 INVITE')
    await talking.phone.wire.quiet()
    expect(talking.media.log.at(-1)).toBe('goBack')
    expect(talking.call.rest()).toEqual([])
    talking.call.send({ type: 'session.bye' })
    expect((await talking.phone.wire.next('BYE')).header('Call-ID')).toBe(talking.invite.header('Call-ID'))
  })
})

describe('Replaces that match nothing', () => {
  const refused = async (talking: TestCall, ...headers: readonly string[]) => {
    invite(talking, ...headers)
    const [, status] = await talking.phone.wire.rest()
    expect(talking.call.rest()).toEqual([])
    expect(talking.phone.invitations.rest()).toEqual([])
    return status
  }

  test('481 for a dialog that there is not: by its Call-ID, by its tags, or with the tags the wrong way round', async () => {
    const talking = await calledOut(await registered())
    const callId = talking.invite.header('Call-ID')
    const ours = tagOf(talking.invite.header('From'))
    for (const dialog of [
      `other;to-tag=${ours};from-tag=far`,
      `${callId};to-tag=other;from-tag=far`,
      `${callId};to-tag=${ours};from-tag=other`,
      `${callId};to-tag=far;from-tag=${ours}`,
    ])
      expect(await refused(talking, `Replaces: ${dialog}`)).toBe('481 INVITE')
  })

  test('486 where a call is to be replaced only before its answer, and is answered', async () => {
    const talking = await calledOut(await registered())
    expect(await refused(talking, replacing(talking.invite, ';early-only'))).toBe('486 INVITE')
  })

  test('481 for a call that rings here: it is nobody’s but ours to answer', async () => {
    const ringing = await alerting(await registered())
    const tag = tagOf(ringing.phone.wire.all.findLast(({ status }) => status === 180)?.header('To') ?? '')
    const theirs = tagOf(ringing.invite.header('From'))
    const dialog = `${ringing.invite.header('Call-ID')};to-tag=${tag};from-tag=${theirs}`
    expect(await refused(ringing, `Replaces: ${dialog}`)).toBe('481 INVITE')
  })

  test('603 for a call that is being hung up', async () => {
    const talking = await calledOut(await registered())
    talking.call.send({ type: 'session.bye' })
    await talking.phone.wire.next('BYE')
    expect(await refused(talking, replacing(talking.invite))).toBe('603 INVITE')
  })

  test('400 for nonsense: two of them, one beside a Join, one without tags', async () => {
    const talking = await calledOut(await registered())
    const one = replacing(talking.invite)
    expect(await refused(talking, one, one)).toBe('400 INVITE')
    expect(await refused(talking, one, 'Join: a;to-tag=b;from-tag=c')).toBe('400 INVITE')
    expect(await refused(talking, 'Replaces: a')).toBe('400 INVITE')
  })

  test('481 while we are not registered: who knows who sends it', async () => {
    const talking = await calledOut()
    expect(await refused(talking, replacing(talking.invite))).toBe('481 INVITE')
  })
})
