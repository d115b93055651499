import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Agent } from '../e2e/support/agent'
import { PbxStage } from './support/pbx-stage'

let stage: PbxStage

beforeAll(async () => {
  stage = await PbxStage.open()
})
afterEach((context) => stage.endScene(context))
afterAll(() => stage.close())

const byInfo = { config: JSON.stringify({ dtmf: { method: 'info' } }) }

const digits = () => stage.toldByDialPlan('GotDTMF').map(({ Digits }) => Digits)

async function atNumber(number: string, user = '1001', query: Readonly<Record<string, string>> = {}): Promise<Agent> {
  const agent = await stage.openReady(user, query)
  expect(await agent.command('dial', number)).toMatchObject({ ok: true })
  await agent.until('media flow', ({ calls: [call] }) => call?.phase === 'established' && call.media === 'flowing')
  return agent
}

test('queue of tones: what is asked for meanwhile waits, and a comma is a pause of 2 s', async () => {
  const alice = await atNumber('609')
  const startedAt = Date.now()
  const first = alice.command('sendDtmf', '4,2')
  await alice.until('tones wait', ({ calls: [call] }) => (call?.pendingTones.length ?? 0) > 0)
  const second = alice.command('sendDtmf', '*7')
  expect(await first).toMatchObject({ ok: true })
  expect(Date.now() - startedAt).toBeGreaterThan(2_000)
  expect(await second).toMatchObject({ ok: true })
  await expect.poll(digits).toEqual(['42*7'])
  expect(await alice.command('hangUp')).toMatchObject({ ok: true })
})

test('DTMF by INFO: 609 reads the digits of a phone that sends no events', async () => {
  const grace = await atNumber('609', '1007', byInfo)
  expect(await grace.command('sendDtmf', '1,2#9')).toMatchObject({ ok: true })
  await expect.poll(digits).toEqual(['12'])
  expect(grace.sipMessages('out', /^INFO /)).not.toEqual([])
  expect(await grace.command('hangUp')).toMatchObject({ ok: true })
})

test('DTMF by INFO: to a far end with plain RTP they are RFC 4733 events', async () => {
  const [grace, far] = await Promise.all([stage.openReady('1007', byInfo), stage.openFarEnd()])
  const dialled = grace.command('dial', '95551234')
  await expect.poll(() => far.calls.length).toBe(1)
  far.calls[0]?.answer()
  expect(await dialled).toMatchObject({ ok: true })
  await grace.untilHears()
  expect(await grace.command('sendDtmf', '19#D')).toMatchObject({ ok: true })
  await expect.poll(() => far.calls[0]?.audio.digits).toBe('19#D')
  expect(await grace.command('hangUp')).toMatchObject({ ok: true })
})

test('tones that end with their call: what has not been sent is told so', async () => {
  const alice = await atNumber('607')
  const sent = alice.command('sendDtmf', '1,,,2')
  expect(await sent).toMatchObject({ ok: false, code: 'ended' })
})
