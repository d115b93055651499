import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { PbxStage } from './support/pbx-stage'

let stage: PbxStage

beforeAll(async () => {
  stage = await PbxStage.open()
})
afterEach((context) => stage.endScene(context))
afterAll(() => stage.close())

test('redirection: a 302 is followed, and where it leads to is heard', async () => {
  const alice = await stage.openReady('1001')
  expect(await alice.command('dial', '430')).toMatchObject({ ok: true })
  await alice.untilHears()
  const [channel] = await stage.asterisk.ari.channels()
  expect(channel?.dialplan.exten).toBe('600')
  expect(alice.sipMessages('out', /^INVITE sip:600@/)).not.toEqual([])
  expect(await alice.command('hangUp')).toMatchObject({ ok: true })
})

test('redirection: a 302 to somebody else rings there', async () => {
  const [alice, bob] = await Promise.all([stage.openReady('1001'), stage.openReady('1002')])
  expect(await alice.command('dial', '432')).toMatchObject({ ok: true })
  await bob.untilRinging()
  expect(await bob.command('answer')).toMatchObject({ ok: true })
  await Promise.all([alice.untilHears(), bob.untilHears()])
  expect(await bob.command('hangUp')).toMatchObject({ ok: true })
})

test('redirection: a circle ends the call instead of going round', async () => {
  const alice = await stage.openReady('1001')
  expect(await alice.command('dial', '431')).toMatchObject({ ok: false })
  expect((await alice.state()).lastCall).toMatchObject({ ending: 'rejected', problem: { sipStatus: 302 } })
  // One INVITE, and one with the answer to its challenge.
  expect(alice.sipMessages('out', /^INVITE /)).toHaveLength(2)
})

test('redirection: where the host does not want it, a 302 is a refusal', async () => {
  const alice = await stage.openReady('1001', { config: JSON.stringify({ redirects: 'refuse' }) })
  expect(await alice.command('dial', '430')).toMatchObject({ ok: false })
  expect(alice.sipMessages('out', /^INVITE sip:600@/)).toEqual([])
})
