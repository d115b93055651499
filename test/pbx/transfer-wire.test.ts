import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Agent } from '../e2e/support/agent'
import type { Scenario } from './sipp/sipp'
import { PbxStage } from './support/pbx-stage'

/** What those who are transferred may do and Asterisk does not: SIPp plays them, through the relay. */

let stage: PbxStage

beforeAll(async () => {
  stage = await PbxStage.open()
})
afterEach((context) => stage.endScene(context))
afterAll(() => stage.close())

interface Scene {
  readonly alice: Agent
  readonly scenario: Scenario
}

async function talk(name: string): Promise<Scene> {
  const relay = await stage.openRelay()
  const scenario = await stage.play(name)
  const alice = await stage.openReady('1001', { server: relay.url }, { hasOwnClock: true })
  expect(await alice.command('dial', '1002')).toMatchObject({ ok: true })
  await alice.until('she talks', ({ calls: [call] }) => call?.phase === 'established')
  return { alice, scenario }
}

const transfers = (alice: Agent, status: string) =>
  alice.until(`the transfer is ${status}`, ({ calls: [call] }) => call?.transfer.status === status)

/** SIPp is done when its last message is out: the page may not have read it yet. */
async function isTransferred(alice: Agent): Promise<void> {
  const { lastCall } = await alice.until('the call is over', ({ calls }) => calls.length === 0)
  expect(lastCall).toMatchObject({ ending: 'transferred' })
}

test('NOTIFY before the 202: it counts, user data have travelled along, and our leg is ended by us', async () => {
  const { alice, scenario } = await talk('notify-before-accepted')
  expect(await alice.command('transfer', '1003', { data: 'case 4711' })).toMatchObject({ ok: true })
  await scenario.done
  await isTransferred(alice)
})

test('BYE instead of NOTIFY: whoever leaves after the 202 was transferred', async () => {
  const { alice, scenario } = await talk('bye-for-notify')
  expect(await alice.command('transfer', '1003')).toMatchObject({ ok: true })
  await scenario.done
  await isTransferred(alice)
})

test('BYE instead of NOTIFY: whoever leaves with a Reason that is no good end was not transferred', async () => {
  const { alice, scenario } = await talk('bye-in-vain')
  expect(await alice.command('transfer', '1003')).toMatchObject({ ok: false, code: 'ended' })
  await scenario.done
  const { lastCall } = await alice.until('the call is over', ({ calls }) => calls.length === 0)
  expect(lastCall).toMatchObject({ ending: 'completed', endedBy: 'remote', reason: { protocol: 'Q.850', cause: 17 } })
})

test('Refer-Sub: false: nobody will tell, so the 202 is all there is', async () => {
  const { alice, scenario } = await talk('unwatched-transfer')
  expect(await alice.command('transfer', '1003')).toMatchObject({ ok: true })
  await scenario.done
  await isTransferred(alice)
})

test('transfer without a final NOTIFY: after 190 s it has failed, and the call is there', async () => {
  const { alice, scenario } = await talk('transfer-without-end')
  const transferred = alice.command('transfer', '1003')
  await transfers(alice, 'progressing')
  await alice.skip(190_000)
  expect(await transferred).toMatchObject({ ok: false, code: 'timed-out' })
  expect(await alice.call()).toMatchObject({ phase: 'established', transfer: { status: 'failed' } })
  await alice.command('hangUp')
  await scenario.done
})

test('transfer without a final NOTIFY: a subscription that ends without news is a failure, too', async () => {
  const { alice, scenario } = await talk('transfer-cut-short')
  expect(await alice.command('transfer', '1003')).toMatchObject({ ok: false })
  expect(await alice.call()).toMatchObject({ phase: 'established', transfer: { status: 'failed' } })
  await alice.command('hangUp')
  await scenario.done
})

test('transfer against silence: a REFER that nobody answers ends after 32 s, and says so', async () => {
  const { alice, scenario } = await talk('silent-transfer')
  const transferred = alice.command('transfer', '1003')
  await transfers(alice, 'referring')
  await alice.skip(33_000)
  expect(await transferred).toMatchObject({ ok: false })
  for (const call of (await alice.state()).calls) await alice.command('hangUp', call.id)
  await scenario.done
})
