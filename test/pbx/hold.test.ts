import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { PbxStage } from './support/pbx-stage'

let stage: PbxStage

beforeAll(async () => {
  stage = await PbxStage.open()
})
afterEach((context) => stage.endScene(context))
afterAll(() => stage.close())

/** Carol, whom the PBX tells of holds, talks to a far end. */
async function talk() {
  const [carol, far] = await Promise.all([stage.openReady('1003'), stage.openFarEnd()])
  const call = await far.dial('1003')
  await carol.untilRinging()
  expect(await carol.command('answer')).toMatchObject({ ok: true })
  await expect.poll(() => call.seen).toContain('200')
  await carol.untilHears()
  return { carol, call }
}

test('glare: both sides hold at once, and each has what it wanted in the end', async () => {
  const { carol, call } = await talk()
  // Both are on their way before Asterisk sees either.
  stage.asterisk.freeze()
  const theirs = call.offer('sendonly')
  const ours = carol.command('hold')
  await carol.until('she waits', ({ calls: [held] }) => held?.hold === 'holding')
  stage.asterisk.thaw()
  // Asterisk passes Carol's on, and refuses the far end's that comes meanwhile.
  if ((await theirs) === 491) await expect.poll(() => call.offer('sendonly'), { interval: 500 }).toBe(200)
  expect(await ours).toMatchObject({ ok: true })
  await carol.until('both hold', ({ calls: [held] }) => held?.hold === 'held' && held.remoteHold === 'held')

  expect(await carol.command('resume')).toMatchObject({ ok: true })
  // Where the ACK to Carol's resume is still under way, the far end cannot offer yet.
  await expect.poll(() => call.offer('sendrecv'), { interval: 500 }).toBe(200)
  await carol.until('neither holds', ({ calls: [held] }) => held?.hold === 'none' && held.remoteHold === 'none')
  await carol.untilHears()
  await call.hangUp()
})

test('hold against silence: what the PBX confirms late is held then, and not before', async () => {
  const { carol, call } = await talk()
  stage.asterisk.freeze()
  const held = carol.command('hold')
  await carol.until('she waits', ({ calls: [waiting] }) => waiting?.hold === 'holding')
  expect(stage.told('Hold')).toEqual([])
  stage.asterisk.thaw()
  expect(await held).toMatchObject({ ok: true })
  expect((await carol.call())?.hold).toBe('held')
  await expect.poll(() => stage.told('Hold').length).toBe(1)
  await call.hangUp()
})

test('hang-up before the 401: nobody is called, and nothing is left', async () => {
  const [alice, bob] = await Promise.all([stage.openReady('1001'), stage.openReady('1002')])
  stage.asterisk.freeze()
  const dialled = alice.command('dial', '1002')
  await expect.poll(() => alice.sipMessages('out', /^INVITE /).length).toBe(1)
  const hungUp = alice.command('hangUp')
  await alice.until('it is given up', ({ calls: [call] }) => call?.phase === 'cancelling')
  stage.asterisk.thaw()
  expect(await hungUp).toMatchObject({ ok: true })
  expect(await dialled).toMatchObject({ ok: false })
  await expect.poll(() => alice.sipMessages('in', /^SIP\/2\.0 401 /).length).toBeGreaterThan(1)
  expect((await alice.state()).lastCall).toMatchObject({ ending: 'cancelled', endedBy: 'local' })
  expect(bob.sipMessages('in', /^INVITE /)).toEqual([])
  expect(stage.told('Newchannel')).toEqual([])
})

test('hold against silence: after 32 s the call is given up, and the PBX hears of it when it can', async () => {
  const alice = await stage.openReady('1001', {}, { hasOwnClock: true })
  expect(await alice.command('dial', '600')).toMatchObject({ ok: true })
  await alice.untilHears()
  stage.asterisk.freeze()
  const held = alice.command('hold')
  await expect.poll(() => alice.sipMessages('out', /^INVITE /).length).toBe(3)
  await alice.skip(32_000)
  const { lastCall } = await alice.until('the call is over', ({ calls }) => calls.length === 0)
  expect(await held).toMatchObject({ ok: false })
  expect(lastCall).toMatchObject({ endedBy: 'lost', problem: { code: 'dialog-gone' } })
  stage.asterisk.thaw()
})
