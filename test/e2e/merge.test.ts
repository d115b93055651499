import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Agent } from './support/agent'
import { Stage } from './support/stage'

let stage: Stage

beforeAll(async () => {
  stage = await Stage.open()
})
afterEach((context) => stage.endScene(context))
afterAll(() => stage.close())

const isOver = (agent: Agent) => agent.until('the call is over', ({ calls }) => calls.length === 0)
const hold = (agent: Agent) => agent.call().then((call) => call?.remoteHold)

async function answer(agent: Agent): Promise<void> {
  await agent.button('Answer').click()
  await agent.until(
    'the call is established and media flow',
    ({ calls: [call] }) => call?.phase === 'established' && call.media === 'flowing',
  )
}

/** Alice talks to Carol; Bob is on hold. */
async function talk(): Promise<[Agent, Agent, Agent]> {
  const [alice, bob, carol] = await Promise.all(['1001', '1002', '1003'].map((user) => stage.openReady(user)))
  if (!alice || !bob || !carol) throw new Error('Somebody is missing')
  for (const [number, agent] of [
    ['1002', bob],
    ['1003', carol],
  ] as const) {
    await alice.number.fill(number)
    await alice.number.press('Enter')
    await answer(agent)
  }
  return [alice, bob, carol]
}

test('merge: Bob and Carol hear each other through Alice; split: Bob is on hold again', async () => {
  const [alice, bob, carol] = await talk()
  await alice.button('Merge').click()
  await alice.until('all are merged', ({ calls }) => calls.every(({ conference }) => conference.status === 'merged'))
  // Alice is silent: what Bob hears is Carol, and the other way round.
  await alice.button('Mute').click()
  await alice.until('she is muted for both', ({ calls }) => calls.every(({ microphone }) => microphone === 'muted'))
  await Promise.all([bob.untilHears(), carol.untilHears()])
  await alice.button('Split').click()
  await alice.until('the other one is on hold', ({ calls }) => calls.some((call) => call.hold === 'held'))
  const state = await alice.state()
  expect(state.calls.map(({ conference }) => conference.status)).toEqual(['none', 'none'])
  expect(await Promise.all([hold(bob), hold(carol)])).toEqual(
    state.calls.map((call) => (call.hold === 'held' ? 'held' : 'none')),
  )
  for (const agent of [bob, carol]) await agent.button('Hang up').first().click()
  await isOver(alice)
})

test('merge: when Bob hangs up, Alice and Carol talk on', async () => {
  const [alice, bob, carol] = await talk()
  await alice.button('Merge').click()
  await alice.until('all are merged', ({ calls }) => calls.every(({ conference }) => conference.status === 'merged'))
  await bob.button('Hang up').first().click()
  const state = await alice.until('Carol is left', ({ calls }) => calls.length === 1)
  expect(state.calls[0]).toMatchObject({ hold: 'none', conference: { status: 'none' } })
  await Promise.all([alice.untilHears(), carol.untilHears()])
  await carol.button('Hang up').first().click()
  await isOver(alice)
})
