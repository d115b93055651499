import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Agent } from '../e2e/support/agent'
import { PbxStage } from './support/pbx-stage'

let stage: PbxStage

beforeAll(async () => {
  stage = await PbxStage.open()
})
afterEach((context) => stage.endScene(context))
afterAll(() => stage.close())

const parking = { extension: '700', slots: ['701-706'] }
const config = JSON.stringify({ features: { parking } })
/** Asterisk calls back after 4 s. */
const shortLot = JSON.stringify({ features: { parking: { slots: ['781-782'] } } })
const withoutExtension = JSON.stringify({ features: { parking: { slots: parking.slots } } })

const isOver = (agent: Agent) => agent.until('the call is over', ({ calls }) => calls.length === 0)

async function answer(agent: Agent): Promise<void> {
  await agent.until('it rings', ({ calls: [call] }) => call?.phase === 'alerting')
  await agent.button('Answer').click()
  await agent.until(
    'the call is established and media flow',
    ({ calls: [call] }) => call?.phase === 'established' && call.media === 'flowing',
  )
}

/** Bob has called Alice, who can park; Carol can pick up. */
async function talk(alicesConfig = config): Promise<[Agent, Agent, Agent]> {
  const [alice, bob, carol] = await Promise.all([
    stage.openReady('1001', { config: alicesConfig }),
    stage.openReady('1002'),
    stage.openReady('1003', { config }),
  ])
  await Promise.all([alice, carol].map(lotIsTold))
  const dialed = bob.command('dial', '1001')
  await answer(alice)
  expect(await dialed).toMatchObject({ ok: true })
  // Asterisk answers a REFER with 400 until it has bridged the two.
  await expect.poll(async () => (await stage.asterisk.bridges()).length).toBe(1)
  return [alice, bob, carol]
}

const lotIsTold = (agent: Agent) =>
  agent.until('the parking lot is watched', ({ parkingLot }) => parkingLot.status === 'watched')
const isTaken = (agent: Agent, slot: string) =>
  agent.until(`somebody waits in ${slot}`, ({ parkingLot }) => parkingLot.calls.some((call) => call.slot === slot))
const isEmpty = (agent: Agent) => agent.until('nobody waits', ({ parkingLot }) => parkingLot.calls.length === 0)

describe('park', () => {
  test('the slot that was chosen is the slot where it is parked, and whoever picks it up talks to the caller', async () => {
    const [alice, bob, carol] = await talk()
    expect(await alice.command('park', { slot: '705' })).toEqual({ ok: true, value: '705' })
    expect((await isOver(alice)).lastCall).toMatchObject({ ending: 'parked' })
    expect(stage.told('ParkedCall').map(({ ParkingSpace }) => ParkingSpace)).toEqual(['705'])
    await isTaken(carol, '705')
    // Of a call of ours we know more than the server tells.
    expect((await isTaken(alice, '705')).parkingLot.calls).toMatchObject([{ slot: '705', remote: { number: '1002' } }])
    expect(await carol.command('pickUp', '705')).toMatchObject({ ok: true })
    await Promise.all([bob.untilHears(), carol.untilHears()])
    await Promise.all([isEmpty(alice), isEmpty(carol)])
    await carol.button('Hang up').first().click()
    await isOver(bob)
  })

  test('the slot of the server’s choice is learnt by subscription', async () => {
    const [alice, bob, carol] = await talk()
    const parked = await alice.command('park')
    expect(parked).toEqual({ ok: true, value: '701' })
    expect(stage.told('ParkedCall').map(({ ParkingSpace }) => ParkingSpace)).toEqual(['701'])
    await isTaken(carol, '701')
    await isOver(alice)
    await bob.button('Hang up').first().click()
    await Promise.all([isEmpty(alice), isEmpty(carol)])
  })

  test('where no slot is chosen and the server chooses none, it is the first free one', async () => {
    const [alice, bob] = await talk(withoutExtension)
    expect(await alice.command('park')).toEqual({ ok: true, value: '701' })
    await isOver(alice)
    await bob.button('Hang up').first().click()
    await isEmpty(alice)
  })

  test('time-out: nobody picks it up, and it comes back to who has parked it, who is told so', async () => {
    const [alice, bob] = await talk(shortLot)
    expect(await alice.command('park', { slot: '781' })).toMatchObject({ ok: true })
    await isOver(alice)
    const { calls } = await alice.until('it comes back', ({ calls: [call] }) => call?.phase === 'alerting', 30_000)
    expect(calls).toMatchObject([{ returnedFrom: '781', remote: { number: '1002' } }])
    await alice.button('Answer').click()
    await Promise.all([alice.untilHears(), bob.untilHears()])
    await bob.button('Hang up').first().click()
    await isOver(alice)
  })
})
