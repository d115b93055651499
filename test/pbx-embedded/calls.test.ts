import { SessionState } from 'sip.js'
import { describe, expect, it } from 'vitest'
import { isOver, mediaOf, Phone } from './support/phone'
import { authorize, RawClient, request, respond } from './support/raw'
import { testPbx } from './support/setup'
import { until } from './support/until'

describe('a call between users', () => {
  it('carries audio both ways, under the name that the PBX knows', async () => {
    const pbx = await testPbx()
    const alice = await Phone.register(pbx, '1001', { displayName: 'Mallory' })
    const bob = await Phone.register(pbx, '1002')
    const call = await alice.dial('1002')
    const invitation = await bob.ringing()
    expect(invitation.remoteIdentity.displayName).toBe('Alice')
    expect(invitation.remoteIdentity.uri.toString()).toBe('sip:1001@pbx.test')
    await invitation.accept()
    await call.established()
    mediaOf(call.inviter).speak('from Alice')
    mediaOf(invitation).speak('from Bob')
    await until('Alice hears Bob', () => mediaOf(call.inviter).heard().includes('from Bob'))
    await until('Bob hears Alice', () => mediaOf(invitation).heard().includes('from Alice'))
    expect(pbx.calls()).toMatchObject([{ from: '1001', to: '1002', state: 'answered', caller: { codec: 'opus' } }])
    expect(call.statuses).toEqual([100, 180, 200])
  })

  it('uses the codec that both have', async () => {
    const pbx = await testPbx()
    const alice = await Phone.register(pbx, '1001', { codecs: ['opus', 'pcmu'] })
    const bob = await Phone.register(pbx, '1002', { codecs: ['pcmu'] })
    const call = await alice.dial('1002')
    await bob.answer()
    await call.established()
    expect(pbx.calls()[0]).toMatchObject({ caller: { codec: 'pcmu' }, callee: { codec: 'pcmu' } })
  })

  it('carries the early media of the callee, and goes on with the same stream when it is answered', async () => {
    const pbx = await testPbx()
    const alice = await Phone.register(pbx, '1001')
    const bob = await Phone.register(pbx, '1002')
    const call = await alice.dial('1002', { earlyMedia: true })
    const invitation = await bob.ringing()
    await invitation.progress({ statusCode: 183 })
    mediaOf(invitation).speak('please wait')
    await until('Alice hears it', () => mediaOf(call.inviter).heard().includes('please wait'))
    expect(call.inviter.state).toBe(SessionState.Establishing)
    await invitation.accept()
    await call.established()
    mediaOf(invitation).speak('hello')
    await until('Alice hears Bob', () => mediaOf(call.inviter).heard().includes('hello'))
    expect(call.statuses).toContain(183)
  })

  it.each(['caller', 'callee'] as const)('is ended by a BYE of the %s', async (by) => {
    const pbx = await testPbx()
    const alice = await Phone.register(pbx, '1001')
    const bob = await Phone.register(pbx, '1002')
    const call = await alice.dial('1002')
    const invitation = await bob.answer()
    await call.established()
    await (by === 'caller' ? call.inviter : invitation).bye()
    await until('both are over', () => isOver(call.inviter) && isOver(invitation))
    expect(await pbx.event('call.ended')).toMatchObject({ by, why: 'hung up' })
    expect(pbx.calls()).toEqual([])
  })

  it.each([486, 603, 480, 488])('passes the %i of the callee on', async (status) => {
    const pbx = await testPbx()
    const alice = await Phone.register(pbx, '1001')
    const bob = await Phone.register(pbx, '1002')
    const call = await alice.dial('1002')
    await (await bob.ringing()).reject({ statusCode: status })
    expect(await call.final()).toBe(status)
    expect(await pbx.event('call.ended')).toMatchObject({ by: 'callee', status })
  })

  it('gets 404 for a number that does not exist and 480 for a user without a phone', async () => {
    const pbx = await testPbx()
    const alice = await Phone.register(pbx, '1001')
    expect(await (await alice.dial('999')).final()).toBe(404)
    expect(await (await alice.dial('1002')).final()).toBe(480)
  })

  it('gets 480, and the callee a CANCEL, when nobody answers in time', async () => {
    const pbx = await testPbx({ ringTimeoutMs: 100 })
    const alice = await Phone.register(pbx, '1001')
    const bob = await Phone.register(pbx, '1002')
    const call = await alice.dial('1002')
    const invitation = await bob.ringing()
    expect(await call.final()).toBe(480)
    await until('Bob stops ringing', () => isOver(invitation))
    expect(pbx.wire('1002')).toContain(`< CANCEL ${bob.userAgent.contact.uri.toString()} SIP/2.0`)
  })

  it('is cancelled by the caller', async () => {
    const pbx = await testPbx()
    const alice = await Phone.register(pbx, '1001')
    const bob = await Phone.register(pbx, '1002')
    const call = await alice.dial('1002')
    const invitation = await bob.ringing()
    await until('Alice hears it ring', () => call.status === 180)
    await call.inviter.cancel()
    expect(await call.final()).toBe(487)
    await until('Bob stops ringing', () => isOver(invitation))
    expect(await pbx.event('call.ended')).toMatchObject({ by: 'caller', status: 487, why: 'cancelled' })
  })

  it('is hung up again at a phone whose answer crosses the CANCEL', async () => {
    const pbx = await testPbx()
    const alice = await Phone.register(pbx, '1001')
    const client = await RawClient.connect(pbx)
    const contact = 'Contact: <sip:me@raw.invalid;transport=ws>'
    const registering = { method: 'REGISTER', to: '1002', from: '1002' }
    const challenge = await client.ask(request({ ...registering, headers: [contact] }))
    const credentials = authorize(challenge, { method: 'REGISTER', username: '1002', password: 'pw1002' })
    await client.ask(request({ ...registering, headers: [contact, credentials] }))
    const came = async (method: string): Promise<string> => {
      await until(`${method} came`, () => client.received.some((text) => text.startsWith(method)))
      return client.received.find((text) => text.startsWith(method)) ?? ''
    }
    const call = await alice.dial('1002')
    const invite = await came('INVITE')
    client.send(respond(invite, '180 Ringing', contact))
    await until('Alice hears it ring', () => call.status === 180)
    await call.inviter.cancel()
    await came('CANCEL')
    client.send(respond(invite, '200 OK', contact))
    expect(await came('ACK')).toContain('tag=raw-callee')
    expect(await came('BYE')).toContain('tag=raw-callee')
    expect(await call.final()).toBe(487)
  })

  it('rings every phone; the first answer wins, the others hear that it was answered elsewhere', async () => {
    const pbx = await testPbx()
    const alice = await Phone.register(pbx, '1001')
    const desk = await Phone.register(pbx, '1002')
    const mobile = await Phone.register(pbx, '1002')
    const call = await alice.dial('1002')
    const onDesk = await desk.ringing()
    const onMobile = await mobile.ringing()
    await onMobile.accept()
    await call.established()
    await until('the desk phone stops ringing', () => isOver(onDesk))
    const cancel = pbx.eventsOf('message').find(({ text }) => text.startsWith('CANCEL'))
    expect(cancel?.text).toContain('Reason: SIP;cause=200;text="Call completed elsewhere"')
    mediaOf(onMobile).speak('from the mobile')
    await until('Alice hears the mobile', () => mediaOf(call.inviter).heard().includes('from the mobile'))
    expect(isOver(onMobile)).toBe(false)
  })

  it('goes on ringing when one of several phones refuses, and gets the best refusal when all do', async () => {
    const pbx = await testPbx()
    const alice = await Phone.register(pbx, '1001')
    const desk = await Phone.register(pbx, '1002')
    const mobile = await Phone.register(pbx, '1002')
    const call = await alice.dial('1002')
    await (await desk.ringing()).reject({ statusCode: 486 })
    const onMobile = await mobile.ringing()
    expect(isOver(onMobile)).toBe(false)
    await onMobile.reject({ statusCode: 480 })
    expect(await call.final()).toBe(486)
  })

  it('stops ringing everywhere on a 6xx', async () => {
    const pbx = await testPbx()
    const alice = await Phone.register(pbx, '1001')
    const desk = await Phone.register(pbx, '1002')
    const mobile = await Phone.register(pbx, '1002')
    const call = await alice.dial('1002')
    const onMobile = await mobile.ringing()
    await (await desk.ringing()).reject({ statusCode: 603 })
    expect(await call.final()).toBe(603)
    await until('the mobile stops ringing', () => isOver(onMobile))
  })

  it.each(['caller', 'callee'] as const)('ends when the socket of the %s breaks', async (by) => {
    const pbx = await testPbx()
    const alice = await Phone.register(pbx, '1001')
    const bob = await Phone.register(pbx, '1002')
    const call = await alice.dial('1002')
    const invitation = await bob.answer()
    await call.established()
    ;(by === 'caller' ? alice : bob).cut()
    const other = by === 'caller' ? invitation : call.inviter
    await until('the other side is over', () => isOver(other))
    expect(await pbx.event('call.ended')).toMatchObject({ by, why: 'disconnected' })
    expect(pbx.calls()).toEqual([])
  })

  it.each(['caller', 'callee'] as const)('stops ringing when the socket of the %s breaks', async (by) => {
    const pbx = await testPbx()
    const alice = await Phone.register(pbx, '1001')
    const bob = await Phone.register(pbx, '1002')
    const call = await alice.dial('1002')
    const invitation = await bob.ringing()
    ;(by === 'caller' ? alice : bob).cut()
    if (by === 'caller') await until('Bob stops ringing', () => isOver(invitation))
    else expect(await call.final()).toBe(480)
    await pbx.event('call.ended')
  })

  it('is no more when all connections are dropped; new ones are welcome', async () => {
    const pbx = await testPbx()
    await Phone.register(pbx, '1001')
    pbx.dropConnections()
    await until('nobody is registered', () => pbx.registrations().length === 0)
    await Phone.register(pbx, '1002')
    expect(pbx.registrations()).toEqual(['1002'])
  })
})
