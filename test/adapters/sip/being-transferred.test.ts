import { describe, expect, test } from 'vitest'
import { calledIn, calledOut, type TestCall } from './calls'
import { sdp } from './fake-media'
import { createNormaliser, type SipMessage } from './message'
import { at } from './phone'

const referTo = 'Refer-To: <sip:1003@pbx.example>'
const referredBy = 'Referred-By: "Bob" <sip:1002@pbx.example>;cid="x"'
const carol = { number: '1003', name: null, uri: 'sip:1003@pbx.example' }

interface Asked extends TestCall {
  readonly refer: SipMessage
}

/** We talk, and the far end asks that Carol be called. */
async function asked(headers: readonly string[] = [referTo], talk = calledOut): Promise<Asked> {
  const talking = await talk()
  const refer = talking.far.request('REFER', { headers })
  await talking.phone.requests.next()
  return { ...talking, refer }
}

/** The next NOTIFY, answered: its Subscription-State and its body. */
async function nextNotify({ phone }: Pick<TestCall, 'phone'>): Promise<[state: string, body: string]> {
  const notify = await phone.wire.next('NOTIFY')
  phone.wire.answer(notify, '200 OK')
  return [notify.header('Subscription-State'), notify.body.trim()]
}

/** It was accepted, and the new call has been dialled. */
async function followed(headers?: readonly string[]) {
  const before = await asked(headers)
  const { phone } = before
  phone.requests.send({ type: 'refer.accept', requestId: 'in-1' })
  await phone.wire.next('202 REFER')
  expect(await nextNotify(before)).toEqual(['active;expires=340', 'SIP/2.0 100 Trying'])
  const newCall = phone.session('in-1')
  newCall.send({ type: 'session.invite', target: carol.uri })
  const invitation = await phone.wire.next('INVITE')
  return { ...before, newCall, invitation }
}

describe('a REFER that comes in', () => {
  test.each([
    ['we called', calledOut],
    ['they called', calledIn],
  ])('waits unanswered for a decision, in a conversation where %s', async (_who, talk) => {
    const { phone, far, call } = await talk()
    far.request('REFER', { headers: [referTo, referredBy] })
    expect(await phone.requests.next()).toEqual({
      type: 'refer.received',
      requestId: talk === calledIn ? 'in-2' : 'in-1',
      callId: talk === calledIn ? 'in-1' : 'out',
      kind: 'blind',
      target: carol,
      by: { number: '1002', name: 'Bob', uri: 'sip:1002@pbx.example' },
      at,
    })
    expect(await phone.wire.rest()).toEqual([])
    expect(call.rest()).toEqual([])
  })

  test.each([
    ['declined', '603'],
    ['busy', '486'],
    ['unavailable', '480'],
  ] as const)('is refused as %s with %s', async (reason, status) => {
    const { phone } = await asked()
    phone.requests.send({ type: 'refer.refuse', requestId: 'in-1', reason })
    await phone.wire.next(`${status} REFER`)
    expect(await phone.wire.rest()).toEqual([])
  })

  test.each([
    ['without a target', [], '400'],
    ['with two targets', ['Refer-To: <sip:1003@pbx.example>, <sip:1004@pbx.example>'], '400'],
    ['to a telephone number', ['Refer-To: <tel:+19005550000>'], '416'],
    ['that wants another request than INVITE', ['Refer-To: <sip:1003@pbx.example;method=BYE>'], '603'],
    ['with a Replaces that names no dialog', ['Refer-To: <sip:1003@pbx.example?Replaces=x>'], '400'],
    ['with a Replaces that is more', [`Refer-To: <sip:1@pbx?Replaces=a%3Bto-tag%3Db%3Bfrom-tag%3Dc%0D%0AX: 1>`], '400'],
  ])('%s is refused, and nobody is asked', async (_what, headers, status) => {
    const { phone, far } = await calledOut()
    far.request('REFER', { headers })
    expect(await phone.wire.rest()).toEqual([`${status} REFER`])
    expect(phone.requests.rest()).toEqual([])
  })

  test('is refused when nobody is there to decide, and what waited with it', async () => {
    const { phone, far } = await asked()
    phone.requests.close()
    await phone.wire.next('480 REFER')
    far.request('REFER', { headers: [referTo] })
    await phone.wire.next('603 REFER')
  })
})

describe('being transferred', () => {
  test('202 and the first NOTIFY, which says that more will come', async () => {
    const { phone, refer } = await asked()
    const exact = createNormaliser()
    phone.requests.send({ type: 'refer.accept', requestId: 'in-1' })
    const accepted = await phone.wire.next('202 REFER')
    expect(accepted.header('CSeq')).toBe(refer.header('CSeq'))
    expect(accepted.header('Contact')).toMatch(/^<sip:/)
    expect(accepted.headers('Refer-Sub')).toEqual([])
    const notify = await phone.wire.next('NOTIFY')
    const lines = exact(notify.text).split('\r\n')
    expect(lines[0]).toBe('NOTIFY sip:far@198.51.100.7;transport=ws SIP/2.0')
    expect(lines).toEqual(
      expect.arrayContaining([
        'Event: refer',
        'Subscription-State: active;expires=340',
        'Content-Type: message/sipfrag;version=2.0',
        'SIP/2.0 100 Trying',
      ]),
    )
    expect(notify.header('Call-ID')).toBe(refer.header('Call-ID'))
  })

  test('the INVITE says who asked for it, and NOTIFY tells how it goes, active until the final one', async () => {
    const scene = await followed([referTo, referredBy])
    const { phone, newCall, invitation, call } = scene
    expect(invitation.startLine).toBe('INVITE sip:1003@pbx.example SIP/2.0')
    expect(invitation.header('Referred-By')).toBe('"Bob" <sip:1002@pbx.example>;cid="x"')
    expect(invitation.headers('Replaces')).toEqual([])
    phone.wire.answer(invitation, '180 Ringing')
    expect(await nextNotify(scene)).toEqual(['active;expires=340', 'SIP/2.0 180 Ringing'])
    // Said again it is no news.
    phone.wire.answer(invitation, '180 Ringing')
    await phone.wire.quiet()
    phone.wire.answer(invitation, '200 OK', { body: sdp('sendrecv') })
    await phone.wire.next('ACK')
    expect(await nextNotify(scene)).toEqual(['terminated;reason=noresource', 'SIP/2.0 200 OK'])
    expect(newCall.facts.at(-1)?.type).toBe('session.accepted')
    // The old call stands until it is ended.
    call.send({ type: 'session.bye' })
    expect((await phone.wire.next('BYE')).header('Call-ID')).toBe(scene.invite.header('Call-ID'))
  })

  test('in vain: a refusal is told as it came, and the call stands', async () => {
    const scene = await followed()
    const { phone, invitation, call } = scene
    phone.wire.answer(invitation, '486 Busy Here')
    await phone.wire.next('ACK')
    expect(await nextNotify(scene)).toEqual(['terminated;reason=noresource', 'SIP/2.0 486 Busy Here'])
    // What the chart makes of it by hand has been said.
    phone.requests.send({ type: 'refer.refuse', requestId: 'in-1', reason: 'unavailable' })
    expect(await phone.wire.rest()).toEqual([])
    expect(call.rest()).toEqual([])
  })

  test('in vain: given up before the answer, whoever asked hears of the 487', async () => {
    const scene = await followed()
    const { phone, invitation, newCall } = scene
    phone.wire.answer(invitation, '180 Ringing')
    await nextNotify(scene)
    newCall.send({ type: 'session.cancel' })
    phone.wire.answer(await phone.wire.next('CANCEL'), '200 OK')
    phone.wire.answer(invitation, '487 Request Terminated')
    await phone.wire.next('ACK')
    expect(await nextNotify(scene)).toEqual(['terminated;reason=noresource', 'SIP/2.0 487 Request Terminated'])
  })

  test('in vain: where no INVITE was sent, the final NOTIFY says that nobody is called', async () => {
    const scene = await asked()
    scene.phone.requests.send({ type: 'refer.accept', requestId: 'in-1' })
    await scene.phone.wire.next('202 REFER')
    await nextNotify(scene)
    scene.phone.requests.send({ type: 'refer.refuse', requestId: 'in-1', reason: 'unavailable' })
    expect(await nextNotify(scene)).toEqual(['terminated;reason=noresource', 'SIP/2.0 480 Temporarily Unavailable'])
  })

  test('attended: Replaces in Refer-To becomes that of the INVITE, and no other header of the URI does', async () => {
    const replaces = encodeURIComponent('abc@pbx;to-tag=t1;from-tag=f1')
    const headers = [
      `Refer-To: <sip:1003@pbx.example?Replaces=${replaces}&Require=replaces&Route=%3Csip:evil%3E&X-Evil=1>`,
    ]
    const talking = await calledOut()
    talking.far.request('REFER', { headers })
    expect(await talking.phone.requests.next()).toMatchObject({ kind: 'attended', target: carol, by: null })
    talking.phone.requests.send({ type: 'refer.accept', requestId: 'in-1' })
    await talking.phone.wire.next('202 REFER')
    await nextNotify(talking)
    talking.phone.session('in-1').send({ type: 'session.invite', target: carol.uri })
    const invitation = await talking.phone.wire.next('INVITE')
    expect(invitation.header('Replaces')).toBe('abc@pbx;to-tag=t1;from-tag=f1')
    expect(invitation.header('Require')).toBe('replaces')
    expect(invitation.startLine).toBe('INVITE sip:1003@pbx.example SIP/2.0')
    for (const name of ['Route', 'X-Evil', 'Referred-By']) expect(invitation.headers(name)).toEqual([])
  })

  test('Refer-Sub: false is granted, and then nothing is told (RFC 4488)', async () => {
    const { phone } = await asked([referTo, 'Refer-Sub: false'])
    phone.requests.send({ type: 'refer.accept', requestId: 'in-1' })
    expect((await phone.wire.next('202 REFER')).header('Refer-Sub')).toBe('false')
    const newCall = phone.session('in-1')
    newCall.send({ type: 'session.invite', target: carol.uri })
    const invitation = await phone.wire.next('INVITE')
    phone.wire.answer(invitation, '200 OK', { body: sdp('sendrecv') })
    await phone.wire.next('ACK')
    expect(await phone.wire.rest()).toEqual([])
  })

  test('whoever asked hangs up, and is told all the same: BYE ends the call, not the subscription (RFC 5057)', async () => {
    const scene = await followed()
    const { phone, far, invitation, call } = scene
    far.request('BYE')
    await phone.wire.next('200 BYE')
    expect(await call.next()).toMatchObject({ type: 'session.ended', by: 'remote' })
    phone.wire.answer(invitation, '200 OK', { body: sdp('sendrecv') })
    await phone.wire.next('ACK')
    expect(await nextNotify(scene)).toEqual(['terminated;reason=noresource', 'SIP/2.0 200 OK'])
  })

  test('who does not take a NOTIFY is not sent another one', async () => {
    const scene = await asked()
    const { phone } = scene
    phone.requests.send({ type: 'refer.accept', requestId: 'in-1' })
    await phone.wire.next('202 REFER')
    phone.wire.answer(await phone.wire.next('NOTIFY'), '481 Subscription Does Not Exist')
    await phone.wire.quiet()
    phone.requests.send({ type: 'refer.refuse', requestId: 'in-1', reason: 'unavailable' })
    expect(await phone.wire.rest()).toEqual([])
  })

  test('the NOTIFYs of a second REFER in the dialog say which one they are about', async () => {
    const { phone, far } = await asked()
    phone.requests.send({ type: 'refer.refuse', requestId: 'in-1', reason: 'declined' })
    await phone.wire.next('603 REFER')
    const second = far.request('REFER', { headers: [referTo] })
    await phone.requests.next()
    phone.requests.send({ type: 'refer.accept', requestId: 'in-2' })
    await phone.wire.next('202 REFER')
    const notify = await phone.wire.next('NOTIFY')
    expect(notify.header('Event')).toBe(`refer;id=${second.header('CSeq').split(' ')[0]}`)
  })
})
