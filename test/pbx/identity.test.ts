import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { PbxStage } from './support/pbx-stage'

/** Who calls whom, and what travels with the call. */

let stage: PbxStage

beforeAll(async () => {
  stage = await PbxStage.open()
})
afterEach((context) => stage.endScene(context))
afterAll(() => stage.close())

test('P-Asserted-Identity: a caller who is anonymous in From is shown as the PBX vouches for', async () => {
  const [bob, far] = await Promise.all([stage.openReady('1002'), stage.openFarEnd()])
  const call = await far.dial('441')
  expect((await bob.untilRinging()).remote.number).toBe('far-end')
  call.cancel()
  await expect.poll(() => call.seen.at(-1)).toBe('487')
})

test('P-Asserted-Identity: who has answered is told by the PBX', async () => {
  const [alice, bob] = await Promise.all([stage.openReady('1001'), stage.openReady('1002')])
  expect(await alice.command('dial', '1002')).toMatchObject({ ok: true })
  await bob.untilRinging()
  expect(await bob.command('answer')).toMatchObject({ ok: true })
  await alice.until('Bob’s name is there', ({ calls: [call] }) => call?.remote.name === 'Bob')
  expect(await bob.command('hangUp')).toMatchObject({ ok: true })
})

test('identity of the caller, and custom headers: 438 tells what Alice’s INVITE says', async () => {
  const alice = await stage.openReady('1001')
  const headers = { 'X-Case': '4711' }
  expect(await alice.command('dial', '438', { callerId: '4000', headers, metadata: { ticket: 7 } })).toMatchObject({
    ok: true,
  })
  await expect
    .poll(() => stage.toldByDialPlan('GotHeaders'))
    .toMatchObject([{ Case: '4711', Preferred: expect.stringContaining('sip:4000@') as string }])
  // Notes of the host stay here.
  expect(alice.sipMessages('out', /^INVITE /).join()).not.toMatch(/ticket/)
  expect(await alice.command('hangUp')).toMatchObject({ ok: true })
  expect((await alice.state()).lastCall).toMatchObject({ metadata: { ticket: 7 } })
})

test('custom headers: Bob sees those of his caller’s INVITE', async () => {
  const [bob, far] = await Promise.all([stage.openReady('1002'), stage.openFarEnd()])
  const call = await far.dial('439')
  expect((await bob.untilRinging()).headers).toMatchObject({ 'X-Case': '4711', 'X-Priority': 'high' })
  expect(await bob.command('answer')).toMatchObject({ ok: true })
  await bob.untilHears()
  await call.hangUp()
})
