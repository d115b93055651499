import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { PbxStage } from './support/pbx-stage'

let stage: PbxStage

beforeAll(async () => {
  stage = await PbxStage.open()
})
afterEach((context) => stage.endScene(context))
afterAll(() => stage.close())

test.each([
  ['603', 'busy', 486],
  ['605', 'no-answer', 480],
  ['606', 'not-found', 404],
  ['1999', 'not-found', 404],
  ['1002', 'unavailable', 480],
  ['608', 'forbidden', 403],
  ['614', 'server-error', 503],
])('dialling %s ends as %s (%i) with the words for it', async (number, code, sipStatus) => {
  const alice = await stage.openReady('1001')
  expect(await alice.command('dial', number)).toMatchObject({ ok: false, code })
  expect((await alice.state()).lastCall).toMatchObject({ ending: 'rejected', problem: { code, sipStatus } })
})

test('604 rings for ever, and Alice gives up', async () => {
  const alice = await stage.openReady('1001')
  expect(await alice.command('dial', '604')).toMatchObject({ ok: true })
  expect(await alice.call()).toMatchObject({ phase: 'dialing', progress: 'ringing' })
  expect(await alice.command('hangUp')).toMatchObject({ ok: true })
  expect((await alice.state()).lastCall).toMatchObject({ ending: 'cancelled', endedBy: 'local' })
})

test('a call that Alice gives up is a missed call of Bob’s', async () => {
  const [alice, bob] = await Promise.all([stage.openReady('1001'), stage.openReady('1002')])
  expect(await alice.command('dial', '1002')).toMatchObject({ ok: true })
  await bob.until('it rings', ({ calls: [call] }) => call?.phase === 'alerting')
  expect(await alice.command('hangUp')).toMatchObject({ ok: true })
  const { lastCall } = await bob.until('it stops ringing', ({ calls }) => calls.length === 0)
  expect(lastCall).toMatchObject({ ending: 'missed', endedBy: 'remote' })
})

test('a call that Bob declines is over for Alice, too', async () => {
  const [alice, bob] = await Promise.all([stage.openReady('1001'), stage.openReady('1002')])
  expect(await alice.command('dial', '1002')).toMatchObject({ ok: true })
  expect(await bob.command('decline')).toMatchObject({ ok: true })
  const { lastCall } = await alice.until('the call is over', ({ calls }) => calls.length === 0)
  // Asterisk makes a 480 of the 603.
  expect(lastCall).toMatchObject({ ending: 'rejected', problem: { sipStatus: 480 } })
  expect((await bob.state()).lastCall).toMatchObject({ ending: 'declined', endedBy: 'local' })
})

test('620 is heard before any answer, and then ends', async () => {
  const alice = await stage.openReady('1001')
  const dialled = alice.command('dial', '620')
  await alice.untilHearsEarly()
  await dialled
  const { lastCall } = await alice.until('the call is over', ({ calls }) => calls.length === 0)
  expect(lastCall).toMatchObject({ ending: 'rejected', answeredAt: null })
})

test('Bob and Carol ring at once; Carol answers, and for Bob it was answered elsewhere', async () => {
  const [alice, bob, carol] = await Promise.all(['1001', '1002', '1003'].map((user) => stage.openReady(user)))
  if (alice === undefined || bob === undefined || carol === undefined) throw new Error('nobody')
  expect(await alice.command('dial', '435')).toMatchObject({ ok: true })
  for (const agent of [bob, carol]) await agent.until('it rings', ({ calls: [call] }) => call?.phase === 'alerting')
  expect(await carol.command('answer')).toMatchObject({ ok: true })
  const { lastCall } = await bob.until('it stops ringing', ({ calls }) => calls.length === 0)
  expect(lastCall).toMatchObject({ ending: 'answeredElsewhere' })
  await Promise.all([alice.untilHears(), carol.untilHears()])
  expect(await alice.command('hangUp')).toMatchObject({ ok: true })
})
