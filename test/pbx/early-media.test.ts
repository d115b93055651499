import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { PbxStage } from './support/pbx-stage'

let stage: PbxStage

beforeAll(async () => {
  stage = await PbxStage.open()
})
afterEach((context) => stage.endScene(context))
afterAll(() => stage.close())

test('early media: what is heard before the answer goes on after it, and the call is heard both ways', async () => {
  const alice = await stage.openReady('1001')
  const dialled = alice.command('dial', '436')
  await alice.untilHearsEarly()
  expect(await dialled).toMatchObject({ ok: true })
  await alice.untilTalking()
  // Echo, from now on.
  await alice.untilHears()
  expect(await alice.command('hangUp')).toMatchObject({ ok: true })
})

test('early media, and tones before the answer: 437 takes digits, and never answers', async () => {
  const alice = await stage.openReady('1001')
  const dialled = alice.command('dial', '437')
  await alice.until('sound comes in', ({ calls: [call] }) => call?.earlyMedia === 'flowing')
  void alice.command('sendDtmf', '4711')
  await expect.poll(() => stage.toldByDialPlan('GotDTMF').map(({ Digits }) => Digits)).toEqual(['4711'])
  await dialled
  const { lastCall } = await alice.until('the call is over', ({ calls }) => calls.length === 0)
  expect(lastCall).toMatchObject({ answeredAt: null })
})

test('ringback: ours sounds while it rings at 604, and ends with the call', async () => {
  const alice = await stage.openReady('1001')
  expect(await alice.command('dial', '604')).toMatchObject({ ok: true })
  await expect.poll(() => alice.sounds()).toEqual(['ringback'])
  expect(await alice.command('hangUp')).toMatchObject({ ok: true })
  await expect.poll(() => alice.sounds()).toEqual([])
})

test('ringback: ours gives way to the sound of the far end, though it rings on there', async () => {
  const [alice, far] = await Promise.all([stage.openReady('1001'), stage.openFarEnd()])
  const dialled = alice.command('dial', '95551234')
  await expect.poll(() => far.calls.length).toBe(1)
  const [call] = far.calls
  call?.ring()
  await expect.poll(() => alice.sounds()).toEqual(['ringback'])
  call?.ringWithSound()
  await alice.until('sound comes in', ({ calls: [ringing] }) => ringing?.earlyMedia === 'flowing')
  await expect.poll(() => alice.sounds()).toEqual([])
  await alice.untilHears()
  call?.answer()
  expect(await dialled).toMatchObject({ ok: true })
  await alice.untilTalking()
  expect(await alice.sounds()).toEqual([])
  expect(await alice.command('hangUp')).toMatchObject({ ok: true })
})
