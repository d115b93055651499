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

const config = JSON.stringify({ supervision: { listen: '*61{number}', whisper: '*62{number}', barge: '*63{number}' } })

/** Bob, muted, talks to a customer; Alice is his supervisor. */
async function talk(alicesConfig = config): Promise<[Agent, Agent, FarIncomingCall]> {
  const [alice, bob, farEnd] = await Promise.all([
    stage.openReady('1001', { config: alicesConfig }),
    stage.openReady('1002'),
    stage.openFarEnd(),
  ])
  const dialled = bob.command('dial', '9700')
  await expect.poll(() => farEnd.calls.length).toBe(1)
  const [customer] = farEnd.calls
  if (!customer) throw new Error('Nobody was called')
  customer.answer()
  expect(await dialled).toMatchObject({ ok: true })
  await bob.until('it is established', ({ calls: [call] }) => call?.phase === 'established')
  expect(await bob.command('mute')).toMatchObject({ ok: true })
  return [alice, bob, customer]
}

async function supervise(alice: Agent, mode: string): Promise<void> {
  expect(await alice.command('supervise', '1002', mode)).toMatchObject({ ok: true })
  await alice.until(
    'she is in the call',
    ({ calls: [call] }) => call?.phase === 'established' && call.supervision.status === 'supervising',
  )
}

/** The fake microphone beeps: more than this is somebody, less is nobody. */
const isHeard = (customer: FarIncomingCall) => expect.poll(() => customer.audio.loudness()).toBeGreaterThan(0.05)
/** Two seconds, and a beep each second. */
async function isNotHeard(customer: FarIncomingCall): Promise<void> {
  for (let window = 0; window < 4; window++) {
    customer.audio.forget()
    await expect.poll(() => customer.audio.isFull).toBe(true)
    expect(customer.audio.loudness()).toBeLessThan(0.02)
  }
}

async function hangUp(alice: Agent, bob: Agent, customer: FarIncomingCall): Promise<void> {
  expect(await alice.command('hangUp')).toMatchObject({ ok: true })
  await customer.hangUp()
  await bob.until('the call is over', ({ calls }) => calls.length === 0)
}

test('listen: the supervisor hears the customer, and nobody hears her', async () => {
  const [alice, bob, customer] = await talk()
  await supervise(alice, 'listen')
  await alice.untilHears()
  await isNotHeard(customer)
  await hangUp(alice, bob, customer)
})

test('whisper: Bob hears the supervisor, the customer does not', async () => {
  const [alice, bob, customer] = await talk()
  await supervise(alice, 'whisper')
  await alice.untilHears()
  await isNotHeard(customer)
  await hangUp(alice, bob, customer)
})

test('barge: the customer hears the supervisor', async () => {
  const [alice, bob, customer] = await talk()
  await supervise(alice, 'barge')
  await alice.untilHears()
  await isHeard(customer)
  await hangUp(alice, bob, customer)
})

test('supervision by REST: the service names what to call, changes the mode, and hears of the end', async () => {
  const service = await stage.openSupervisionService()
  const served = JSON.stringify({ supervision: { service: { url: service.url } } })
  const [alice, bob, customer] = await talk(served)
  await supervise(alice, 'listen')
  await alice.untilHears()
  await isNotHeard(customer)
  expect(await alice.command('setSupervision', 'barge')).toMatchObject({ ok: true })
  expect((await alice.call())?.supervision).toMatchObject({ status: 'supervising', number: '1002', mode: 'barge' })
  await isHeard(customer)
  await hangUp(alice, bob, customer)
  await expect.poll(() => service.said.map(({ method }) => method)).toEqual(['POST', 'PUT', 'DELETE'])
})

test('supervision by REST: nobody is called where the colleague is in no call, and the phone says so', async () => {
  const service = await stage.openSupervisionService()
  const alice = await stage.openReady('1001', {
    config: JSON.stringify({ supervision: { service: { url: service.url } } }),
  })
  expect(await alice.command('supervise', '1002', 'listen')).toMatchObject({ ok: false, code: 'not-found' })
  expect(alice.sipMessages('out', /^INVITE /)).toEqual([])
})
