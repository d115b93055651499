import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { Stage } from './support/stage'

let stage: Stage

beforeAll(async () => {
  stage = await Stage.open()
})
afterEach((context) => stage.endScene(context))
afterAll(() => stage.close())

test('quality: a call is graded, and its bars say so', async () => {
  const alice = await stage.openReady('1001')
  expect(await alice.command('dial', '600')).toMatchObject({ ok: true })
  const { calls } = await alice.until('it is graded', ({ calls: [call] }) => call?.quality.status !== 'unknown')
  expect(calls[0]?.quality.measured?.codec).toBeTruthy()
  await alice.page.getByRole('img', { name: / sound$/ }).waitFor()
  expect(await alice.command('hangUp')).toMatchObject({ ok: true })
  const { lastCall } = await alice.until('it is over', (state) => state.calls.length === 0)
  expect(lastCall?.quality?.samples).toBeGreaterThan(0)
})

test('pre-flight test: it passes, and leaves its figures', async () => {
  const alice = await stage.openReady('1001')
  expect(await alice.command('runPreflight')).toMatchObject({ ok: true })
  expect((await alice.state()).preflight).toMatchObject({ status: 'passed', problem: null })
})

test('pre-flight test: it can be left, and its call is hung up', async () => {
  const alice = await stage.openReady('1001')
  const test = alice.command('runPreflight')
  await alice.until('it calls', ({ calls: [call] }) => call?.phase === 'established', 30_000)
  expect(await alice.command('cancelPreflight')).toMatchObject({ ok: true })
  expect(await test).toMatchObject({ ok: false, code: 'cancelled' })
  await alice.until('its call is over', ({ calls }) => calls.length === 0)
})
