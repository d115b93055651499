import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Agent } from '../e2e/support/agent'
import { PbxStage } from './support/pbx-stage'

let stage: PbxStage

beforeAll(async () => {
  stage = await PbxStage.open()
})
afterEach((context) => stage.endScene(context))
afterAll(() => stage.close())

const inEcho = async (query: Readonly<Record<string, string>> = {}): Promise<Agent> => {
  const alice = await stage.openReady('1001', query)
  expect(await alice.command('dial', '600')).toMatchObject({ ok: true })
  await alice.untilHears()
  return alice
}

const callOf = async (agent: Agent, number: string) =>
  (await agent.state()).calls.find(({ remote }) => remote.number === number)

const olga = { callerId: { name: 'Olga', number: '2001' } }

/** A second caller waits while Alice talks. */
async function secondCall(alice: Agent) {
  const call = await stage.originate('1001', olga)
  await alice.untilRinging()
  return call
}

test('call waiting: the first goes on while a second rings, and the second can be declined', async () => {
  const alice = await inEcho()
  const second = await secondCall(alice)
  await alice.untilHears()
  expect(await alice.command('decline', (await callOf(alice, '2001'))?.id)).toMatchObject({ ok: true })
  expect(await second.answered).toBe(false)
  await alice.untilHears()
  expect(await alice.command('hangUp')).toMatchObject({ ok: true })
})

test('answer and hold: whoever answers the second holds the first, and hears the second alone', async () => {
  const alice = await inEcho()
  const second = await secondCall(alice)
  expect(await alice.command('answer', (await callOf(alice, '2001'))?.id)).toMatchObject({ ok: true })
  expect(await second.answered).toBe(true)
  expect(await callOf(alice, '600')).toMatchObject({ hold: 'held' })
  await expect.poll(() => stage.told('Hold').length + stage.told('MusicOnHoldStart').length).toBeGreaterThan(0)
  await alice.untilHears()

  await second.hangUp()
  await alice.until('the first is left', ({ calls }) => calls.length === 1)
  expect(await alice.command('resume', (await callOf(alice, '600'))?.id)).toMatchObject({ ok: true })
  await alice.untilHears()
  expect(await alice.command('hangUp')).toMatchObject({ ok: true })
})

test('swap, and resume holds the others: of three calls one is heard, whichever it is', async () => {
  const alice = await inEcho()
  const second = await secondCall(alice)
  expect(await alice.command('answer', (await callOf(alice, '2001'))?.id)).toMatchObject({ ok: true })
  expect(await alice.command('dial', '601')).toMatchObject({ ok: true })
  await alice.until('three calls are there', ({ calls }) => calls.length === 3)
  for (const number of ['600', '2001', '601', '600']) {
    expect(await alice.command('resume', (await callOf(alice, number))?.id)).toMatchObject({ ok: true })
    const { calls, focusedCallId } = await alice.state()
    const open = calls.filter(({ hold }) => hold === 'none')
    expect(open.map(({ id, remote }) => [id, remote.number])).toEqual([[focusedCallId, number]])
    await alice.untilHears()
  }
  for (const { id } of (await alice.state()).calls)
    expect(await alice.command('hangUp', id)).toMatchObject({ ok: true })
  await second.over
})

test('limit of calls: one more caller hears that Alice is busy, and she is not disturbed', async () => {
  const alice = await inEcho({ config: JSON.stringify({ maxCalls: 1 }) })
  const second = await stage.originate('1001', olga)
  expect(await second.answered).toBe(false)
  // User busy (Q.850).
  expect(await second.over).toBe(17)
  expect((await alice.state()).calls).toHaveLength(1)
  expect(await alice.command('dial', '601')).toMatchObject({ ok: false })
  expect(await alice.command('hangUp')).toMatchObject({ ok: true })
})
