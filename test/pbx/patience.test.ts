import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Agent } from '../e2e/support/agent'
import { eventually } from '../support/eventually'
import type { OriginatedCall } from './clients/originate'
import { PbxStage } from './support/pbx-stage'

/** What takes as long as it takes. A session timer of Asterisk's runs while another Asterisk is killed and restarted. */

let session: PbxStage
let dave: Agent
let call: OriginatedCall
let stage: PbxStage

beforeAll(async () => {
  ;[session, stage] = await Promise.all([PbxStage.open(), PbxStage.open({ hasOwnAsterisk: true })])
  dave = await session.openReady('1004')
  call = await session.originate('1004')
  await dave.untilRinging()
  expect(await dave.command('answer')).toMatchObject({ ok: true })
})
afterEach((context) => stage.endScene(context))
afterAll(() => Promise.all([session.close(), stage.close()]))

async function inEcho(): Promise<Agent> {
  const alice = await stage.openReady('1001', {}, { hasOwnClock: true })
  expect(await alice.command('dial', '600')).toMatchObject({ ok: true })
  await alice.untilHears()
  return alice
}

/**
 * Asterisk takes connections before it answers requests: a REGISTER that comes too early is repeated after 32 s. The
 * phone's time goes faster meanwhile.
 */
async function untilBack(agent: Agent): Promise<void> {
  const isBack = async () => {
    if ((await agent.state()).connection.status === 'registered') return true
    await agent.skip(4_000)
    return false
  }
  await eventually('it is registered again', isBack, { timeoutMs: 60_000, intervalMs: 500 })
}

test('a restart hangs up, and the phone is registered again by itself', async () => {
  const alice = await inEcho()
  await stage.asterisk.restartNow()
  const { lastCall } = await alice.until('the call is over', ({ calls }) => calls.length === 0)
  expect(lastCall).toMatchObject({ ending: 'completed', endedBy: 'remote' })
  await untilBack(alice)
})

test('hold against a 481: after a crash there is no such call any more, and it ends', async () => {
  const alice = await inEcho()
  const lost = alice.until('the connection is lost', ({ connection }) => connection.status !== 'registered')
  await stage.asterisk.kill()
  await lost
  await stage.asterisk.revive()
  await untilBack(alice)
  await alice.command('hold')
  const { lastCall } = await alice.until('the call is over', ({ calls }) => calls.length === 0)
  expect(lastCall).toMatchObject({ endedBy: 'lost', problem: { code: 'dialog-gone', sipStatus: 481 } })
})

test('session timer: a session of 90 s is refreshed by Asterisk (RFC 4028), and nobody hears anything of it', async (context) => {
  expect(dave.sipMessages('in', /^INVITE /)[0]).toMatch(/^Session-Expires: 90\b/m)
  await expect
    .poll(() => dave.sipMessages('in', /^(?:INVITE|UPDATE) /).length, { timeout: 70_000, interval: 500 })
    .toBe(2)
  await dave.untilHears()
  await call.hangUp()
  await session.endScene(context)
})
