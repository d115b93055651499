import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Agent } from '../e2e/support/agent'
import { PbxStage } from './support/pbx-stage'

let stage: PbxStage

beforeAll(async () => {
  stage = await PbxStage.open()
})
afterEach((context) => stage.endScene(context))
afterAll(() => stage.close())

/** Alice has called a number that answers and then executes Transfer(): a REFER in the dialog. */
async function asked(number: string): Promise<Agent> {
  const alice = await stage.openReady('1001')
  expect(await alice.command('dial', number)).toMatchObject({ ok: true })
  await alice.until('Alice is asked', ({ calls: [call] }) => call?.transferRequest.status === 'asked')
  return alice
}

/** What Asterisk makes of our answer and of our NOTIFYs. */
const outcomes = () => stage.toldByDialPlan('Referred').map(({ Status }) => Status)

test('being transferred: Asterisk asks by REFER after its answer, Alice accepts, and it hears that she got there', async () => {
  const alice = await asked('433')
  expect((await alice.call())?.transferRequest).toMatchObject({ kind: 'blind', target: { number: '600' } })
  expect(await alice.command('acceptTransfer')).toMatchObject({ ok: true })
  const { calls, lastCall } = await alice.until(
    'the new call has taken the place of the old one',
    ({ calls: all }) => all.length === 1 && all[0]?.remote.number === '600' && all[0].media === 'flowing',
  )
  expect(calls[0]).toMatchObject({ phase: 'established', hold: 'none' })
  expect(lastCall).toMatchObject({ ending: 'transferred', endedBy: 'local' })
  await alice.untilHears()
  await expect.poll(outcomes).toEqual(['SUCCESS'])
  await alice.command('hangUp')
})

test('being transferred in vain: the target is busy, Asterisk hears so, and Alice is back', async () => {
  const alice = await asked('434')
  expect(await alice.command('acceptTransfer')).toMatchObject({ ok: false, code: 'busy' })
  const { calls } = await alice.until(
    'Alice is back',
    ({ calls: [call, other] }) => call?.transferRequest.status === 'failed' && call.hold === 'none' && !other,
  )
  expect(calls[0]?.phase).toBe('established')
  await expect.poll(outcomes).toEqual(['FAILURE'])
  await alice.command('hangUp')
})

test('being transferred: Alice refuses, Asterisk hears so, and the call stands', async () => {
  const alice = await asked('433')
  expect(await alice.command('refuseTransfer')).toMatchObject({ ok: true })
  await expect.poll(outcomes).toEqual(['FAILURE'])
  expect((await alice.state()).calls).toMatchObject([{ phase: 'established', transferRequest: { status: 'none' } }])
  await alice.command('hangUp')
})

test('being transferred: hung up while Alice is asked, nothing is left to decide', async () => {
  const alice = await asked('433')
  expect(await alice.command('hangUp')).toMatchObject({ ok: true })
  await alice.until('the call is over', ({ calls }) => calls.length === 0)
})
