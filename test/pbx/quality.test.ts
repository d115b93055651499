import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { PbxStage } from './support/pbx-stage'

let stage: PbxStage

beforeAll(async () => {
  stage = await PbxStage.open()
})
afterEach((context) => stage.endScene(context))
afterAll(() => stage.close())

test('quality: a call to 600 is measured, graded, and its record says how it sounded', async () => {
  const alice = await stage.openReady('1001')
  expect(await alice.command('dial', '600')).toMatchObject({ ok: true })
  const {
    calls: [call],
  } = await alice.until('it is graded', ({ calls: [call] }) => call?.quality.status !== 'unknown')
  // A machine that is busy plays out late, which costs some of the score.
  expect(call?.quality.mos).toBeGreaterThan(2)
  expect(call?.quality).toMatchObject({ measured: { codec: 'opus' } })
  await alice.page.getByRole('img', { name: / sound$/ }).waitFor()
  expect(await alice.command('hangUp')).toMatchObject({ ok: true })
  const { lastCall } = await alice.until('it is over', ({ calls }) => calls.length === 0)
  expect(lastCall?.quality?.averageMos).toBeGreaterThan(2)
})

test('sound interrupted: a PBX that falls silent is told, and so is the sound that comes back', async () => {
  const alice = await stage.openReady('1001')
  expect(await alice.command('dial', '602')).toMatchObject({ ok: true })
  await alice.untilHears()
  stage.asterisk.freeze()
  // The browser gives up on the path when its consent checks (RFC 7675) are not answered.
  await alice.until('the sound is gone', ({ calls: [call] }) => call?.media === 'interrupted', 30_000)
  stage.asterisk.thaw()
  await alice.until('the sound is back', ({ calls: [call] }) => call?.media === 'flowing', 30_000)
  await alice.untilHears()
  expect(await alice.command('hangUp')).toMatchObject({ ok: true })
})

test('one-way audio: it is told with what to do, and no longer when sound comes again', async () => {
  const [alice, farEnd] = await Promise.all([stage.openReady('1001'), stage.openFarEnd()])
  const dialled = alice.command('dial', '9100')
  await expect.poll(() => farEnd.calls.length).toBe(1)
  const [call] = farEnd.calls
  call?.answer()
  expect(await dialled).toMatchObject({ ok: true })
  await alice.until('sound comes', ({ calls: [call] }) => call?.media === 'flowing')
  call?.audio.lose(true)
  await alice.until('nothing comes', ({ calls: [call] }) => call?.quality.warnings.includes('notHearing') === true)
  await alice.page.getByText('No sound arrives from the other side').waitFor()
  call?.audio.lose(false)
  await alice.until('sound comes again', ({ calls: [call] }) => call?.quality.warnings.includes('notHearing') === false)
  expect(await alice.command('hangUp')).toMatchObject({ ok: true })
})

test('pre-flight test: microphone, network and a call to 600 pass, and the panel says so', async () => {
  const alice = await stage.openReady('1001')
  await alice.button('Settings').click()
  await alice.button('Test microphone, network and a call').click()
  const { preflight } = await alice.until(
    'the test is over',
    ({ preflight: { status } }) => status === 'passed',
    30_000,
  )
  expect(preflight.microphone?.peak).toBeGreaterThan(0)
  expect(preflight.network?.candidates).toEqual(['host'])
  expect(preflight.quality?.samples).toBeGreaterThan(0)
  await expect
    .poll(() => alice.page.getByRole('region', { name: 'Test of this phone' }).getByText('OK').count())
    .toBe(3)
  await alice.until('its call is over', ({ calls }) => calls.length === 0)
})

test('pre-flight test: a number that is busy fails it, with the reason', async () => {
  const alice = await stage.openReady('1001', { config: JSON.stringify({ echoNumber: '603' }) })
  expect(await alice.command('runPreflight')).toMatchObject({ ok: false, code: 'busy' })
  expect((await alice.state()).preflight).toMatchObject({ status: 'failed', problem: { code: 'busy' } })
})
