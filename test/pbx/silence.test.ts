import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Agent } from '../e2e/support/agent'
import { PbxStage } from './support/pbx-stage'

/** An Asterisk of its own, which is killed, frozen and restarted while somebody calls. */

let stage: PbxStage

beforeAll(async () => {
  stage = await PbxStage.open({ hasOwnAsterisk: true })
})
afterEach((context) => stage.endScene(context))
afterAll(() => stage.close())

async function inEcho(): Promise<Agent> {
  const alice = await stage.openReady('1001')
  expect(await alice.command('dial', '600')).toMatchObject({ ok: true })
  await alice.untilHears()
  return alice
}

/** Asterisk takes connections before it answers requests: a REGISTER that comes too early is repeated after 32 s. */
async function untilBack(agent: Agent): Promise<void> {
  await agent.until('it is registered again', ({ connection }) => connection.status === 'registered', 60_000)
}

test('a restart hangs up, and the phone is registered again by itself', async () => {
  const alice = await inEcho()
  await stage.asterisk.restartNow()
  const { lastCall } = await alice.until('the call is over', ({ calls }) => calls.length === 0)
  expect(lastCall).toMatchObject({ ending: 'completed', endedBy: 'remote' })
  await untilBack(alice)
})

test('after a crash a hold gets 481: there is no such call any more, and it ends', async () => {
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

test('a hold that nobody answers ends the call after 32 s', async () => {
  const alice = await inEcho()
  stage.asterisk.freeze()
  const hold = alice.command('hold')
  const { lastCall } = await alice.until('the call is over', ({ calls }) => calls.length === 0, 60_000)
  expect(await hold).toMatchObject({ ok: false })
  expect(lastCall).toMatchObject({ endedBy: 'lost' })
  stage.asterisk.thaw()
})
