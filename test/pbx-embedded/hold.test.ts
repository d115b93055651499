import type { Session } from 'sip.js'
import { describe, expect, it } from 'vitest'
import { isOver, mediaOf, Phone, reinvite } from './support/phone'
import { type TestPbx, testPbx } from './support/setup'
import { until } from './support/until'

interface Connected {
  readonly pbx: TestPbx
  readonly alice: Session
  readonly bob: Session
}

async function connected(): Promise<Connected> {
  const pbx = await testPbx()
  const alice = await Phone.register(pbx, '1001')
  const bob = await Phone.register(pbx, '1002')
  const call = await alice.dial('1002')
  const invitation = await bob.answer()
  await call.established()
  mediaOf(call.inviter).speak('from Alice')
  mediaOf(invitation).speak('from Bob')
  await until(
    'they hear each other',
    () => mediaOf(call.inviter).received.length && mediaOf(invitation).received.length,
  )
  return { pbx, alice: call.inviter, bob: invitation }
}

/** No packet of this text comes in while the PBX takes in ten more from the other side. */
async function expectSilence(session: Session, text: string, taken: () => number): Promise<void> {
  const heard = mediaOf(session).received.length
  const start = taken()
  await until('the other side has sent on', () => taken() >= start + 10)
  expect(mediaOf(session).heard(heard)).not.toContain(text)
}

async function expectToHear(session: Session, text: string): Promise<void> {
  const heard = mediaOf(session).received.length
  await until(`${text} is heard`, () => mediaOf(session).heard(heard).includes(text))
}

describe('hold', () => {
  it.each(['caller', 'callee'] as const)('of the %s is seen by the other side, and so is the end of it', async (by) => {
    const { pbx, alice, bob } = await connected()
    const [holder, held] = by === 'caller' ? [alice, bob] : [bob, alice]
    const heldName = by === 'caller' ? 'from Bob' : 'from Alice'
    expect(await reinvite(holder, { hold: true })).toBe(200)
    expect(mediaOf(held).remoteDirection).toBe('sendonly')
    expect(mediaOf(holder).remoteDirection).toBe('recvonly')
    expect(await pbx.event('held')).toMatchObject({ by, direction: 'sendonly' })
    expect(pbx.calls()[0]).toMatchObject({ [by]: { holding: true, direction: 'recvonly' } })
    // What the held side says is not even taken in; what the holder sends (music, say) still goes through.
    const holderSends = (): number => pbx.calls()[0]?.[by]?.received ?? 0
    await expectSilence(holder, heldName, holderSends)
    await expectToHear(held, by === 'caller' ? 'from Alice' : 'from Bob')

    expect(await reinvite(holder, { hold: false })).toBe(200)
    expect(mediaOf(held).remoteDirection).toBe('sendrecv')
    expect(await pbx.event('resumed')).toMatchObject({ by, direction: 'sendrecv' })
    await expectToHear(holder, heldName)
  })

  it('of both sides makes the stream inactive, and ends one by one', async () => {
    const { pbx, alice, bob } = await connected()
    expect(await reinvite(alice, { hold: true })).toBe(200)
    expect(await reinvite(bob, { hold: true })).toBe(200)
    expect(pbx.eventsOf('held').map(({ by }) => by)).toEqual(['caller', 'callee'])
    expect(await reinvite(alice, { hold: false })).toBe(200)
    expect(await reinvite(bob, { hold: false })).toBe(200)
    expect(pbx.eventsOf('resumed').map(({ by }) => by)).toEqual(['caller', 'callee'])
    await expectToHear(alice, 'from Bob')
    await expectToHear(bob, 'from Alice')
  })

  it('that the other side refuses gets its 488, and nothing has changed', async () => {
    const { pbx, alice, bob } = await connected()
    mediaOf(bob).refuseNext = true
    expect(await reinvite(alice, { hold: true })).toBe(488)
    expect(pbx.eventsOf('held')).toEqual([])
    await expectToHear(alice, 'from Bob')
    expect(await reinvite(alice, { hold: true })).toBe(200)
    expect(await pbx.event('held')).toMatchObject({ by: 'caller' })
  })

  it('of both at once ends in 491 for at least one of them, and the call lives', async () => {
    const { alice, bob } = await connected()
    const statuses = await Promise.all([reinvite(alice, { hold: true }), reinvite(bob, { hold: true })])
    expect(statuses).toContain(491)
    expect(statuses.every((status) => status === 491 || status === 200)).toBe(true)
    expect(await reinvite(alice, { hold: false })).toBe(200)
    await expectToHear(alice, 'from Bob')
  })

  it('that is under way when the other side hangs up gets 487, and the call is over', async () => {
    const { pbx, alice, bob } = await connected()
    mediaOf(bob).pause = new Promise(() => {})
    const holding = reinvite(alice, { hold: true })
    await until('Bob is asked', () => pbx.wire('1002').filter((line) => line.startsWith('< INVITE')).length === 2)
    await bob.bye()
    expect(await holding).toBe(487)
    await until('Alice knows', () => isOver(alice))
  })
})

describe('a re-INVITE that changes no direction', () => {
  it('is answered by the PBX alone', async () => {
    const { pbx, alice } = await connected()
    const before = pbx.wire('1002').length
    expect(await reinvite(alice, { hold: false })).toBe(200)
    expect(pbx.wire('1002').length).toBe(before)
  })

  it('restarts ICE', async () => {
    const { pbx, alice, bob } = await connected()
    const { ufrag } = mediaOf(alice)
    const ufragOfPbx = (): string | undefined =>
      pbx
        .eventsOf('message')
        .filter(({ user, direction, text }) => user === '1001' && direction === 'out' && text.includes('ice-ufrag'))
        .map(({ text }) => /a=ice-ufrag:(\S+)/.exec(text)?.[1])
        .at(-1)
    const before = ufragOfPbx()
    expect(await reinvite(alice, { restartIce: true })).toBe(200)
    expect(mediaOf(alice).ufrag).not.toBe(ufrag)
    expect(ufragOfPbx()).not.toBe(before)
    await expectToHear(alice, 'from Bob')
    await expectToHear(bob, 'from Alice')
  })
})
