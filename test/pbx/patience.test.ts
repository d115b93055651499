import { expect, test } from 'vitest'
import type { Agent } from '../e2e/support/agent'
import { onAStageOfItsOwn, type PbxStage } from './support/pbx-stage'

/** What takes as long as it takes: an Asterisk that is killed or restarted, and timers of its own. Side by side. */

async function inEcho(stage: PbxStage): Promise<Agent> {
  const alice = await stage.openReady('1001')
  expect(await alice.command('dial', '600')).toMatchObject({ ok: true })
  await alice.untilHears()
  return alice
}

/** Asterisk takes connections before it answers requests: a REGISTER that comes too early is repeated after 32 s. */
async function untilBack(agent: Agent): Promise<void> {
  await agent.until('it is registered again', ({ connection }) => connection.status === 'registered', 60_000)
}

test.concurrent(
  'session timer: a session of 90 s is refreshed by Asterisk (RFC 4028), and nobody hears anything of it',
  onAStageOfItsOwn(async (stage) => {
    const dave = await stage.openReady('1004')
    const call = await stage.originate('1004')
    await dave.untilRinging()
    expect(await dave.command('answer')).toMatchObject({ ok: true })
    expect(dave.sipMessages('in', /^INVITE /)[0]).toMatch(/^Session-Expires: 90\b/m)
    await expect
      .poll(() => dave.sipMessages('in', /^(?:INVITE|UPDATE) /).length, { timeout: 70_000, interval: 500 })
      .toBe(2)
    await dave.untilHears()
    await call.hangUp()
  }),
)

test.concurrent(
  'a restart hangs up, and the phone is registered again by itself',
  onAStageOfItsOwn(async (stage) => {
    const alice = await inEcho(stage)
    await stage.asterisk.restartNow()
    const { lastCall } = await alice.until('the call is over', ({ calls }) => calls.length === 0)
    expect(lastCall).toMatchObject({ ending: 'completed', endedBy: 'remote' })
    await untilBack(alice)
  }),
)

test.concurrent(
  'hold against a 481: after a crash there is no such call any more, and it ends',
  onAStageOfItsOwn(async (stage) => {
    const alice = await inEcho(stage)
    const lost = alice.until('the connection is lost', ({ connection }) => connection.status !== 'registered')
    await stage.asterisk.kill()
    await lost
    await stage.asterisk.revive()
    await untilBack(alice)
    await alice.command('hold')
    const { lastCall } = await alice.until('the call is over', ({ calls }) => calls.length === 0)
    expect(lastCall).toMatchObject({ endedBy: 'lost', problem: { code: 'dialog-gone', sipStatus: 481 } })
  }),
)
