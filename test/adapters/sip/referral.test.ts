import { describe, expect, test } from 'vitest'
import { calledIn, calledOut, dialing, type TestCall } from './calls'
import { sdp } from './fake-media'
import type { SipMessage } from './message'
import { at } from './phone'

const refer = {
  type: 'session.refer',
  target: 'sip:1003@pbx.example',
  replacesCallId: null,
  data: null,
} as const

async function referred(
  changes: Partial<{ data: string; target: string }> = {},
): Promise<TestCall & { refer: SipMessage }> {
  const talking = await calledOut()
  talking.call.send({ ...refer, ...changes })
  return { ...talking, refer: await talking.phone.wire.next('REFER') }
}

const notify = (fragment: string, state = 'active;expires=60', event = 'refer') => ({
  headers: [`Event: ${event}`, `Subscription-State: ${state}`],
  contentType: 'message/sipfrag;version=2.0',
  body: fragment,
})

test('a blind transfer is a REFER in the dialog', async () => {
  const { refer: request, invite } = await referred()
  expect(request.startLine).toBe('REFER sip:far@198.51.100.7;transport=ws SIP/2.0')
  expect(request.header('Refer-To')).toBe('sip:1003@pbx.example')
  expect(request.header('Call-ID')).toBe(invite.header('Call-ID'))
  expect(request.headers('X-Transfer-Data')).toEqual([])
})

test('what travels with it is a header, and cannot begin another one', async () => {
  const { refer: request } = await referred({ data: 'ticket 7\r\nX-Evil: 1' })
  expect(request.header('X-Transfer-Data')).toBe('ticket 7 X-Evil: 1')
  expect(request.headers('X-Evil')).toEqual([])
})

test('an attended transfer names the dialog to take over: their tag is the to-tag (RFC 3891 3)', async () => {
  const first = await calledOut()
  const { phone } = first
  const consultation = await dialing(phone, 'consult')
  phone.wire.answer(consultation.invite, '200 OK', { body: sdp('sendrecv'), tag: 'target' })
  await phone.wire.next('ACK')
  await consultation.call.next()
  first.call.send({ ...refer, replacesCallId: 'consult' })
  const request = await phone.wire.next('REFER')
  expect(request.header('Call-ID')).toBe(first.invite.header('Call-ID'))
  const callId = consultation.invite.header('Call-ID')
  const ourTag = /tag=(\w+)/.exec(consultation.invite.header('From'))?.[1]
  const replaces = encodeURIComponent(`${callId};to-tag=target;from-tag=${ourTag}`)
  expect(request.header('Refer-To')).toContain(`<sip:far@198.51.100.7;transport=ws?Replaces=${replaces}>`)
})

test('when the consultation is over already, nothing is sent', async () => {
  const { phone, call } = await calledOut()
  call.send({ ...refer, replacesCallId: 'gone' })
  expect(await call.next()).toEqual({ type: 'session.referRefused', failure: { code: 'ended' } })
  expect(await phone.wire.rest()).toEqual([])
})

test('202, then NOTIFY by NOTIFY', async () => {
  const { phone, call, far, refer: request } = await referred()
  phone.wire.answer(request, '202 Accepted')
  expect(await call.next()).toEqual({ type: 'session.referAccepted', willNotify: true })
  far.request('NOTIFY', notify('SIP/2.0 100 Trying\r\n'))
  await phone.wire.next('200 NOTIFY')
  expect(await call.next()).toEqual({ type: 'session.referProgressed', sipStatus: 100, text: 'Trying' })
  far.request('NOTIFY', notify('SIP/2.0 180 Ringing'))
  await phone.wire.next('200 NOTIFY')
  expect(await call.next()).toMatchObject({ sipStatus: 180 })
  far.request('NOTIFY', notify('SIP/2.0 200 OK\r\n', 'terminated;reason=noresource', 'refer;id=93809823'))
  await phone.wire.next('200 NOTIFY')
  expect(await call.next()).toEqual({ type: 'session.referEnded', ok: true })
  // The call stands until we end it.
  expect(await phone.wire.rest()).toEqual([])
})

test('called by the other side, it works the same way', async () => {
  const { phone, call, far } = await calledIn()
  call.send(refer)
  phone.wire.answer(await phone.wire.next('REFER'), '202 Accepted')
  await call.next()
  far.request('NOTIFY', notify('SIP/2.0 486 Busy Here', 'terminated'))
  await phone.wire.next('200 NOTIFY')
  const failure = { code: 'busy', sipStatus: 486, text: 'Busy Here' }
  expect(await call.next()).toEqual({ type: 'session.referEnded', ok: false, failure })
})

test('a NOTIFY that overtakes the 202 counts, and the 202 after a final one does not', async () => {
  const { phone, call, far, refer: request } = await referred()
  far.request('NOTIFY', notify('SIP/2.0 200 OK', 'terminated'))
  await phone.wire.next('200 NOTIFY')
  expect(await call.next()).toEqual({ type: 'session.referEnded', ok: true })
  phone.wire.answer(request, '202 Accepted')
  await phone.wire.quiet()
  expect(call.rest()).toEqual([])
})

test('Refer-Sub: false in the 2xx: nobody will tell (RFC 4488 4)', async () => {
  const { phone, call, refer: request } = await referred()
  phone.wire.answer(request, '202 Accepted', { headers: ['Refer-Sub: false'] })
  expect(await call.next()).toEqual({ type: 'session.referAccepted', willNotify: false })
})

test('the subscription ends without a final status: nobody answered in time', async () => {
  const { phone, call, far, refer: request } = await referred()
  phone.wire.answer(request, '202 Accepted')
  await call.next()
  far.request('NOTIFY', notify('SIP/2.0 180 Ringing', 'terminated;reason=timeout'))
  await phone.wire.next('200 NOTIFY')
  expect(await call.next()).toMatchObject({ type: 'session.referEnded', ok: false, failure: { code: 'no-answer' } })
})

describe.each([
  ['403 Forbidden', 'forbidden'],
  ['501 Not Implemented', 'server-error'],
  ['603 Decline', 'declined'],
])('%s to the REFER', (status, code) => {
  test('is told as a refusal, and the call goes on', async () => {
    const { phone, call, refer: request } = await referred()
    phone.wire.answer(request, status)
    const sipStatus = Number(status.slice(0, 3))
    expect(await call.next()).toEqual({
      type: 'session.referRefused',
      failure: { code, sipStatus, text: status.slice(4) },
    })
    expect(await phone.wire.rest()).toEqual([])
  })
})

test('481 to the REFER: the dialog is gone, and the call over', async () => {
  const { phone, call, refer: request } = await referred()
  phone.wire.answer(request, '481 Call/Transaction Does Not Exist')
  expect(await call.next()).toMatchObject({ type: 'session.referRefused' })
  expect(await call.next()).toMatchObject({
    type: 'session.ended',
    by: 'lost',
    failure: { code: 'dialog-gone' },
    at,
  })
})

test('a NOTIFY that nobody has asked for is accepted and of no consequence', async () => {
  const { phone, call, far } = await calledOut()
  far.request('NOTIFY', notify('SIP/2.0 200 OK', 'terminated'))
  await phone.wire.next('200 NOTIFY')
  await phone.wire.quiet()
  expect(call.rest()).toEqual([])
})

test('before the answer there is no dialog to refer in', async () => {
  const { phone, call } = await dialing()
  call.send(refer)
  expect(await call.next()).toEqual({ type: 'session.referRefused', failure: { code: 'refused' } })
  expect(await phone.wire.rest()).toEqual([])
})

test('a target that is no address is refused here', async () => {
  const { phone, call } = await calledOut()
  call.send({ ...refer, target: 'mailto:x@y' })
  expect(await call.next()).toEqual({ type: 'session.referRefused', failure: { code: 'invalid-target' } })
  expect(await phone.wire.rest()).toEqual([])
})
