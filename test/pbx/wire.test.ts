import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { PbxStage } from './support/pbx-stage'

/** What no PBX does on demand: SIPp plays it message by message to a phone in a page, through the relay. */

let stage: PbxStage

beforeAll(async () => {
  stage = await PbxStage.open()
})
afterEach((context) => stage.endScene(context))
afterAll(() => stage.close())

test('a 200 that crosses the CANCEL gets ACK and BYE', async () => {
  const relay = await stage.openRelay()
  const scenario = await stage.play('answer-crosses-cancel')
  const alice = await stage.openReady('1001', { server: relay.url })
  expect(await alice.command('dial', '1002')).toMatchObject({ ok: true })
  await alice.command('hangUp')
  await scenario.done
  const { lastCall } = await alice.until('the call is over', ({ calls }) => calls.length === 0)
  expect(lastCall).toMatchObject({ endedBy: 'local' })
})

test('when both sides hold at once, both refuse, and ours is confirmed at the second attempt', async () => {
  const relay = await stage.openRelay()
  const scenario = await stage.play('offers-cross')
  const alice = await stage.openReady('1001', { server: relay.url })
  expect(await alice.command('dial', '1002')).toMatchObject({ ok: true })
  expect(await alice.command('hold')).toMatchObject({ ok: true })
  expect((await alice.call())?.hold).toBe('held')
  await alice.command('hangUp')
  await scenario.done
})

test('an offerless re-INVITE during our hold is answered with an offer that still holds', async () => {
  const relay = await stage.openRelay()
  const scenario = await stage.play('offerless-while-held')
  const alice = await stage.openReady('1001', { server: relay.url })
  expect(await alice.command('dial', '1002')).toMatchObject({ ok: true })
  expect(await alice.command('hold')).toMatchObject({ ok: true })
  await expect.poll(() => relay.fromPhone(/^SIP\/2\.0 200/).length).toBe(1)
  await alice.command('hangUp')
  await scenario.done
})

test('somebody who calls through the relay is answered, and hangs up', async () => {
  const relay = await stage.openRelay({})
  const alice = await stage.openReady('1001', { server: relay.url })
  const scenario = await stage.play('call-and-hang-up', relay)
  const { calls } = await alice.until('it rings', ({ calls: [call] }) => call?.phase === 'alerting')
  expect(calls[0]?.remote).toMatchObject({ name: 'Olga', number: '2001' })
  await alice.command('answer')
  await scenario.done
  const { lastCall } = await alice.until('the call is over', ({ calls: left }) => left.length === 0)
  expect(lastCall).toMatchObject({ endedBy: 'remote' })
})

test('two phones answer one call: the second is acknowledged and hung up', async () => {
  const relay = await stage.openRelay()
  const scenario = await stage.play('two-answers')
  const alice = await stage.openReady('1001', { server: relay.url })
  expect(await alice.command('dial', '1002')).toMatchObject({ ok: true })
  await expect.poll(() => relay.fromPhone(/^BYE /).length).toBe(1)
  expect((await alice.call())?.phase).toBe('established')
  await alice.command('hangUp')
  await scenario.done
  expect(relay.fromPhone(/^ACK sip:first@/)).toHaveLength(1)
  expect(relay.fromPhone(/^ACK sip:second@/)).toHaveLength(1)
})
