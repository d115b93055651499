import { type FakeMedia, sdp } from './fake-media'
import { FarEnd } from './far-end'
import type { SipMessage } from './message'
import { type SessionPort, TestPhone } from './phone'

export interface TestCall {
  readonly phone: TestPhone
  readonly call: SessionPort
  readonly media: FakeMedia
  readonly invite: SipMessage
  readonly far: FarEnd
}

export async function connectedPhone(phone = new TestPhone()): Promise<TestPhone> {
  await phone.connect()
  return phone
}

/** An INVITE of ours is on the wire. */
export async function dialing(phone?: TestPhone, callId = 'out'): Promise<TestCall> {
  const connected = phone ?? (await connectedPhone())
  const call = connected.session(callId)
  call.send({ type: 'session.invite', target: 'sip:1002@pbx.example' })
  const invite = await connected.wire.next('INVITE')
  return {
    phone: connected,
    call,
    media: connected.mediaOf(callId),
    invite,
    far: FarEnd.called(connected.wire, invite),
  }
}

/** We have called, and talk. */
export async function calledOut(phone?: TestPhone): Promise<TestCall> {
  const dialed = await dialing(phone)
  dialed.phone.wire.answer(dialed.invite, '200 OK', { body: sdp('sendrecv') })
  await dialed.phone.wire.next('ACK')
  await fact(dialed.call, 'session.accepted')
  return dialed
}

/** It rings here. */
export async function alerting(phone?: TestPhone, body = sdp('sendrecv')): Promise<TestCall> {
  const connected = phone ?? (await connectedPhone())
  const invite = connected.wire.request('INVITE', 'sip:1001@pbx.example', { body })
  await connected.wire.next('100 INVITE')
  const { callId } = await connected.invitations.next()
  const call = connected.session(callId)
  const ringing = await connected.wire.next('180 INVITE')
  const far = FarEnd.calling(connected.wire, ringing)
  return { phone: connected, call, media: connected.mediaOf(callId), invite, far }
}

/** We were called, and talk. */
export async function calledIn(phone?: TestPhone): Promise<TestCall> {
  const ringing = await alerting(phone)
  ringing.call.send({ type: 'session.accept' })
  await ringing.phone.wire.next('200 INVITE')
  ringing.far.ack(ringing.invite)
  await fact(ringing.call, 'session.accepted')
  return ringing
}

async function fact(call: SessionPort, type: string): Promise<void> {
  const heard = await call.next()
  if (heard.type !== type) throw new Error(`Expected ${type}, heard ${JSON.stringify(heard)}`)
}
