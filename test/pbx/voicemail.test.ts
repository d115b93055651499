import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { PbxStage } from './support/pbx-stage'

let stage: PbxStage

beforeAll(async () => {
  stage = await PbxStage.open()
})
afterEach((context) => stage.endScene(context))
afterAll(() => stage.close())

const config = JSON.stringify({ features: { voicemail: { number: '612' } } })

test('voicemail: the counter goes up when somebody has left a message', async () => {
  const [alice, bob] = await Promise.all([stage.openReady('1001', { config }), stage.openReady('1002')])
  const { voicemail } = await alice.until('it is known', ({ voicemail: mail }) => mail.status !== 'unknown')
  expect(await bob.command('dial', '611')).toMatchObject({ ok: true })
  await bob.untilHears()
  // Long enough for Asterisk to keep it: it counts the frames that it hears.
  await expect.poll(async () => (await bob.sound()).sent).toBeGreaterThan(150)
  await bob.button('Hang up').first().click()
  await alice.until('it waits', ({ voicemail: mail }) => mail.newMessages === voicemail.newMessages + 1)
  expect((await alice.state()).voicemail.status).toBe('waiting')
})

test('voicemail: a server that tells without having been asked gets 200, and is counted', async () => {
  const [ivan, bob] = await Promise.all([stage.openReady('1009'), stage.openReady('1002')])
  const { voicemail } = await ivan.until('it is told', ({ voicemail: mail }) => mail.status !== 'off')
  expect(await bob.command('dial', '615')).toMatchObject({ ok: true })
  await bob.untilHears()
  await expect.poll(async () => (await bob.sound()).sent).toBeGreaterThan(150)
  await bob.button('Hang up').first().click()
  await ivan.until('it waits', ({ voicemail: mail }) => mail.newMessages === voicemail.newMessages + 1)
  expect(ivan.sipMessages('out', /^SUBSCRIBE /)).toEqual([])
  expect(ivan.sipMessages('out', /^SIP\/2\.0 481/)).toEqual([])
})

test('voicemail: it is listened to by its number', async () => {
  const alice = await stage.openReady('1001', { config })
  expect(await alice.command('callVoicemail')).toMatchObject({ ok: true })
  expect((await alice.call())?.remote.number).toBe('612')
  await alice.untilHears()
  await alice.button('Hang up').first().click()
})

test('voicemail: whose number is not configured cannot be called', async () => {
  const alice = await stage.openReady('1001')
  expect(await alice.command('callVoicemail')).toMatchObject({ ok: false, code: 'not-allowed' })
})
