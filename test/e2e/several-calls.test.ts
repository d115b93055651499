import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { Stage } from './support/stage'

let stage: Stage

beforeAll(async () => {
  stage = await Stage.open()
})
afterEach((context) => stage.endScene(context))
afterAll(() => stage.close())

test('ringback: ours sounds while it rings, and not while the far end is heard before its answer', async () => {
  const alice = await stage.openReady('1001')
  expect(await alice.command('dial', '604')).toMatchObject({ ok: true })
  await expect.poll(() => alice.sounds()).toEqual(['ringback'])
  expect(await alice.command('hangUp')).toMatchObject({ ok: true })
  await expect.poll(() => alice.sounds()).toEqual([])

  void alice.command('dial', '620')
  await alice.untilHearsEarly()
  expect(await alice.sounds()).toEqual([])
  await alice.until('it is over', ({ calls }) => calls.length === 0)
})

test('answer and hold: the second knocks, is answered, and the first is held for it', async () => {
  const [alice, bob] = await Promise.all([stage.openReady('1001'), stage.openReady('1002')])
  expect(await alice.command('dial', '601')).toMatchObject({ ok: true })
  await alice.untilHears()
  expect(await bob.command('dial', '1001')).toMatchObject({ ok: true })
  const { id } = await alice.untilRinging()
  await expect.poll(() => alice.sounds()).toEqual(['knock'])
  expect(await alice.command('answer', id)).toMatchObject({ ok: true })
  const { calls, focusedCallId } = await alice.state()
  expect(calls.map(({ hold }) => hold)).toEqual(['held', 'none'])
  expect(focusedCallId).toBe(id)
  await Promise.all([alice.untilHears(), bob.untilHears()])
  for (const call of calls) expect(await alice.command('hangUp', call.id)).toMatchObject({ ok: true })
})

test('limit of calls: one caller more hears busy, and Alice is not disturbed', async () => {
  const [alice, bob] = await Promise.all([
    stage.openReady('1001', { config: JSON.stringify({ maxCalls: 1 }) }),
    stage.openReady('1002'),
  ])
  expect(await alice.command('dial', '601')).toMatchObject({ ok: true })
  await alice.untilHears()
  expect(await bob.command('dial', '1001')).toMatchObject({ ok: false, code: 'busy' })
  expect(await alice.sounds()).toEqual([])
  expect((await alice.state()).calls).toHaveLength(1)
  expect(await alice.command('hangUp')).toMatchObject({ ok: true })
})

test('local tones: each digit is heard here while it is sent', async () => {
  const alice = await stage.openReady('1001')
  expect(await alice.command('dial', '600')).toMatchObject({ ok: true })
  await alice.untilHears()
  const before = await alice.briefSounds()
  expect(await alice.command('sendDtmf', '17#')).toMatchObject({ ok: true })
  expect((await alice.briefSounds()) - before).toBe(3)
  expect(stage.seen('dtmf').map(({ digit }) => digit)).toEqual(['1', '7', '#'])
  expect(await alice.command('hangUp')).toMatchObject({ ok: true })
})
