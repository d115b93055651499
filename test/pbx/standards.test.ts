import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { PbxStage } from './support/pbx-stage'

let stage: PbxStage

beforeAll(async () => {
  stage = await PbxStage.open()
})
afterEach((context) => stage.endScene(context))
afterAll(() => stage.close())

test('a SHA-256 challenge (RFC 8760) is answered, for registering and for calling', async () => {
  const erin = await stage.openReady('1005')
  expect(await erin.command('dial', '600')).toMatchObject({ ok: true })
  await erin.untilHears()
  expect(erin.sipMessages('in', /^SIP\/2\.0 401/).every((text) => /algorithm=SHA-256/.test(text))).toBe(true)
  expect(erin.sipMessages('out', /^INVITE /)[1]).toMatch(/^Authorization: .*algorithm=SHA-256/m)
  expect(await erin.command('hangUp')).toMatchObject({ ok: true })
})

test('where provisional responses are to be reliable (RFC 3262), PRACK goes out for ours and is answered for theirs', async () => {
  const frank = await stage.openReady('1006')
  expect(await frank.command('dial', '604')).toMatchObject({ ok: true })
  await expect.poll(() => frank.sipMessages('out', /^PRACK /).length).toBe(1)
  expect(await frank.command('hangUp')).toMatchObject({ ok: true })

  const call = await stage.originate('1006')
  await expect.poll(() => frank.sipMessages('in', /^PRACK /).length).toBe(1)
  expect(await frank.command('answer')).toMatchObject({ ok: true })
  expect(await call.answered).toBe(true)
  await frank.untilHears()
  await call.hangUp()
})

test('a session of 90 s is refreshed by Asterisk (RFC 4028), and nobody hears anything of it', async () => {
  const dave = await stage.openReady('1004')
  const call = await stage.originate('1004')
  await dave.until('it rings', ({ calls: [ringing] }) => ringing?.phase === 'alerting')
  expect(await dave.command('answer')).toMatchObject({ ok: true })
  expect(dave.sipMessages('in', /^INVITE /)[0]).toMatch(/^Session-Expires: 90\b/m)
  await expect
    .poll(() => dave.sipMessages('in', /^(?:INVITE|UPDATE) /).length, { timeout: 70_000, interval: 500 })
    .toBe(2)
  await dave.untilHears()
  await call.hangUp()
})

test('437 takes digits before it ever answers', async () => {
  const alice = await stage.openReady('1001')
  const dialled = alice.command('dial', '437')
  await alice.until('sound comes in', ({ calls: [call] }) => call?.earlyMedia === 'flowing')
  void alice.command('sendDtmf', '4711')
  await expect.poll(() => stage.toldByDialPlan('GotDTMF').map(({ Digits }) => Digits)).toEqual(['4711'])
  await dialled
  const { lastCall } = await alice.until('the call is over', ({ calls }) => calls.length === 0)
  expect(lastCall).toMatchObject({ answeredAt: null })
})
