import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { calledOut, connectedPhone, dialing } from './calls'
import { sdp } from './fake-media'
import { FarEnd } from './far-end'
import { createNormaliser } from './message'
import { at, TestPhone } from './phone'

test('calls, is answered and hangs up, message by message', async () => {
  const phone = await connectedPhone()
  const exact = createNormaliser()
  const call = phone.session('a')
  call.send({ type: 'session.invite', target: 'sip:1002@pbx.example' })

  const invite = await phone.wire.next('INVITE')
  const offer = sdp('sendrecv')
  expect(exact(invite.text)).toBe(
    [
      'INVITE sip:1002@pbx.example SIP/2.0',
      'Via: SIP/2.0/WSS host1;branch=branch1',
      'To: <sip:1002@pbx.example>',
      'From: <sip:1001@pbx.example>;tag=tag1',
      'CSeq: 1 INVITE',
      'Call-ID: call1',
      'Max-Forwards: 70',
      'Session-Expires: 1800',
      'Min-SE: 90',
      'Contact: <sip:contact1;transport=ws;ob>',
      'Allow: ACK,BYE,CANCEL,INFO,INVITE,MESSAGE,NOTIFY,OPTIONS,PRACK,REFER,UPDATE',
      'Supported: outbound, 100rel, timer, replaces',
      'User-Agent: Callchart',
      'Content-Type: application/sdp',
      `Content-Length: ${offer.length}`,
      '',
      offer,
    ].join('\r\n'),
  )

  phone.wire.answer(invite, '100 Trying')
  phone.wire.answer(invite, '180 Ringing')
  phone.wire.answer(invite, '200 OK', { body: sdp('sendrecv') })
  const ack = await phone.wire.next('ACK')
  expect(exact(ack.text)).toBe(
    [
      'ACK sip:far@198.51.100.7;transport=ws SIP/2.0',
      'Via: SIP/2.0/WSS host1;branch=branch2',
      'To: <sip:1002@pbx.example>;tag=tag2',
      'From: <sip:1001@pbx.example>;tag=tag1',
      'CSeq: 1 ACK',
      'Call-ID: call1',
      'Max-Forwards: 70',
      'Supported: outbound, 100rel, timer, replaces',
      'User-Agent: Callchart',
      'Content-Length: 0',
      '',
      '',
    ].join('\r\n'),
  )
  await phone.wire.quiet()
  expect(call.rest()).toEqual([
    { type: 'session.progressed', progress: 'trying', at },
    { type: 'session.progressed', progress: 'ringing', at },
    { type: 'session.accepted', remote: null, at },
  ])

  call.send({ type: 'session.bye' })
  const bye = await phone.wire.next('BYE')
  expect(exact(bye.text)).toBe(
    [
      'BYE sip:far@198.51.100.7;transport=ws SIP/2.0',
      'Via: SIP/2.0/WSS host1;branch=branch3',
      'To: <sip:1002@pbx.example>;tag=tag2',
      'From: <sip:1001@pbx.example>;tag=tag1',
      'CSeq: 2 BYE',
      'Call-ID: call1',
      'Max-Forwards: 70',
      'Supported: outbound, 100rel, timer, replaces',
      'User-Agent: Callchart',
      'Content-Length: 0',
      '',
      '',
    ].join('\r\n'),
  )
  await phone.wire.quiet()
  expect(call.rest()).toEqual([])
  phone.wire.answer(bye, '200 OK')
  expect(await call.next()).toEqual({ type: 'session.ended', by: 'local', failure: null, reason: null, at })
  expect(phone.errors).toEqual([])
})

test('the INVITE is sent again with a digest when it is challenged', async () => {
  const { phone, call, invite } = await dialing()
  const challenge = 'Proxy-Authenticate: Digest algorithm=MD5, realm="pbx.example", nonce="n1"'
  phone.wire.answer(invite, '407 Proxy Authentication Required', { headers: [challenge] })
  await phone.wire.next('ACK')
  const again = await phone.wire.next('INVITE')
  expect(again.header('CSeq')).toBe('2 INVITE')
  expect(again.header('Proxy-Authorization')).toMatch(/^Digest .*username="1001", realm="pbx.example", nonce="n1"/)
  phone.wire.answer(again, '407 Proxy Authentication Required', { headers: [challenge] })
  await phone.wire.next('ACK')
  expect(await call.next()).toMatchObject({
    type: 'session.rejected',
    failure: { code: 'wrong-credentials', sipStatus: 407 },
  })
})

test('the name of the account is quoted, and cannot begin another header', async () => {
  const phone = new TestPhone()
  const account = {
    handle: 'main',
    uri: 'sip:1001@pbx.example',
    displayName: 'Ann "The\\Voice"\r\nX-Evil: 1',
    servers: [],
  }
  phone.connection.send({ type: 'transport.connect', account, server: 'wss://pbx.example/ws' })
  await phone.connection.next()
  const { invite } = await dialing(phone)
  expect(invite.header('From')).toMatch(/^"Ann \\"The\\\\Voice\\" X-Evil: 1" <sip:1001@pbx.example>;tag=/)
  expect(invite.headers('X-Evil')).toEqual([])
})

describe('what the far end says before it answers', () => {
  test.each([
    ['100 Trying', 'trying'],
    ['180 Ringing', 'ringing'],
    ['181 Call Is Being Forwarded', 'forwarded'],
    ['182 Queued', 'queued'],
    ['183 Session Progress', 'progressing'],
    ['199 Early Dialog Terminated', 'progressing'],
  ])('%s is told as %s', async (status, progress) => {
    const { phone, call, invite } = await dialing()
    phone.wire.answer(invite, status)
    expect(await call.next()).toEqual({ type: 'session.progressed', progress, at })
  })

  test('early media: the answer in a 183 is taken at once for now, and for good with the 200', async () => {
    const { phone, call, invite, media } = await dialing()
    phone.wire.answer(invite, '183 Session Progress', { body: sdp('sendonly') })
    expect(await call.next()).toMatchObject({ type: 'session.progressed', progress: 'progressing' })
    phone.wire.answer(invite, '200 OK', { body: sdp('sendonly') })
    await phone.wire.next('ACK')
    expect(media.log).toEqual(['createOffer open', 'acceptAnswer sendonly for now', 'acceptAnswer sendonly'])
    expect(await call.next()).toMatchObject({ type: 'session.accepted' })
    expect(await call.next()).toEqual({ type: 'session.remoteHeld' })
  })

  test('an answer in a 183 holds though the 200 has none', async () => {
    const { phone, call, invite, media } = await dialing()
    phone.wire.answer(invite, '183 Session Progress', { body: sdp('sendrecv') })
    phone.wire.answer(invite, '200 OK')
    await phone.wire.next('ACK')
    await call.next()
    expect(await call.next()).toMatchObject({ type: 'session.accepted' })
    expect(media.log).toEqual(['createOffer open', 'acceptAnswer sendrecv for now', 'acceptAnswer sendrecv'])
  })

  test('a 200 that comes while the early answer is still being taken waits for it', async () => {
    const { phone, invite, media } = await dialing()
    const release = media.delay('acceptAnswer')
    phone.wire.answer(invite, '183 Session Progress', { body: sdp('sendrecv') })
    phone.wire.answer(invite, '200 OK', { body: sdp('sendrecv') })
    expect(await phone.wire.rest()).toEqual([])
    release()
    await phone.wire.next('ACK')
    expect(media.log).toEqual(['createOffer open', 'acceptAnswer sendrecv for now', 'acceptAnswer sendrecv'])
  })

  test('early media that cannot be used end the call: CANCEL, not a callee that rings on', async () => {
    const { phone, call, invite, media } = await dialing()
    media.fail('acceptAnswer')
    phone.wire.answer(invite, '183 Session Progress', { body: sdp('sendrecv') })
    const cancel = await phone.wire.next('CANCEL')
    phone.wire.answer(cancel, '200 OK')
    phone.wire.answer(invite, '487 Request Terminated')
    await phone.wire.next('ACK')
    await call.next()
    expect(await call.next()).toMatchObject({ type: 'session.ended', by: 'local', failure: { code: 'media-failed' } })
  })
})

describe('the answer', () => {
  test('tells who it is that has answered when the network asserts it', async () => {
    const { phone, call, invite } = await dialing()
    phone.wire.answer(invite, '200 OK', {
      body: sdp('sendrecv'),
      headers: ['P-Asserted-Identity: "Carol \\"C\\" <b>" <sip:1003@pbx.example>'],
    })
    await phone.wire.next('ACK')
    expect(await call.next()).toEqual({
      type: 'session.accepted',
      remote: { number: '1003', name: 'Carol "C" <b>', uri: 'sip:1003@pbx.example' },
      at,
    })
  })

  test('that is of no use is confirmed and ended', async () => {
    const { phone, call, invite, media } = await dialing()
    media.fail('acceptAnswer')
    phone.wire.answer(invite, '200 OK', { body: sdp('sendrecv') })
    await phone.wire.next('ACK')
    const bye = await phone.wire.next('BYE')
    expect(bye.header('Reason')).toBe('SIP;cause=488;text="Not Acceptable Here"')
    expect(await call.next()).toMatchObject({ type: 'session.ended', by: 'local', failure: { code: 'media-failed' } })
  })

  test('without a description is confirmed and ended', async () => {
    const { phone, call, invite } = await dialing()
    phone.wire.answer(invite, '200 OK')
    await phone.wire.next('ACK')
    await phone.wire.next('BYE')
    expect(await call.next()).toMatchObject({ type: 'session.ended', by: 'local', failure: { code: 'media-failed' } })
  })

  test('of a second fork is confirmed and ended, and the first goes on', async () => {
    const { phone, call, invite } = await calledOut()
    phone.wire.answer(invite, '200 OK', { body: sdp('sendrecv'), tag: 'other' })
    expect((await phone.wire.next('ACK')).header('To')).toMatch(/tag=other$/)
    const bye = await phone.wire.next('BYE')
    expect(bye.header('To')).toMatch(/tag=other$/)
    phone.wire.answer(bye, '200 OK')
    await phone.wire.quiet()
    expect(call.rest()).toEqual([])
    call.send({ type: 'session.bye' })
    expect((await phone.wire.next('BYE')).header('To')).toMatch(/tag=far$/)
  })

  test('of another fork than the one that rang is taken', async () => {
    const { phone, call, invite } = await dialing()
    phone.wire.answer(invite, '180 Ringing', { tag: 'one' })
    phone.wire.answer(invite, '180 Ringing', { tag: 'two' })
    phone.wire.answer(invite, '200 OK', { body: sdp('sendrecv'), tag: 'two' })
    await phone.wire.next('ACK')
    await phone.wire.quiet()
    expect(call.rest().map(({ type }) => type)).toEqual([
      'session.progressed',
      'session.progressed',
      'session.accepted',
    ])
  })

  test('of another fork than the one whose early media flow is offered to the media, too', async () => {
    const { phone, call, invite, media } = await dialing()
    phone.wire.answer(invite, '183 Session Progress', { body: sdp('sendrecv'), tag: 'one' })
    phone.wire.answer(invite, '200 OK', { body: sdp('recvonly'), tag: 'two' })
    await phone.wire.next('ACK')
    expect(media.log).toEqual(['createOffer open', 'acceptAnswer sendrecv for now', 'acceptAnswer recvonly'])
    await call.next()
    expect(await call.next()).toMatchObject({ type: 'session.accepted' })
  })

  test('is followed by BYE at once: the BYE is answered though the description is still being taken', async () => {
    const { phone, call, invite, media } = await dialing()
    const release = media.delay('acceptAnswer')
    phone.wire.answer(invite, '200 OK', { body: sdp('sendrecv') })
    FarEnd.called(phone.wire, invite).request('BYE')
    await phone.wire.next('200 BYE')
    expect(await call.next()).toMatchObject({ type: 'session.ended', by: 'remote' })
    release()
    await phone.wire.next('ACK')
    expect(await phone.wire.rest()).toEqual([])
    expect(call.rest()).toEqual([])
    expect(phone.errors).toEqual([])
  })
})

test('a session timer that was agreed on in the very answer that a BYE follows never runs', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  const { phone, call, invite, media, far } = await dialing()
  const release = media.delay('acceptAnswer')
  const headers = ['Session-Expires: 600;refresher=uac', 'Allow: INVITE, UPDATE']
  phone.wire.answer(invite, '200 OK', { headers, body: sdp('sendrecv') })
  far.request('BYE')
  await phone.wire.next('200 BYE')
  expect(await call.next()).toMatchObject({ type: 'session.ended', by: 'remote' })
  release()
  await phone.wire.next('ACK')
  await vi.advanceTimersByTimeAsync(600_000)
  expect(await phone.wire.rest()).toEqual([])
  expect(call.rest()).toEqual([])
})

describe('a call that comes to nothing', () => {
  test.each([
    ['302 Moved Temporarily', 'refused'],
    ['400 Bad Request', 'refused'],
    ['403 Forbidden', 'forbidden'],
    ['404 Not Found', 'not-found'],
    ['408 Request Timeout', 'no-answer'],
    ['410 Gone', 'not-found'],
    ['415 Unsupported Media Type', 'not-acceptable'],
    ['480 Temporarily Unavailable', 'unavailable'],
    ['484 Address Incomplete', 'not-found'],
    ['486 Busy Here', 'busy'],
    ['488 Not Acceptable Here', 'not-acceptable'],
    ['500 Server Internal Error', 'server-error'],
    ['503 Service Unavailable', 'server-error'],
    ['600 Busy Everywhere', 'busy'],
    ['603 Decline', 'declined'],
    ['604 Does Not Exist Anywhere', 'not-found'],
    ['606 Not Acceptable', 'not-acceptable'],
  ])('%s is told as %s, with its words', async (status, code) => {
    const { phone, call, invite } = await dialing()
    phone.wire.answer(invite, status)
    await phone.wire.next('ACK')
    const sipStatus = Number(status.slice(0, 3))
    expect(await call.next()).toEqual({
      type: 'session.rejected',
      failure: { code, sipStatus, text: status.slice(4) },
      at,
    })
    await phone.wire.quiet()
    expect(call.rest()).toEqual([])
  })

  test('a Reason header says more than the status: nobody answered, in the words of the network', async () => {
    const { phone, call, invite } = await dialing()
    phone.wire.answer(invite, '480 Temporarily Unavailable', { headers: ['Reason: Q.850;cause=19;text="No answer"'] })
    expect(await call.next()).toMatchObject({ failure: { code: 'no-answer', sipStatus: 480, text: 'No answer' } })
  })

  test.each([
    'nonsense',
    '',
    'sip:',
    'sip:%FF@pbx.example',
    'mailto:bob@pbx.example',
    'tel:+15551234567',
    'sip:1002@pbx.example\r\nX-Evil: 1',
  ])('%j is no target, and nothing is sent', async (target) => {
    const phone = await connectedPhone()
    const call = phone.session('a')
    call.send({ type: 'session.invite', target })
    expect(await call.next()).toEqual({ type: 'session.rejected', failure: { code: 'invalid-target' }, at })
    expect(await phone.wire.rest()).toEqual([])
    expect(phone.mediaOf('a').log).toEqual([])
  })

  test('headers in a target are not sent', async () => {
    const phone = await connectedPhone()
    const call = phone.session('a')
    call.send({ type: 'session.invite', target: 'sip:1002@pbx.example;method=BYE?Replaces=x&Route=%3Csip:evil%3E' })
    const invite = await phone.wire.next('INVITE')
    expect(invite.startLine).toBe('INVITE sip:1002@pbx.example SIP/2.0')
    expect(invite.headers('Replaces')).toEqual([])
  })

  test('an offer that cannot be made ends it before anything is sent', async () => {
    const phone = await connectedPhone()
    const call = phone.session('a')
    phone.mediaOf('a').fail('createOffer')
    call.send({ type: 'session.invite', target: 'sip:1002@pbx.example' })
    expect(await call.next()).toEqual({ type: 'session.rejected', failure: { code: 'media-failed' }, at })
    expect(await phone.wire.rest()).toEqual([])
  })

  test('media that are closed already end it before anything is sent', async () => {
    const phone = await connectedPhone()
    const call = phone.session('a')
    phone.media.delete('a')
    call.send({ type: 'session.invite', target: 'sip:1002@pbx.example' })
    expect(await call.next()).toMatchObject({ type: 'session.rejected', failure: { code: 'media-failed' } })
    expect(await phone.wire.rest()).toEqual([])
  })

  test('without a connection it is unreachable', async () => {
    const phone = new TestPhone()
    const call = phone.session('a')
    call.send({ type: 'session.invite', target: 'sip:1002@pbx.example' })
    expect(await call.next()).toEqual({ type: 'session.rejected', failure: { code: 'unreachable' }, at })
  })

  test('a connection that breaks while we dial ends it', async () => {
    const { phone, call, invite } = await dialing()
    phone.wire.answer(invite, '180 Ringing')
    await call.next()
    phone.network.transport.break()
    expect(await call.next()).toEqual({
      type: 'session.ended',
      by: 'lost',
      failure: { code: 'unreachable' },
      reason: null,
      at,
    })
    await phone.wire.quiet()
    expect(call.rest()).toEqual([])
  })
})
