import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { PbxStage } from './support/pbx-stage'

let stage: PbxStage

beforeAll(async () => {
  stage = await PbxStage.open()
})
afterEach((context) => stage.endScene(context))
afterAll(() => stage.close())

test('a call from outside shows who calls, is answered, and is heard both ways', async () => {
  const alice = await stage.openReady('1001')
  const call = await stage.originate('1001', { callerId: { name: 'Olga', number: '+15551234567' } })
  const { calls } = await alice.until('it rings', ({ calls: [ringing] }) => ringing?.phase === 'alerting')
  expect(calls[0]?.remote).toMatchObject({ name: 'Olga', number: '+15551234567' })
  expect(await alice.command('answer')).toMatchObject({ ok: true })
  expect(await call.answered).toBe(true)
  await alice.untilHears()
  await call.hangUp()
  const { lastCall } = await alice.until('the call is over', ({ calls: left }) => left.length === 0)
  expect(lastCall).toMatchObject({ ending: 'completed', endedBy: 'remote', direction: 'incoming' })
})

test('a caller who gives up leaves a missed call', async () => {
  const alice = await stage.openReady('1001')
  const call = await stage.originate('1001')
  await alice.until('it rings', ({ calls: [ringing] }) => ringing?.phase === 'alerting')
  await call.hangUp()
  const { lastCall } = await alice.until('it stops ringing', ({ calls }) => calls.length === 0)
  expect(lastCall).toMatchObject({ ending: 'missed', endedBy: 'remote' })
  expect(await call.answered).toBe(false)
})

test('a call that Alice declines does not come to anything', async () => {
  const alice = await stage.openReady('1001')
  const call = await stage.originate('1001')
  await alice.until('it rings', ({ calls: [ringing] }) => ringing?.phase === 'alerting')
  expect(await alice.command('decline')).toMatchObject({ ok: true })
  expect(await call.answered).toBe(false)
  expect((await alice.state()).lastCall).toMatchObject({ ending: 'declined', endedBy: 'local' })
})

test('a far end calls Carol through a trunk, holds her, resumes, and hangs up', async () => {
  const [carol, far] = await Promise.all([stage.openReady('1003'), stage.openFarEnd()])
  const call = await far.dial('1003')
  await expect.poll(() => call.seen).toContain('180')
  expect(await carol.command('answer')).toMatchObject({ ok: true })
  await expect.poll(() => call.seen).toContain('200')
  await carol.untilHears()
  await expect.poll(() => call.audio.packets).toBeGreaterThan(50)
  expect(await call.offer('sendonly')).toBe(200)
  await carol.until('she is on hold', ({ calls: [held] }) => held?.remoteHold === 'held')
  expect(await call.offer('sendrecv')).toBe(200)
  await carol.until('she is off hold', ({ calls: [resumed] }) => resumed?.remoteHold === 'none')
  await call.hangUp('Q.850;cause=16')
  const { lastCall } = await carol.until('the call is over', ({ calls }) => calls.length === 0)
  expect(lastCall).toMatchObject({ ending: 'completed', endedBy: 'remote' })
})
