import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Agent } from '../e2e/support/agent'
import { FarEnd } from './far-end/far-end'
import { startAsterisk } from './server/asterisk'
import { PbxStage } from './support/pbx-stage'

/** The numbers and codes of the PBX do what they are for, whether the phone has a button for it yet or not. */

let stage: PbxStage

beforeAll(async () => {
  stage = await PbxStage.open()
})
afterEach((context) => stage.endScene(context))
afterAll(() => stage.close())

async function three(): Promise<[Agent, Agent, Agent]> {
  return Promise.all([stage.openReady('1001'), stage.openReady('1002'), stage.openReady('1003')])
}

async function untilRinging(agent: Agent): Promise<void> {
  await agent.until('it rings', ({ calls: [call] }) => call?.phase === 'alerting')
}

test.each([
  ['430', '<sip:600@127.0.0.1>'],
  ['431', '<sip:431@127.0.0.1>'],
  ['432', '<sip:1002@127.0.0.1>'],
])('%s redirects its caller to %s', async (number, target) => {
  const far = await stage.openFarEnd()
  const call = await far.dial(number)
  await expect.poll(() => call.seen).toEqual(['302'])
  expect(call.redirection).toBe(target)
})

test.each([
  ['433', 'sip:600@127.0.0.1', 'SIP/2.0 200 OK', 'SUCCESS'],
  ['434', 'sip:603@127.0.0.1', 'SIP/2.0 486 Busy Here', 'FAILURE'],
])('%s answers, and refers its caller to %s', async (number, target, fragment, status) => {
  const far = await stage.openFarEnd()
  const call = await far.dial(number)
  await expect.poll(() => call.seen).toEqual(['200', `REFER ${target}`])
  expect(await call.reportTransfer(fragment)).toBe(200)
  await expect.poll(() => stage.toldByDialPlan('Referred').map(({ Status }) => Status)).toEqual([status])
  await call.hangUp()
})

test('436 is heard before it answers, and says back afterwards what it hears', async () => {
  const far = await stage.openFarEnd()
  const call = await far.dial('436')
  await expect.poll(() => call.audio.packets).toBeGreaterThan(50)
  expect(call.seen).toEqual(['183'])
  await expect.poll(() => call.seen).toEqual(['183', '200'])
  await expect.poll(() => call.audio.strengthOf(440)).toBeGreaterThan(0.3)
  await call.hangUp()
})

test('438 tells what the caller’s INVITE says', async () => {
  const far = await stage.openFarEnd()
  const call = await far.dial('438', ['X-Case: 4711', 'P-Preferred-Identity: <sip:4000@127.0.0.1>'])
  await expect
    .poll(() => stage.toldByDialPlan('GotHeaders'))
    .toMatchObject([{ Case: '4711', Preferred: '<sip:4000@127.0.0.1>' }])
  await expect.poll(() => call.seen).toContain('200')
  await call.hangUp()
})

test.each([
  ['439', /^X-Case: 4711\r\n(?:.*\r\n)*X-Priority: high/m],
  ['440', /^Call-Info: <sip:127\.0\.0\.1>;answer-after=0/m],
  ['441', /^From: "Anonymous" <sip:anonymous@[\s\S]*^P-Asserted-Identity: .*<sip:far-end@/m],
])('%s rings Bob with headers of its own', async (number, header) => {
  const [bob, far] = await Promise.all([stage.openReady('1002'), stage.openFarEnd()])
  const call = await far.dial(number)
  await untilRinging(bob)
  expect(bob.sipMessages('in', /^INVITE /)[0]).toMatch(header)
  call.cancel()
  await expect.poll(() => call.seen.at(-1)).toBe('487')
})

test('*8 and a number picks up what rings there', async () => {
  const [alice, bob, carol] = await three()
  expect(await alice.command('dial', '1002')).toMatchObject({ ok: true })
  await untilRinging(bob)
  expect(await carol.command('dial', '*81002')).toMatchObject({ ok: true })
  await bob.until('it stops ringing', ({ calls }) => calls.length === 0)
  await Promise.all([alice.untilHears(), carol.untilHears()])
  expect(await carol.command('hangUp')).toMatchObject({ ok: true })
})

test.each([
  ['*61', 'listens', false],
  ['*62', 'whispers', false],
  ['*63', 'barges in', true],
])('%s and a number: a supervisor %s', async (code, _, isHeardByCustomer) => {
  const [bob, far] = await Promise.all([stage.openReady('1002'), stage.openFarEnd()])
  const supervisor = await stage.openReady('1003')
  const customer = await far.dial('1002')
  await untilRinging(bob)
  expect(await bob.command('answer')).toMatchObject({ ok: true })
  expect(await bob.command('mute')).toMatchObject({ ok: true })
  expect(await supervisor.command('dial', `${code}1002`)).toMatchObject({ ok: true })
  // The customer's tone; and what the customer gets while Bob is silent comes from the supervisor.
  await supervisor.untilHears()
  await expect.poll(() => stage.told('ChanSpyStart').length).toBe(1)
  if (isHeardByCustomer) await expect.poll(() => customer.audio.loudness()).toBeGreaterThan(0.01)
  else {
    customer.audio.forget()
    await expect.poll(() => customer.audio.isFull).toBe(true)
    expect(customer.audio.loudness()).toBeLessThan(0.01)
  }
  expect(await supervisor.command('hangUp')).toMatchObject({ ok: true })
  await customer.hangUp()
})

test('*705 parks whoever is transferred there in 705, which its watchers see, and 705 has them back', async () => {
  const [alice, bob, far] = await Promise.all([stage.openReady('1001'), stage.openReady('1002'), stage.openFarEnd()])
  const call = await far.dial('1001')
  await untilRinging(alice)
  expect(await alice.command('answer')).toMatchObject({ ok: true })
  await alice.untilHears()
  const parked = stage.asterisk.ami.next('ParkedCall')
  expect(await call.refer('sip:*705@127.0.0.1')).toBe(202)
  expect(await parked).toMatchObject({ ParkingSpace: '705' })
  const hint = await stage.asterisk.ami.action('ExtensionState', { Exten: '705', Context: 'hints' })
  expect(hint.StatusText).toBe('InUse')
  expect(await bob.command('dial', '705')).toMatchObject({ ok: true })
  await Promise.all([alice.untilHears(), bob.untilHears()])
  expect(await bob.command('hangUp')).toMatchObject({ ok: true })
})

test('640 is a conference', async () => {
  const [alice, far] = await Promise.all([stage.openReady('1001'), stage.openFarEnd()])
  const call = await far.dial('640')
  await expect.poll(() => call.seen).toContain('200')
  expect(await alice.command('dial', '640')).toMatchObject({ ok: true })
  await alice.untilHears()
  expect(await alice.command('hangUp')).toMatchObject({ ok: true })
  await call.hangUp()
})

test('610 rings everybody in the queue, and whoever answers has the caller', async () => {
  const [bob, carol, far] = await Promise.all([stage.openReady('1002'), stage.openReady('1003'), stage.openFarEnd()])
  const call = await far.dial('610')
  await Promise.all([untilRinging(bob), untilRinging(carol)])
  expect(await bob.command('answer')).toMatchObject({ ok: true })
  await carol.until('it stops ringing', ({ calls }) => calls.length === 0)
  await bob.untilHears()
  await call.hangUp()
})

test('a message left at 611 is counted in Alice’s mailbox', async () => {
  const far = await stage.openFarEnd()
  const counted = stage.asterisk.ami.next('MessageWaiting', ({ Mailbox }) => Mailbox === '1001@default', 20_000)
  const call = await far.dial('611')
  // The beep has come; then a second is spoken.
  await expect.poll(() => call.audio.packets).toBeGreaterThan(20)
  const { sent } = call.audio
  await expect.poll(() => call.audio.sent).toBeGreaterThan(sent + 50)
  await call.hangUp()
  expect(Number((await counted).New)).toBeGreaterThan(0)
})

test('who is in a call is seen by those who watch', async () => {
  const [bob, far] = await Promise.all([stage.openReady('1002'), stage.openFarEnd()])
  const status = async () =>
    (await stage.asterisk.ami.action('ExtensionState', { Exten: '1002', Context: 'hints' })).StatusText
  await expect.poll(status).toBe('Idle')
  const call = await far.dial('1002')
  await expect.poll(status).toBe('Ringing')
  expect(await bob.command('answer')).toMatchObject({ ok: true })
  await expect.poll(status).toBe('InUse')
  await call.hangUp()
  await expect.poll(status).toBe('Idle')
})

test('silence of the PBX is none of its sockets’, and ends when it thaws', async () => {
  const far = await stage.openFarEnd()
  stage.asterisk.freeze()
  const call = await far.dial('603')
  stage.asterisk.thaw()
  await expect.poll(() => call.seen).toEqual(['486'])
})

test('a second Asterisk runs beside the first, is killed, and comes back knowing of no call', async () => {
  const other = await startAsterisk()
  try {
    const { farEnd, sip } = other.place.ports
    const far = await FarEnd.open({ port: farEnd, pbxPort: sip })
    const call = await far.dial('600')
    await expect.poll(() => call.audio.strengthOf(440)).toBeGreaterThan(0.3)
    expect(await other.channels()).toHaveLength(1)
    expect(await stage.asterisk.channels()).toEqual([])
    await other.kill()
    await other.ami.closed
    await other.revive()
    expect(await other.channels()).toEqual([])
    far.close()
  } finally {
    await other.stop()
  }
})
