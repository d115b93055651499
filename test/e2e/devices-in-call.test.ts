import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Agent } from './support/agent'
import { giveTones, noiseSuppression, plugIn, prominence, sayOfMicrophone, speakers, unplug } from './support/devices'
import { Stage } from './support/stage'

let stage: Stage

beforeAll(async () => {
  stage = await Stage.open()
})
afterEach((context) => stage.endScene(context))
afterAll(() => stage.close())

const [low, high] = [700, 1_700]

/** Alice hears herself, by a microphone with a low tone; the other one has a high one. */
async function hearOneself(): Promise<{ alice: Agent; first: string; second: string }> {
  const alice = await stage.openReady('1001')
  const [first = '', second = ''] = await giveTones(alice, [low, high])
  expect(await alice.command('setMicrophone', first)).toMatchObject({ ok: true })
  expect(await alice.command('dial', '600')).toMatchObject({ ok: true })
  await alice.untilTalking()
  await untilHears(alice, low)
  return { alice, first, second }
}

const untilHears = (agent: Agent, hertz: number) => expect.poll(() => prominence(agent, hertz)).toBeGreaterThan(0.8)

const invites = (agent: Agent) => agent.sipMessages('out', /^INVITE /).length

const captureOf = async (agent: Agent) => (await agent.call())?.capture

test('change of the microphone: the far end hears the other one in the middle of the call, and nothing is negotiated', async () => {
  const { alice, second } = await hearOneself()
  const before = invites(alice)
  await alice.button('Audio devices').click()
  await alice.panel.getByRole('combobox', { name: 'Microphone' }).selectOption(second)
  await untilHears(alice, high)
  expect((await alice.state()).devices).toMatchObject({ microphoneId: second, use: { microphone: 'settled' } })
  expect(invites(alice)).toBe(before)
  expect(await alice.openMicrophones()).toBe(1)
  expect(await alice.command('hangUp')).toMatchObject({ ok: true })
})

test('unplug and replug: the default serves meanwhile, the chosen one comes back, and nothing is negotiated', async () => {
  const { alice, first } = await hearOneself()
  const before = invites(alice)
  await unplug(alice, first)
  await alice.until('it is missing', ({ devices }) => devices.use.microphone === 'missing')
  await alice.until('another one works', ({ calls: [call] }) => call?.capture === 'working')
  // The default one beeps; it has no tone.
  await alice.untilHears()
  await expect.poll(() => prominence(alice, low)).toBeLessThan(0.5)
  await plugIn(alice, first)
  await untilHears(alice, low)
  expect((await alice.state()).devices).toMatchObject({ microphoneId: first, use: { microphone: 'settled' } })
  expect(invites(alice)).toBe(before)
  expect(await alice.command('hangUp')).toMatchObject({ ok: true })
})

test('microphone interrupted: a device that is muted itself is told in words, and another one ends it', async () => {
  const { alice, second } = await hearOneself()
  await sayOfMicrophone(alice, 'mute')
  await expect.poll(() => alice.panel.getByText('Your microphone itself is muted').count()).toBe(1)
  expect(await captureOf(alice)).toBe('interrupted')
  await sayOfMicrophone(alice, 'unmute')
  await alice.until('it works', ({ calls: [call] }) => call?.capture === 'working')
  await sayOfMicrophone(alice, 'mute')
  await alice.until('it is muted again', ({ calls: [call] }) => call?.capture === 'interrupted')
  expect(await alice.command('setMicrophone', second)).toMatchObject({ ok: true })
  await alice.until('it works', ({ calls: [call] }) => call?.capture === 'working')
  await untilHears(alice, high)
  expect(await alice.command('hangUp')).toMatchObject({ ok: true })
})

test('change of the speaker, the ring device and the volume: the call goes on and is heard', async () => {
  const { alice } = await hearOneself()
  const [first, second] = await speakers(alice)
  expect(await alice.command('setSpeaker', first)).toMatchObject({ ok: true })
  expect(await alice.command('setRingDevice', second)).toMatchObject({ ok: true })
  expect(await alice.command('setVolume', { call: 0.5, ring: 0.25 })).toMatchObject({ ok: true })
  expect(await alice.command('setSpeaker', 'no such speaker')).toMatchObject({ ok: false, code: 'no-speaker' })
  expect(await alice.command('setVolume', { call: 2 })).toMatchObject({ ok: false, code: 'invalid-volume' })
  expect((await alice.state()).devices).toMatchObject({
    speakerId: first,
    ringDeviceId: second,
    volumes: { call: 0.5, ring: 0.25 },
  })
  await alice.untilHears()
  expect(await alice.command('hangUp')).toMatchObject({ ok: true })
  await alice.page.reload()
  await alice.untilReady()
  const { devices } = await alice.until('the choice is remembered', (state) => state.devices.speakerId !== null)
  expect(devices).toMatchObject({ ringDeviceId: second, volumes: { call: 0.5, ring: 0.25 } })
})

test('noise suppression: it is switched off in the middle of a call, which goes on', async () => {
  const alice = await stage.openReady('1001')
  expect(await alice.command('dial', '600')).toMatchObject({ ok: true })
  await alice.untilHears()
  const before = invites(alice)
  expect(await alice.command('setAudioProcessing', { noiseSuppression: false })).toMatchObject({ ok: true })
  expect(await alice.page.evaluate(noiseSuppression)).toBe(false)
  await alice.untilHears()
  expect(invites(alice)).toBe(before)
  expect(await alice.command('hangUp')).toMatchObject({ ok: true })
})

test('sound levels of a call are told while somebody listens', async () => {
  const { alice } = await hearOneself()
  const heard = await alice.page.evaluate(
    () =>
      new Promise<{ microphone: number; speaker: number }>((resolve) => {
        const { callchart } = globalThis as unknown as { callchart: import('../../src/api/phone').Phone }
        const { focusedCallId } = callchart.getState()
        const end = callchart.levels.subscribe(focusedCallId ?? '', (level) => {
          if (level.speaker < 0.01) return
          end()
          resolve(level)
        })
      }),
  )
  expect(heard.microphone).toBeGreaterThan(0)
  expect(await alice.command('hangUp')).toMatchObject({ ok: true })
})

test('echo test: three seconds are recorded and played back, with a meter, and the microphone is closed with the panel', async () => {
  const alice = await stage.openReady('1001')
  await giveTones(alice, [low])
  await alice.button('Settings').click()
  await alice.button('Hear yourself').click()
  await expect.poll(() => alice.panel.getByText('Say something…').count()).toBe(1)
  const meter = alice.panel.getByRole('meter', { name: 'Microphone level' })
  await expect.poll(async () => Number(await meter.getAttribute('aria-valuenow'))).toBeGreaterThan(0)
  await expect.poll(() => alice.panel.getByText('This is how you sound.').count()).toBe(1)
  await alice.until('it was played', ({ devices: { test } }) => test.microphone === 'listening')
  expect((await alice.state()).devices.test.problem).toBeNull()
  await alice.button('Play a sound on the speaker').click()
  await alice.until('the chime is over', ({ devices: { test } }) => test.chime === 'quiet')
  await alice.button('Settings').click()
  await alice.until('it is closed', ({ devices: { test } }) => test.microphone === 'closed')
  await expect.poll(() => alice.openMicrophones()).toBe(0)
})
