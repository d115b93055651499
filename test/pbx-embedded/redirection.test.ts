import { describe, expect, it } from 'vitest'
import { isOver, mediaOf, Phone } from './support/phone'
import { testPbx } from './support/setup'
import { until } from './support/until'

const movedTo = (contact: string) => ({ statusCode: 302, extraHeaders: [`Contact: ${contact}`] })

async function desks() {
  const pbx = await testPbx()
  const alice = await Phone.register(pbx, '1001')
  const bob = await Phone.register(pbx, '1002')
  return { pbx, alice, bob }
}

describe('a 302 of a phone', () => {
  it('leads to another user, and the caller is told that his call goes on to somebody else', async () => {
    const { pbx, alice, bob } = await desks()
    const carol = await Phone.register(pbx, '1003')
    const call = await alice.dial('1002')
    await (await bob.ringing()).reject(movedTo('<sip:1003@pbx.test>'))
    const invitation = await carol.answer()
    await call.established()
    mediaOf(invitation).speak('from Carol')
    await until('Alice hears Carol', () => mediaOf(call.inviter).heard().includes('from Carol'))
    expect(pbx.eventsOf('call.ringing')).toContainEqual(expect.objectContaining({ status: 181 }))
    expect(pbx.calls()).toMatchObject([{ from: '1001', to: '1003', state: 'answered' }])
  })

  it('leads to a service', async () => {
    const { alice, bob } = await desks()
    const call = await alice.dial('1002')
    await (await bob.ringing()).reject(movedTo('<sip:600@anywhere.test>'))
    await call.established()
    mediaOf(call.inviter).speak('hello')
    await until('the echo is heard', () => mediaOf(call.inviter).heard().includes('hello'))
  })

  it("stops the user's other phones", async () => {
    const { pbx, alice, bob } = await desks()
    const other = await Phone.register(pbx, '1002')
    const call = await alice.dial('1002')
    const ringing = await other.ringing()
    await (await bob.ringing()).reject(movedTo('<sip:600@pbx.test>'))
    await call.established()
    await until('the other phone is silent', () => isOver(ringing))
  })

  it.each([
    ['<sip:9999@pbx.test>', 404],
    ['<sip:603@pbx.test>', 486],
    ['<sip:pbx.test>', 480],
  ])('to %s ends as %i', async (contact, status) => {
    const { alice, bob } = await desks()
    const call = await alice.dial('1002')
    await (await bob.ringing()).reject(movedTo(contact))
    expect(await call.final()).toBe(status)
  })

  it('is followed once: two phones that point to each other do not go round in circles', async () => {
    const { pbx, alice, bob } = await desks()
    const carol = await Phone.register(pbx, '1003')
    const call = await alice.dial('1002')
    await (await bob.ringing()).reject(movedTo('<sip:1003@pbx.test>'))
    await (await carol.ringing()).reject(movedTo('<sip:1002@pbx.test>'))
    expect(await call.final()).toBe(480)
    expect(bob.invitations).toEqual([])
  })

  it('does not keep a caller from giving up', async () => {
    const { pbx, alice, bob } = await desks()
    const carol = await Phone.register(pbx, '1003')
    const call = await alice.dial('1002')
    await (await bob.ringing()).reject(movedTo('<sip:1003@pbx.test>'))
    const invitation = await carol.ringing()
    await call.inviter.cancel()
    expect(await call.final()).toBe(487)
    await until('Carol stops ringing', () => isOver(invitation))
  })
})
