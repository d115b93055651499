import { describe, expect, test } from 'vitest'
import { connectedPhone, dialing } from './calls'
import { sdp } from './fake-media'
import type { SipMessage } from './message'
import { at, TestPhone } from './phone'

const forwarded = { type: 'session.progressed', progress: 'forwarded', at }

const uriOf = ({ startLine }: SipMessage) => startLine.split(' ')[1]

async function redirect(dialed: Awaited<ReturnType<typeof dialing>>, invite: SipMessage, ...contacts: string[]) {
  const headers = contacts.map((contact) => `Contact: ${contact}`)
  dialed.phone.wire.answer(invite, '302 Moved Temporarily', { headers })
  await dialed.phone.wire.next('ACK')
  return dialed.phone.wire.next('INVITE')
}

describe('an INVITE that is sent elsewhere', () => {
  test('goes there as the same call, with the same offer, and is answered there', async () => {
    const dialed = await dialing()
    const { phone, call, invite, media } = dialed
    const again = await redirect(dialed, invite, '"Bob" <sip:bob@mobile.example;transport=ws?Replaces=x>;q=0.7')
    expect(uriOf(again)).toBe('sip:bob@mobile.example;transport=ws')
    expect(again.header('CSeq')).toBe('2 INVITE')
    for (const name of ['To', 'From', 'Call-ID']) expect(again.header(name)).toBe(invite.header(name))
    expect(again.body).toBe(invite.body)
    expect(await call.next()).toEqual(forwarded)
    phone.wire.answer(again, '180 Ringing', { tag: 'two' })
    phone.wire.answer(again, '200 OK', { body: sdp('sendrecv'), tag: 'two' })
    await phone.wire.next('ACK')
    expect(await call.next()).toMatchObject({ type: 'session.progressed', progress: 'ringing' })
    expect(await call.next()).toEqual({ type: 'session.accepted', remote: null, at })
    expect(media.log).toEqual(['createOffer open', 'acceptAnswer sendrecv'])
  })

  test('tries the addresses in the order of preference, each once, and tells the last refusal', async () => {
    const dialed = await dialing()
    const { phone, call, invite } = dialed
    const first = await redirect(
      dialed,
      invite,
      '<sip:low@x.example>;q=0.1, <sip:best@x.example>;q=1.0, <sip:1002@pbx.example>',
      'sip:middle@x.example;q=0.5',
    )
    expect(uriOf(first)).toBe('sip:best@x.example')
    phone.wire.answer(first, '486 Busy Here')
    await phone.wire.next('ACK')
    const second = await phone.wire.next('INVITE')
    expect(uriOf(second)).toBe('sip:middle@x.example')
    const third = await redirect(dialed, second, '<sip:best@x.example>')
    expect(uriOf(third)).toBe('sip:low@x.example')
    phone.wire.answer(third, '480 Temporarily Unavailable')
    await phone.wire.next('ACK')
    expect(call.rest().filter(({ type }) => type === 'session.progressed')).toEqual([forwarded, forwarded, forwarded])
    expect(call.facts.at(-1)).toMatchObject({ type: 'session.rejected', failure: { code: 'unavailable' } })
    expect(await phone.wire.rest()).toEqual([])
  })

  test('is refused after five hops, and in a circle at once', async () => {
    const dialed = await dialing()
    const { phone, call } = dialed
    let { invite } = dialed
    for (const hop of [1, 2, 3, 4, 5]) invite = await redirect(dialed, invite, `<sip:${hop}@x.example>`)
    phone.wire.answer(invite, '302 Moved Temporarily', { headers: ['Contact: <sip:6@x.example>'] })
    await phone.wire.next('ACK')
    await phone.wire.quiet()
    expect(call.facts.at(-1)).toEqual({
      type: 'session.rejected',
      failure: { code: 'refused', sipStatus: 302, text: 'Moved Temporarily' },
      at,
    })
    const circle = await dialing(phone, 'circle')
    phone.wire.answer(circle.invite, '302 Moved Temporarily', { headers: ['Contact: <sip:1002@pbx.example>'] })
    await phone.wire.next('ACK')
    expect(await circle.call.next()).toMatchObject({ type: 'session.rejected', failure: { code: 'refused' } })
  })

  test('to a telephone number that is no SIP address is refused', async () => {
    const { phone, call, invite } = await dialing()
    phone.wire.answer(invite, '302 Moved Temporarily', { headers: ['Contact: <tel:+15551234>'] })
    await phone.wire.next('ACK')
    expect(await call.next()).toMatchObject({ type: 'session.rejected', failure: { code: 'refused' } })
  })

  test('after a 6xx goes nowhere', async () => {
    const dialed = await dialing()
    const { phone, call } = dialed
    const again = await redirect(dialed, dialed.invite, '<sip:a@x.example>, <sip:b@x.example>')
    phone.wire.answer(again, '603 Decline')
    await phone.wire.next('ACK')
    await phone.wire.quiet()
    expect(call.facts.at(-1)).toMatchObject({ type: 'session.rejected', failure: { code: 'declined' } })
    expect(await phone.wire.rest()).toEqual([])
  })

  test('answers challenges there anew, with nothing of what was answered before', async () => {
    const dialed = await dialing()
    const { phone } = dialed
    const challenge = 'WWW-Authenticate: Digest realm="r", nonce="n1"'
    phone.wire.answer(dialed.invite, '401 Unauthorized', { headers: [challenge] })
    await phone.wire.next('ACK')
    const again = await redirect(dialed, await phone.wire.next('INVITE'), '<sip:bob@mobile.example>')
    expect(again.headers('Authorization')).toEqual([])
    phone.wire.answer(again, '401 Unauthorized', { headers: [challenge] })
    await phone.wire.next('ACK')
    const answered = await phone.wire.next('INVITE')
    expect(answered.header('Authorization')).toContain('uri="sip:bob@mobile.example"')
    expect(answered.header('CSeq')).toBe('4 INVITE')
  })

  test('is cancelled where it went', async () => {
    const dialed = await dialing()
    const { phone, call } = dialed
    const again = await redirect(dialed, dialed.invite, '<sip:bob@mobile.example>')
    phone.wire.answer(again, '180 Ringing', { tag: 'two' })
    await phone.wire.quiet()
    call.send({ type: 'session.cancel' })
    const cancel = await phone.wire.next('CANCEL')
    expect(uriOf(cancel)).toBe('sip:bob@mobile.example')
    expect(cancel.header('CSeq')).toBe('2 CANCEL')
    phone.wire.answer(cancel, '200 OK')
    phone.wire.answer(again, '487 Request Terminated', { tag: 'two' })
    await phone.wire.next('ACK')
    await phone.wire.quiet()
    expect(call.facts.at(-1)).toMatchObject({ type: 'session.ended', by: 'local' })
  })

  test('after it was given up goes nowhere', async () => {
    const { phone, call, invite } = await dialing()
    call.send({ type: 'session.cancel' })
    phone.wire.answer(invite, '302 Moved Temporarily', { headers: ['Contact: <sip:bob@mobile.example>'] })
    await phone.wire.next('ACK')
    expect(await call.next()).toMatchObject({ type: 'session.ended', by: 'local' })
    expect(await phone.wire.rest()).toEqual([])
  })

  test('is refused where the host wants it so', async () => {
    const phone = await connectedPhone(new TestPhone({ redirects: 'refuse' }))
    const { call, invite } = await dialing(phone)
    phone.wire.answer(invite, '301 Moved Permanently', { headers: ['Contact: <sip:bob@mobile.example>'] })
    await phone.wire.next('ACK')
    expect(await call.next()).toEqual({
      type: 'session.rejected',
      failure: { code: 'refused', sipStatus: 301, text: 'Moved Permanently' },
      at,
    })
    expect(await phone.wire.rest()).toEqual([])
  })
})
