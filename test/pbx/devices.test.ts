import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Agent } from '../e2e/support/agent'
import { giveTones, noiseSuppression, plugIn, sayOfMicrophone, unplug } from '../e2e/support/devices'
import type { FarCall } from './far-end/far-call'
import { PbxStage } from './support/pbx-stage'

/*
 * On Asterisk, with real media. The microphones are Web Audio's, to be told apart by their tones, and it is the page that
 * says that one is muted or gone: a fake device of Chromium's can be neither.
 */

let stage: PbxStage

beforeAll(async () => {
  stage = await PbxStage.open()
})
afterEach((context) => stage.endScene(context))
afterAll(() => stage.close())

const [low, high] = [700, 1_700]

/** Alice talks to the far end, which measures what comes in. */
async function talk(): Promise<{ alice: Agent; call: FarCall; first: string; second: string }> {
  const [alice, far] = await Promise.all([stage.openReady('1001'), stage.openFarEnd()])
  const [first = '', second = ''] = await giveTones(alice, [low, high])
  expect(await alice.command('setMicrophone', first)).toMatchObject({ ok: true })
  const dialled = alice.command('dial', '95551234')
  await expect.poll(() => far.calls.length).toBe(1)
  const [call] = far.calls
  if (call === undefined) throw new Error('Nobody has called')
  call.answer()
  expect(await dialled).toMatchObject({ ok: true })
  await alice.untilTalking()
  await untilHeard(call, low)
  return { alice, call, first, second }
}

const untilHeard = (call: FarCall, hertz: number) =>
  expect.poll(() => call.audio.strengthOf(hertz)).toBeGreaterThan(0.1)

const untilUnheard = (call: FarCall, hertz: number) =>
  expect.poll(() => call.audio.strengthOf(hertz)).toBeLessThan(0.01)

const invites = (agent: Agent) => agent.sipMessages('out', /^INVITE /).length

test('change of the microphone: the far end hears the new one, over the same dialog and without a re-INVITE', async () => {
  const { alice, call, second } = await talk()
  const [before, packets] = [invites(alice), call.audio.packets]
  expect(await alice.command('setMicrophone', second)).toMatchObject({ ok: true })
  await untilHeard(call, high)
  await untilUnheard(call, low)
  expect(call.audio.packets).toBeGreaterThan(packets)
  expect(invites(alice)).toBe(before)
  expect(alice.sipMessages('out', /^UPDATE /)).toEqual([])
  expect(await alice.command('hangUp')).toMatchObject({ ok: true })
})

test('unplug and replug: the far end hears the default, and the chosen microphone again, without a re-INVITE', async () => {
  const { alice, call, first } = await talk()
  const before = invites(alice)
  await unplug(alice, first)
  await untilUnheard(call, low)
  await alice.until('the default one works', ({ calls: [view] }) => view?.capture === 'working')
  const { packets } = call.audio
  await expect.poll(() => call.audio.packets).toBeGreaterThan(packets + 25)
  await plugIn(alice, first)
  await untilHeard(call, low)
  expect(invites(alice)).toBe(before)
  expect(await alice.command('hangUp')).toMatchObject({ ok: true })
})

test('mute: the far end hears silence in RTP that goes on, and the tone again afterwards', async () => {
  const { alice, call, second } = await talk()
  expect(await alice.command('mute')).toMatchObject({ ok: true })
  await untilUnheard(call, low)
  const { packets } = call.audio
  await expect.poll(() => call.audio.packets).toBeGreaterThan(packets + 25)
  // A microphone that is chosen while muted is muted too.
  expect(await alice.command('setMicrophone', second)).toMatchObject({ ok: true })
  await expect.poll(() => call.audio.packets).toBeGreaterThan(packets + 75)
  expect(call.audio.strengthOf(high)).toBeLessThan(0.01)
  expect(await alice.command('unmute')).toMatchObject({ ok: true })
  await untilHeard(call, high)
  expect(await alice.command('hangUp')).toMatchObject({ ok: true })
})

test('microphone interrupted: a device that is muted itself is told while the call goes on, and another one is heard', async () => {
  const { alice, call, second } = await talk()
  await sayOfMicrophone(alice, 'mute')
  await alice.until('it is told', ({ calls: [view] }) => view?.capture === 'interrupted')
  expect(await alice.command('mute')).toMatchObject({ ok: true })
  expect((await alice.call())?.microphone).toBe('muted')
  expect(await alice.command('unmute')).toMatchObject({ ok: true })
  expect(await alice.command('setMicrophone', second)).toMatchObject({ ok: true })
  await alice.until('it works', ({ calls: [view] }) => view?.capture === 'working')
  await untilHeard(call, high)
  expect(await alice.command('hangUp')).toMatchObject({ ok: true })
})

test('noise suppression: 600 goes on saying back what a microphone without it gives, and nothing is negotiated', async () => {
  const alice = await stage.openReady('1001')
  expect(await alice.command('dial', '600')).toMatchObject({ ok: true })
  await alice.untilHears()
  const before = invites(alice)
  const suppresses = () => alice.page.evaluate(noiseSuppression)
  expect(await suppresses()).toBe(true)
  expect(await alice.command('setAudioProcessing', { noiseSuppression: false })).toMatchObject({ ok: true })
  expect(await suppresses()).toBe(false)
  await alice.untilHears()
  expect(invites(alice)).toBe(before)
  expect(await alice.command('hangUp')).toMatchObject({ ok: true })
})
