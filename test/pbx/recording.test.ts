import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Agent } from '../e2e/support/agent'
import { PbxStage } from './support/pbx-stage'

let stage: PbxStage

beforeAll(async () => {
  stage = await PbxStage.open()
})
afterEach((context) => stage.endScene(context))
afterAll(() => stage.close())

async function talk(recording: object): Promise<[Agent, Agent]> {
  const config = JSON.stringify({ recording })
  const [alice, bob] = await Promise.all([stage.openReady('1001', { config }), stage.openReady('1002')])
  expect(await alice.command('dial', '1002')).toMatchObject({ ok: true })
  await bob.button('Answer').click()
  await alice.until('media flow', ({ calls: [call] }) => call?.media === 'flowing')
  return [alice, bob]
}

const recordings = () => stage.told('MixMonitorStart').length
const stops = () => stage.told('MixMonitorStop').length
const status = async (agent: Agent) => (await agent.call())?.recording

test('recording by INFO: Asterisk records when it has said so, and stops', async () => {
  const [alice, bob] = await talk({ by: 'info' })
  expect(await status(alice)).toBe('off')
  await alice.button('Record').click()
  await alice.until('it is recorded', ({ calls: [call] }) => call?.recording === 'on')
  await expect.poll(recordings).toBe(1)
  await alice.button('Stop recording').click()
  await alice.until('it is recorded no more', ({ calls: [call] }) => call?.recording === 'off')
  await expect.poll(stops).toBe(1)
  await bob.button('Hang up').first().click()
  await alice.until('the call is over', ({ calls }) => calls.length === 0)
})

test('recording by feature code: Asterisk records, and since it does not say so, that is presumed', async () => {
  const [alice, bob] = await talk({ by: 'code', start: '*3', stop: '*3' })
  expect(await alice.command('startRecording')).toMatchObject({ ok: true })
  expect(await status(alice)).toBe('presumedOn')
  await expect.poll(recordings).toBe(1)
  expect(await alice.command('stopRecording')).toMatchObject({ ok: true })
  expect(await status(alice)).toBe('presumedOff')
  await expect.poll(stops).toBe(1)
  await bob.button('Hang up').first().click()
  await alice.until('the call is over', ({ calls }) => calls.length === 0)
})

test('recording that is refused: where one-touch recording is not allowed, the call is not recorded and says why', async () => {
  const config = JSON.stringify({ recording: { by: 'info' } })
  const grace = await stage.openReady('1007', { config })
  expect(await grace.command('dial', '600')).toMatchObject({ ok: true })
  await grace.until('it is established', ({ calls: [call] }) => call?.phase === 'established')
  expect(await grace.command('startRecording')).toMatchObject({ ok: false, code: 'forbidden' })
  expect(await status(grace)).toBe('off')
  expect(recordings()).toBe(0)
  expect(await grace.command('hangUp')).toMatchObject({ ok: true })
})
