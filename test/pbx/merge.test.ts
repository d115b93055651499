import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Agent } from '../e2e/support/agent'
import type { FarIncomingCall } from './far-end/far-incoming-call'
import { PbxStage } from './support/pbx-stage'

let stage: PbxStage

beforeAll(async () => {
  stage = await PbxStage.open()
})
afterEach((context) => stage.endScene(context))
afterAll(() => stage.close())

/** A number of the far end from 500 to 3000 hums at so many Hz. */
const [bobs, carols] = [700, 1_300] as const

interface Scene {
  readonly alice: Agent
  readonly bob: FarIncomingCall
  readonly carol: FarIncomingCall
}

/** Alice talks to Carol; Bob is on hold. */
async function talk(query: Readonly<Record<string, string>> = {}): Promise<Scene> {
  const [alice, farEnd] = await Promise.all([stage.openReady('1001', query), stage.openFarEnd()])
  const call = async (hertz: number) => {
    const dialled = alice.command('dial', `9${hertz}`)
    await expect.poll(() => farEnd.calls.some(({ number }) => number === String(hertz))).toBe(true)
    const incoming = farEnd.calls.find(({ number }) => number === String(hertz))
    if (!incoming) throw new Error('Nobody was called')
    incoming.answer()
    expect(await dialled).toMatchObject({ ok: true })
    await alice.until('it is established', ({ calls }) => calls.at(-1)?.phase === 'established')
    return incoming
  }
  const bob = await call(bobs)
  const carol = await call(carols)
  return { alice, bob, carol }
}

const hears = (call: FarIncomingCall, hertz: number) =>
  expect.poll(() => call.audio.strengthOf(hertz)).toBeGreaterThan(0.05)
const hearsNo = async (call: FarIncomingCall, hertz: number) => {
  call.audio.forget()
  await expect.poll(() => call.audio.isFull).toBe(true)
  expect(call.audio.strengthOf(hertz)).toBeLessThan(0.02)
}
const areMerged = (alice: Agent) =>
  alice.until('they are merged', ({ calls }) => calls.every(({ conference }) => conference.status === 'merged'))
const hangUp = async (alice: Agent, ...calls: readonly FarIncomingCall[]) => {
  await Promise.all(calls.map((call) => call.hangUp()))
  await alice.until('the calls are over', ({ calls }) => calls.length === 0)
}

test('merge: Bob hears Carol and Carol hears Bob, and neither hears himself', async () => {
  const { alice, bob, carol } = await talk()
  await hearsNo(carol, bobs)
  expect(await alice.command('merge')).toMatchObject({ ok: true })
  await areMerged(alice)
  await Promise.all([hears(bob, carols), hears(carol, bobs)])
  await Promise.all([hearsNo(bob, bobs), hearsNo(carol, carols)])
  await hangUp(alice, bob, carol)
})

test('split: the one who stays hears nobody else, and the other one music', async () => {
  const { alice, bob, carol } = await talk()
  expect(await alice.command('merge')).toMatchObject({ ok: true })
  await Promise.all([hears(bob, carols), hears(carol, bobs)])
  const [first] = (await alice.state()).calls
  expect(await alice.command('split', first?.id)).toMatchObject({ ok: true })
  await Promise.all([hearsNo(bob, carols), hearsNo(carol, bobs)])
  expect((await alice.state()).calls.map(({ hold }) => hold)).toEqual(['none', 'held'])
  await hangUp(alice, bob, carol)
})

test('merge: when Bob hangs up, Alice talks on with Carol', async () => {
  const { alice, bob, carol } = await talk()
  expect(await alice.command('merge')).toMatchObject({ ok: true })
  await hears(carol, bobs)
  await bob.hangUp()
  const { calls } = await alice.until('Carol is left', ({ calls }) => calls.length === 1)
  expect(calls[0]).toMatchObject({ hold: 'none', conference: { status: 'none' } })
  await alice.untilHears()
  await hearsNo(carol, bobs)
  await hangUp(alice, carol)
})

test('server conference: Bob and Carol are sent to 640 and hear each other there; Alice has one call', async () => {
  const { alice, bob, carol } = await talk({ config: JSON.stringify({ conference: { uri: '640' } }) })
  expect(await alice.command('merge')).toMatchObject({ ok: true })
  const { calls } = await alice.until('one call is left', (state) => state.calls.length === 1)
  expect(calls[0]).toMatchObject({ remote: { number: '640' }, phase: 'established' })
  await Promise.all([hears(bob, carols), hears(carol, bobs)])
  const [bridge] = await stage.asterisk.bridges()
  expect(bridge?.channels).toHaveLength(3)
  await Promise.all([bob.hangUp(), carol.hangUp()])
  expect(await alice.command('hangUp')).toMatchObject({ ok: true })
})
