import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Agent } from '../e2e/support/agent'
import type { Relay } from './relay/relay'
import type { Scenario } from './sipp/sipp'
import { PbxStage } from './support/pbx-stage'

/** What no PBX does on demand: SIPp plays it message by message to a phone in a page, through the relay. */

let stage: PbxStage

beforeAll(async () => {
  stage = await PbxStage.open()
})
afterEach((context) => stage.endScene(context))
afterAll(() => stage.close())

interface Scene {
  readonly alice: Agent
  readonly relay: Relay
  readonly scenario: Scenario
}

/** Alice has called somebody whom SIPp plays. */
async function talk(name: string, query: Readonly<Record<string, string>> = {}): Promise<Scene> {
  const relay = await stage.openRelay()
  const scenario = await stage.play(name)
  const alice = await stage.openReady('1001', { server: relay.url, ...query })
  expect(await alice.command('dial', '1002')).toMatchObject({ ok: true })
  await alice.until('she talks', ({ calls: [call] }) => call?.phase === 'established')
  return { alice, relay, scenario }
}

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
  const { alice, scenario } = await talk('offers-cross')
  expect(await alice.command('hold')).toMatchObject({ ok: true })
  expect((await alice.call())?.hold).toBe('held')
  await alice.command('hangUp')
  await scenario.done
})

test('an offerless re-INVITE during our hold is answered with an offer that still holds', async () => {
  const { alice, relay, scenario } = await talk('offerless-while-held')
  expect(await alice.command('hold')).toMatchObject({ ok: true })
  await expect.poll(() => relay.fromPhone(/^SIP\/2\.0 200/).length).toBe(1)
  await alice.command('hangUp')
  await scenario.done
})

test('somebody who calls through the relay is answered, and hangs up', async () => {
  const relay = await stage.openRelay({})
  const alice = await stage.openReady('1001', { server: relay.url })
  const scenario = await stage.play('call-and-hang-up', relay)
  expect((await alice.untilRinging()).remote).toMatchObject({ name: 'Olga', number: '2001' })
  await alice.command('answer')
  await scenario.done
  const { lastCall } = await alice.until('the call is over', ({ calls: left }) => left.length === 0)
  expect(lastCall).toMatchObject({ endedBy: 'remote' })
})

test('Replaces: whoever takes our far end’s place is answered at once, under the same id, on hold and muted as we are', async () => {
  const relay = await stage.openRelay()
  const scenario = await stage.play('replaces')
  const alice = await stage.openReady('1001', { server: relay.url })
  expect(await alice.command('dial', '1002')).toMatchObject({ ok: true })
  const before = await alice.call()
  expect(await alice.command('mute')).toMatchObject({ ok: true })
  // It is what the scenario waits for.
  expect(await alice.command('hold')).toMatchObject({ ok: true })
  const { calls } = await alice.until(
    'Carol is at the other end',
    ({ calls: [call] }) => call?.remote.number === '1003',
  )
  expect(calls).toMatchObject([
    { id: before?.id, phase: 'established', hold: 'held', microphone: 'muted', remote: { name: 'Carol' } },
  ])
  await expect.poll(() => relay.fromPhone(/^BYE sip:first@/).length).toBe(1)
  await alice.command('hangUp')
  await scenario.done
  expect(relay.fromPhone(/^SIP\/2\.0 180/)).toEqual([])
})

test('Replaces that match nothing: 481, and 486 for one that is only for calls that ring', async () => {
  const relay = await stage.openRelay()
  const scenario = await stage.play('replaces-in-vain')
  const alice = await stage.openReady('1001', { server: relay.url })
  expect(await alice.command('dial', '1002')).toMatchObject({ ok: true })
  await expect.poll(() => relay.fromPhone(/^SIP\/2\.0 486/).length).toBe(1)
  expect((await alice.state()).calls).toMatchObject([{ phase: 'established', remote: { number: '1002' } }])
  await alice.command('hangUp')
  await scenario.done
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

test('hold that is refused: a 488 leaves the call as it was, and is said in words', async () => {
  const { alice, scenario } = await talk('refuses-hold')
  expect(await alice.command('hold')).toMatchObject({ ok: false, code: 'not-acceptable' })
  expect(await alice.call()).toMatchObject({ phase: 'established', hold: 'none', problem: { sipStatus: 488 } })
  await alice.command('hangUp')
  await scenario.done
})

test('offerless re-INVITE: after a hold of the far end our offer is sendrecv, and nobody stays on hold', async () => {
  const { alice, relay, scenario } = await talk('offerless-after-hold')
  await expect.poll(() => relay.fromPhone(/^SIP\/2\.0 200/).length).toBe(2)
  await alice.until('the hold is over', ({ calls: [call] }) => call?.remoteHold === 'none')
  await alice.command('hangUp')
  await scenario.done
})

test('UPDATE: without an offer it is answered as it is, with one it holds', async () => {
  const { alice, scenario } = await talk('updates')
  await alice.until('she is on hold', ({ calls: [call] }) => call?.remoteHold === 'held')
  await alice.command('hangUp')
  await scenario.done
})

test('late offer: to an INVITE without one ours goes out in the 200, and the answer comes in the ACK', async () => {
  const relay = await stage.openRelay({})
  const alice = await stage.openReady('1001', { server: relay.url })
  const scenario = await stage.play('late-offer', relay)
  await alice.untilRinging()
  expect(await alice.command('answer')).toMatchObject({ ok: true })
  await alice.command('hangUp')
  await scenario.done
})
