import { afterEach, expect, test } from 'vitest'
import { Stage } from './support/stage'

/** Each test has a browser of its own, with its own flags. */
let stage: Stage | undefined

afterEach(async (context) => {
  await stage?.endScene(context)
  await stage?.close()
  stage = undefined
})

test('without the permission a call is not made, and the phone says what to do', async () => {
  stage = await Stage.open({ withoutFlags: ['--use-fake-ui-for-media-stream'], flags: ['--deny-permission-prompts'] })
  const alice = await stage.openReady('1001')
  expect(await alice.command('dial', '600')).toMatchObject({ ok: false, code: 'permission-denied' })
  expect((await alice.state()).lastCall).toMatchObject({ ending: 'failed', problem: { code: 'permission-denied' } })
  expect(stage.seen('call.started')).toEqual([])
})

test('without the permission an incoming call goes on ringing, and can still be declined', async () => {
  stage = await Stage.open({ withoutFlags: ['--use-fake-ui-for-media-stream'], flags: ['--deny-permission-prompts'] })
  const bob = await stage.openReady('1002')
  const caller = await Stage.open()
  try {
    // The caller's browser has a microphone; it calls through the same PBX.
    const alice = await caller.openReady('1001', { server: stage.demo.pbxUrl })
    expect(await alice.command('dial', '1002')).toMatchObject({ ok: true })
    await bob.until('it rings', ({ calls: [call] }) => call?.phase === 'alerting')
    expect(await bob.command('answer')).toMatchObject({ ok: false, code: 'permission-denied' })
    const { calls } = await bob.until('it rings still', ({ calls: [call] }) => call?.phase === 'alerting')
    expect(calls[0]?.problem).toMatchObject({ code: 'permission-denied' })
    expect(await bob.command('decline')).toMatchObject({ ok: true })
    await alice.expectCleanEnd()
  } finally {
    await caller.close()
  }
})

test('without a microphone a call is not made, and the phone says that there is none', async () => {
  stage = await Stage.open({ withoutFlags: ['--use-fake-device-for-media-stream'] })
  const alice = await stage.openReady('1001')
  await alice.until('no microphone is found', ({ devices }) => devices.microphone === 'absent')
  expect(await alice.command('dial', '600')).toMatchObject({ ok: false, code: 'no-microphone' })
  expect(stage.seen('call.started')).toEqual([])
})

test('without leave to play sound the ringtone is blocked, the phone says so, and the first touch lets it sound', async () => {
  stage = await Stage.open({ withoutFlags: ['--autoplay-policy=no-user-gesture-required'] })
  const { demo } = stage
  // Nothing is evaluated in Bob's page before the ringing: the browser would take it for a gesture.
  const bob = await stage.openAgent('1002')
  const heard: string[] = []
  bob.page.on('console', (message) => heard.push(message.text()))
  const alice = await stage.openReady('1001')
  await expect.poll(() => demo.pbx.registrations()).toContain('1002')
  expect(await alice.command('dial', '1002')).toMatchObject({ ok: true })
  await expect.poll(() => heard).toContain('callchart audio.blocked')
  await expect.poll(() => bob.button('Enable sound').count()).toBe(1)

  await bob.button('Answer').click()
  await bob.until('sound is allowed', ({ devices }) => devices.playback === 'allowed')
  await Promise.all([alice.untilHears(), bob.untilHears()])
  expect(await bob.command('hangUp')).toMatchObject({ ok: true })
})
