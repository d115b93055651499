import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Agent } from '../e2e/support/agent'
import { PbxStage } from './support/pbx-stage'

let stage: PbxStage

beforeAll(async () => {
  stage = await PbxStage.open()
})
afterEach((context) => stage.endScene(context))
afterAll(() => stage.close())

async function talk(caller: string, callee: string): Promise<[Agent, Agent]> {
  const [alice, bob] = await Promise.all([stage.openReady(caller), stage.openReady(callee)])
  expect(await alice.command('dial', callee)).toMatchObject({ ok: true })
  await bob.button('Answer').click()
  for (const agent of [alice, bob])
    await agent.until(
      'the call is established and media flow',
      ({ calls: [call] }) => call?.phase === 'established' && call.media === 'flowing',
    )
  return [alice, bob]
}

test('600 says back what Alice says, over DTLS-SRTP and Opus', async () => {
  const alice = await stage.openReady('1001')
  expect(await alice.command('dial', '600')).toMatchObject({ ok: true })
  await alice.untilHears()
  expect((await alice.sound()).sent).toBeGreaterThan(0)
  const [channel] = await stage.asterisk.ari.channels()
  expect(await stage.asterisk.ari.variable(channel?.id ?? '', 'CHANNEL(audionativeformat)')).toMatch(/opus/)
  expect(await stage.asterisk.ari.variable(channel?.id ?? '', 'CHANNEL(rtp,secure)')).toBe('1')
  expect(await alice.command('hangUp')).toMatchObject({ ok: true })
})

test('Alice calls Bob, each hears the other, and Asterisk has both in one bridge', async () => {
  const [alice, bob] = await talk('1001', '1002')
  await Promise.all([alice.untilHears(), bob.untilHears()])
  expect((await bob.call())?.remote).toMatchObject({ number: '1001', name: 'Alice' })
  const bridged = async () =>
    (await stage.asterisk.bridges()).map(({ channels }) => channels.map((name) => name.replace(/-.*/, '')).sort())
  await expect.poll(bridged).toEqual([['PJSIP/1001', 'PJSIP/1002']])
  await alice.button('Hang up').first().click()
  const { lastCall } = await bob.until('the call is over', ({ calls }) => calls.length === 0)
  expect(lastCall).toMatchObject({ ending: 'completed', endedBy: 'remote', direction: 'incoming' })
})

test('the callee may hang up as well', async () => {
  const [alice, bob] = await talk('1001', '1002')
  await bob.button('Hang up').first().click()
  const { lastCall } = await alice.until('the call is over', ({ calls }) => calls.length === 0)
  expect(lastCall).toMatchObject({ ending: 'completed', endedBy: 'remote', direction: 'outgoing' })
})

test('607 hangs up by itself, and that is no failure', async () => {
  const alice = await stage.openReady('1001')
  expect(await alice.command('dial', '607')).toMatchObject({ ok: true })
  const { lastCall } = await alice.until('the call is over', ({ calls }) => calls.length === 0)
  expect(lastCall).toMatchObject({ ending: 'completed', endedBy: 'remote', problem: null })
})

test('a hold reaches Carol as a re-INVITE, and is undone by resuming', async () => {
  const [alice, carol] = await talk('1001', '1003')
  await Promise.all([alice.untilHears(), carol.untilHears()])

  expect(await alice.command('hold')).toMatchObject({ ok: true })
  expect((await alice.call())?.hold).toBe('held')
  await carol.until('Alice has put Carol on hold', ({ calls: [call] }) => call?.remoteHold === 'held')
  await expect.poll(() => stage.told('Hold').length).toBe(1)

  expect(await alice.command('resume')).toMatchObject({ ok: true })
  await carol.until('Carol is off hold', ({ calls: [call] }) => call?.remoteHold === 'none')
  await expect.poll(() => stage.told('Unhold').length).toBe(1)
  await Promise.all([alice.untilHears(), carol.untilHears()])
  expect(await alice.command('hangUp')).toMatchObject({ ok: true })
})

test('where Asterisk plays music instead, Bob hears music, and is not told that he is on hold', async () => {
  const [alice, bob] = await talk('1001', '1002')
  expect(await alice.command('hold')).toMatchObject({ ok: true })
  await expect.poll(() => stage.told('MusicOnHoldStart').length).toBe(1)
  await bob.untilHears()
  expect((await bob.call())?.remoteHold).toBe('none')
  expect(await alice.command('resume')).toMatchObject({ ok: true })
  await Promise.all([alice.untilHears(), bob.untilHears()])
  expect(await bob.command('hangUp')).toMatchObject({ ok: true })
})

test('mute silences the sender, though packets go on, and unmute gives the voice back', async () => {
  const [alice, bob] = await talk('1001', '1002')
  await bob.untilHears()
  expect(await alice.command('mute')).toMatchObject({ ok: true })
  // What was under way when the microphone closed is played out first.
  await bob.energyOverPackets(50)
  expect(await bob.energyOverPackets(100)).toBeLessThan(1e-5)
  expect(await alice.command('unmute')).toMatchObject({ ok: true })
  await bob.untilHears()
  expect(await bob.command('hangUp')).toMatchObject({ ok: true })
})

test('609 reads the digits that Alice sends', async () => {
  const alice = await stage.openReady('1001')
  expect(await alice.command('dial', '609')).toMatchObject({ ok: true })
  await alice.untilTalking()
  expect(await alice.command('sendDtmf', '42*7')).toMatchObject({ ok: true })
  await expect.poll(() => stage.toldByDialPlan('GotDTMF').map(({ Digits }) => Digits)).toEqual(['42*7'])
  expect(await alice.command('hangUp')).toMatchObject({ ok: true })
})

test('a far end with plain RTP and G.711 hears Alice’s microphone and her digits, and is heard', async () => {
  const [alice, far] = await Promise.all([stage.openReady('1001'), stage.openFarEnd()])
  const dialled = alice.command('dial', '95551234')
  await expect.poll(() => far.calls.length).toBe(1)
  const call = far.calls[0]
  if (call === undefined) throw new Error('no call')
  expect(call.number).toBe('5551234')
  call.ring()
  expect(await dialled).toMatchObject({ ok: true })
  call.answer()
  await alice.untilHears()
  await expect.poll(() => call.audio.packets).toBeGreaterThan(50)
  expect(await alice.command('sendDtmf', '19#')).toMatchObject({ ok: true })
  await expect.poll(() => call.audio.digits).toBe('19#')

  // Its hold, and its hang-up with a reason.
  expect(await call.offer('sendonly')).toBe(200)
  await expect.poll(() => stage.told('Hold').length).toBe(1)
  expect(await call.offer('sendrecv')).toBe(200)
  await alice.untilHears()
  await call.hangUp()
  const { lastCall } = await alice.until('the call is over', ({ calls }) => calls.length === 0)
  expect(lastCall).toMatchObject({ ending: 'completed', endedBy: 'remote' })
})
