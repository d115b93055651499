import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Agent } from '../e2e/support/agent'
import { PbxStage } from './support/pbx-stage'

let stage: PbxStage

beforeAll(async () => {
  stage = await PbxStage.open()
})
afterEach((context) => stage.endScene(context))
afterAll(() => stage.close())

const isOver = (agent: Agent) => agent.until('the call is over', ({ calls }) => calls.length === 0)
const rings = (agent: Agent) => agent.until('it rings', ({ calls: [call] }) => call?.phase === 'alerting')

async function answer(agent: Agent): Promise<void> {
  await rings(agent)
  await agent.button('Answer').click()
  await agent.until(
    'the call is established and media flow',
    ({ calls: [call] }) => call?.phase === 'established' && call.media === 'flowing',
  )
}

/** Alice has called Bob; Carol is there. */
async function talk(): Promise<[Agent, Agent, Agent]> {
  const [alice, bob, carol] = await Promise.all(['1001', '1002', '1003'].map((user) => stage.openReady(user)))
  if (!alice || !bob || !carol) throw new Error('Somebody is missing')
  const dialed = alice.command('dial', '1002')
  await answer(bob)
  expect(await dialed).toMatchObject({ ok: true })
  return [alice, bob, carol]
}

async function consult(): Promise<[Agent, Agent, Agent]> {
  const [alice, bob, carol] = await talk()
  const consulted = alice.command('consult', '1003')
  await answer(carol)
  expect(await consulted).toMatchObject({ ok: true })
  await alice.untilHears()
  return [alice, bob, carol]
}

const hearEachOther = (...agents: readonly Agent[]) => Promise.all(agents.map((agent) => agent.untilHears()))

test('blind to 1003: Bob talks to Carol, and Alice’s leg is ended by us', async () => {
  const [alice, bob, carol] = await talk()
  const transferred = alice.command('transfer', '1003')
  await answer(carol)
  expect(await transferred).toMatchObject({ ok: true })
  expect((await isOver(alice)).lastCall).toMatchObject({ ending: 'transferred' })
  await hearEachOther(bob, carol)
  await bob.button('Hang up').first().click()
  await isOver(carol)
})

test('blind by the one who was called: the same the other way round', async () => {
  const [alice, bob, carol] = await talk()
  const transferred = bob.command('transfer', '1003')
  await answer(carol)
  expect(await transferred).toMatchObject({ ok: true })
  expect((await isOver(bob)).lastCall).toMatchObject({ ending: 'transferred' })
  await hearEachOther(alice, carol)
  await carol.button('Hang up').first().click()
  await isOver(alice)
})

test('blind to nobody: the transfer fails, and Alice and Bob talk on', async () => {
  const [alice, bob] = await talk()
  expect(await alice.command('transfer', '555')).toMatchObject({ ok: false, code: 'not-found' })
  expect((await alice.call())?.transfer).toMatchObject({ status: 'failed' })
  await hearEachOther(alice, bob)
  await alice.button('Hang up').first().click()
  await isOver(bob)
})

test('blind to somebody who is busy: whatever Asterisk tells, nobody is left on a line', async () => {
  const [alice, bob] = await talk()
  // What Asterisk tells of a busy target is no 486, and not always the same: a NOTIFY that says 503, or the BYE alone, which
  // counts as gone there. The calls end or go on, as the wire says.
  const { ok } = await alice.command('transfer', '603')
  if (ok) expect((await isOver(alice)).lastCall).toMatchObject({ ending: 'transferred' })
  else expect((await alice.call())?.transfer ?? { status: 'failed' }).toMatchObject({ status: 'failed' })
  for (const agent of [alice, bob]) if ((await agent.state()).calls.length > 0) await agent.command('hangUp')
  await Promise.all([isOver(alice), isOver(bob)])
})

test('attended: consulted, swapped, completed: Bob and Carol talk', async () => {
  const [alice, bob, carol] = await consult()
  const [first, second] = (await alice.state()).calls
  expect(await alice.command('resume', first?.id)).toMatchObject({ ok: true })
  await hearEachOther(alice, bob)
  expect(await alice.command('resume', second?.id)).toMatchObject({ ok: true })
  expect(await alice.command('completeTransfer')).toMatchObject({ ok: true })
  expect((await isOver(alice)).lastCall).toMatchObject({ ending: 'transferred' })
  await hearEachOther(bob, carol)
  await bob.button('Hang up').first().click()
  await isOver(carol)
})

test('attended, and cancelled: Carol is gone, Bob is back', async () => {
  const [alice, bob, carol] = await consult()
  expect(await alice.command('cancelTransfer')).toMatchObject({ ok: true })
  await isOver(carol)
  expect((await alice.call())?.hold).toBe('none')
  await hearEachOther(alice, bob)
  await alice.button('Hang up').first().click()
  await isOver(bob)
})

test('semi-attended to 604, which rings for ever: blind in the end, and Bob hangs up on it', async () => {
  const [alice, bob] = await talk()
  expect(await alice.command('consult', '604')).toMatchObject({ ok: true })
  const completed = alice.command('completeTransfer')
  await alice.until('the consultation is gone', ({ calls }) => calls.length <= 1)
  await bob.button('Hang up').first().click()
  await Promise.all([isOver(alice), isOver(bob)])
  await completed
})

test('semi-attended, and Carol answers in this moment: her 200 crosses our CANCEL, and the transfer is attended', async () => {
  const relay = await stage.openHoldingRelay()
  const [alice, bob, carol] = await Promise.all([
    stage.openReady('1001', { server: relay.url }),
    stage.openReady('1002'),
    stage.openReady('1003'),
  ])
  const dialed = alice.command('dial', '1002')
  await answer(bob)
  expect(await dialed).toMatchObject({ ok: true })
  expect(await alice.command('consult', '1003')).toMatchObject({ ok: true })
  await rings(carol)
  relay.hold(/^CANCEL /)
  const completed = alice.command('completeTransfer')
  await expect.poll(() => relay.held.length).toBe(1)
  await answer(carol)
  expect(await completed).toMatchObject({ ok: true })
  relay.release()
  expect((await isOver(alice)).lastCall).toMatchObject({ ending: 'transferred' })
  await hearEachOther(bob, carol)
  await bob.button('Hang up').first().click()
  await isOver(carol)
})

test('attended, and Alice hangs up on Bob in between: she and Carol talk on', async () => {
  const [alice, bob, carol] = await consult()
  const [first] = (await alice.state()).calls
  expect(await alice.command('hangUp', first?.id)).toMatchObject({ ok: true })
  await isOver(bob)
  const { calls } = await alice.until('Carol alone is left', ({ calls: left }) => left.length === 1)
  expect(calls[0]).toMatchObject({ remote: { number: '1003' }, transfer: { status: 'none' } })
  await hearEachOther(alice, carol)
  await carol.button('Hang up').first().click()
  await isOver(alice)
})

test('attended, and Bob hangs up in between: Alice and Carol talk on', async () => {
  const [alice, bob, carol] = await consult()
  await bob.button('Hang up').first().click()
  await alice.until('Bob is gone', ({ calls }) => calls.length === 1)
  await hearEachOther(alice, carol)
  await carol.button('Hang up').first().click()
  await isOver(alice)
})

test('attended, and Carol hangs up in between: Bob waits, and is resumed', async () => {
  const [alice, bob, carol] = await consult()
  await carol.button('Hang up').first().click()
  await alice.until('Carol is gone', ({ calls }) => calls.length === 1)
  expect(await alice.command('resume')).toMatchObject({ ok: true })
  await hearEachOther(alice, bob)
  await bob.button('Hang up').first().click()
  await isOver(alice)
})
