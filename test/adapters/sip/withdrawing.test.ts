import { expect, test } from 'vitest'
import { connectedPhone, dialing } from './calls'
import { sdp } from './fake-media'
import { at } from './phone'

const endedByUs = { type: 'session.ended', by: 'local', failure: null, reason: null, at }

test('semi-attended: a consultation that is withdrawn is cancelled, and ends with the 487', async () => {
  const { phone, call, invite } = await dialing()
  phone.wire.answer(invite, '180 Ringing')
  await call.next()
  call.send({ type: 'session.withdraw' })
  const cancel = await phone.wire.next('CANCEL')
  phone.wire.answer(cancel, '200 OK')
  phone.wire.answer(invite, '487 Request Terminated')
  await phone.wire.next('ACK')
  expect(await call.next()).toEqual(endedByUs)
})

test('semi-attended: the CANCEL waits for the first 1xx', async () => {
  const { phone, call, invite } = await dialing()
  call.send({ type: 'session.withdraw' })
  expect(await phone.wire.rest()).toEqual([])
  phone.wire.answer(invite, '100 Trying')
  await phone.wire.next('CANCEL')
})

test('semi-attended: a 200 that crosses the CANCEL stands: ACK, and no BYE', async () => {
  const { phone, call, invite, far } = await dialing()
  phone.wire.answer(invite, '180 Ringing')
  await call.next()
  call.send({ type: 'session.withdraw' })
  await phone.wire.next('CANCEL')
  phone.wire.answer(invite, '200 OK', { body: sdp('sendrecv') })
  await phone.wire.next('ACK')
  expect(await call.next()).toEqual({ type: 'session.accepted', remote: null, at })
  expect(await phone.wire.rest()).toEqual([])
  // It is a call like any other: re-INVITE, BYE.
  call.send({ type: 'session.offer', offer: { hold: true } })
  const offer = await phone.wire.next('INVITE')
  phone.wire.answer(offer, '200 OK', { body: sdp('recvonly') })
  await phone.wire.next('ACK')
  expect(await call.next()).toEqual({ type: 'session.negotiated', offer: { hold: true } })
  far.request('BYE')
  await phone.wire.next('200 BYE')
  expect(await call.next()).toMatchObject({ type: 'session.ended', by: 'remote' })
})

test('semi-attended: withdrawn and then hung up, it is not wanted any more: the 200 gets ACK and BYE', async () => {
  const { phone, call, invite } = await dialing()
  phone.wire.answer(invite, '180 Ringing')
  await call.next()
  call.send({ type: 'session.withdraw' })
  call.send({ type: 'session.cancel' })
  await phone.wire.next('CANCEL')
  phone.wire.answer(invite, '200 OK', { body: sdp('sendrecv') })
  await phone.wire.quiet()
  const sent = phone.wire.all.map(({ startLine }) => startLine.split(' ')[0])
  expect(sent.filter((method) => method === 'BYE')).toHaveLength(1)
})

test('semi-attended: withdrawn before anything was sent, nothing is', async () => {
  const phone = await connectedPhone()
  const call = phone.session('a')
  const release = phone.mediaOf('a').delay('createOffer')
  call.send({ type: 'session.invite', target: 'sip:1002@pbx.example' })
  call.send({ type: 'session.withdraw' })
  expect(await call.next()).toEqual(endedByUs)
  release()
  expect(await phone.wire.rest()).toEqual([])
})

test('semi-attended: a challenge to what is withdrawn is not answered', async () => {
  const { phone, call, invite } = await dialing()
  phone.wire.answer(invite, '100 Trying')
  await call.next()
  call.send({ type: 'session.withdraw' })
  await phone.wire.next('CANCEL')
  const challenge = 'WWW-Authenticate: Digest algorithm=MD5, realm="pbx.example", nonce="n1"'
  phone.wire.answer(invite, '401 Unauthorized', { headers: [challenge] })
  await phone.wire.next('ACK')
  expect(await phone.wire.rest()).toEqual([])
  expect(await call.next()).toMatchObject({ type: 'session.ended', by: 'local' })
})
