import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { PbxStage } from './support/pbx-stage'

let stage: PbxStage

beforeAll(async () => {
  stage = await PbxStage.open()
})
afterEach((context) => stage.endScene(context))
afterAll(() => stage.close())

/** User busy, call rejected (Q.850). */
const [busy, rejected] = [17, 21]
const asked = JSON.stringify({ incoming: { autoAnswer: 'asked' } })

test('do not disturb: a caller hears that Alice is busy, her phone does not ring, and the call is told as missed', async () => {
  const alice = await stage.openReady('1001')
  expect(await alice.command('setDoNotDisturb', true)).toMatchObject({ ok: true })
  const call = await stage.originate('1001')
  expect(await call.answered).toBe(false)
  expect(await call.over).toBe(busy)
  const { lastCall, calls } = await alice.until('it is told', (state) => state.lastCall !== null)
  expect(lastCall).toMatchObject({ ending: 'missed', endedBy: 'local', refusedFor: 'doNotDisturb' })
  expect(calls).toEqual([])

  expect(await alice.command('setDoNotDisturb', false)).toMatchObject({ ok: true })
  const next = await stage.originate('1001')
  await alice.untilRinging()
  await next.hangUp()
})

test('wrap-up: after a conversation nobody gets through until Alice has finished', async () => {
  const alice = await stage.openReady('1001', { config: JSON.stringify({ incoming: { wrapUpMs: 600_000 } }) })
  expect(await alice.command('dial', '600')).toMatchObject({ ok: true })
  await alice.untilTalking()
  expect(await alice.command('hangUp')).toMatchObject({ ok: true })
  await alice.until('the wrap-up has begun', ({ availability }) => availability.status === 'wrapUp')
  const call = await stage.originate('1001')
  expect(await call.over).toBe(busy)
  expect(await alice.command('finishWrapUp')).toMatchObject({ ok: true })
  const next = await stage.originate('1001')
  await alice.untilRinging()
  await next.hangUp()
})

test('availability: without call waiting a second caller hears busy while Alice talks', async () => {
  const alice = await stage.openReady('1001', { config: JSON.stringify({ incoming: { callWaiting: false } }) })
  expect(await alice.command('dial', '600')).toMatchObject({ ok: true })
  const second = await stage.originate('1001')
  expect(await second.over).toBe(busy)
  expect(await alice.command('hangUp')).toMatchObject({ ok: true })
})

test.each([
  ['Alert-Info', '<http://pbx.example>;info=alert-autoanswer'],
  ['Call-Info', '<sip:pbx.example>;answer-after=0'],
])('auto-answer: by %s a call is answered without a hand, and is heard both ways', async (name, value) => {
  const alice = await stage.openReady('1001', { config: asked })
  expect(await alice.command('requestPermission')).toMatchObject({ ok: true })
  const call = await stage.originate('1001', { headers: { [name]: value } })
  expect(await call.answered).toBe(true)
  await alice.untilHears()
  await call.hangUp()
})

test('auto-answer: a header alone opens no microphone', async () => {
  const alice = await stage.openReady('1001')
  expect(await alice.command('requestPermission')).toMatchObject({ ok: true })
  const call = await stage.originate('1001', { headers: { 'Answer-Mode': 'Auto' } })
  expect((await alice.untilRinging()).autoAnswer).toEqual({ status: 'refused', why: 'off' })
  await call.hangUp()
})

test('auto-answer: it never takes the place of a call that is talked on', async () => {
  const alice = await stage.openReady('1001', { config: asked })
  expect(await alice.command('dial', '600')).toMatchObject({ ok: true })
  await alice.untilTalking()
  const call = await stage.originate('1001', { headers: { 'Answer-Mode': 'Auto' } })
  const ringing = await alice.untilRinging()
  expect(ringing.autoAnswer).toEqual({ status: 'refused', why: 'other-call' })
  await call.hangUp()
  expect(await alice.command('hangUp')).toMatchObject({ ok: true })
})

test('decline with a reason: Asterisk hears 603 and 486 as what they are', async () => {
  const alice = await stage.openReady('1001')
  for (const [reason, cause] of [
    ['declined', rejected],
    ['busy', busy],
  ] as const) {
    const call = await stage.originate('1001')
    const { id } = await alice.untilRinging()
    expect(await alice.command('decline', id, { reason })).toMatchObject({ ok: true })
    expect(await call.over).toBe(cause)
  }
})

test('deflect: a caller is sent by 302 to the voicemail, which answers', async () => {
  const config = JSON.stringify({ features: { voicemail: { deposit: '611' } } })
  const [alice, bob] = await Promise.all([stage.openReady('1001', { config }), stage.openReady('1002')])
  const dialed = bob.command('dial', '1001')
  await alice.untilRinging()
  expect(await alice.command('deflect')).toMatchObject({ ok: true })
  expect((await alice.state()).lastCall).toMatchObject({ ending: 'forwarded', forwardedTo: { number: '611' } })
  expect(await dialed).toMatchObject({ ok: true })
  await bob.untilTalking()
  const numbers = (await stage.asterisk.ari.channels()).map(({ dialplan }) => dialplan.exten)
  expect(numbers).toContain('611')
  expect(await bob.command('hangUp')).toMatchObject({ ok: true })
})

test('swap: one command holds the call that is heard and resumes the other', async () => {
  const alice = await stage.openReady('1001')
  expect(await alice.command('dial', '600')).toMatchObject({ ok: true })
  await alice.untilTalking()
  expect(await alice.command('dial', '601')).toMatchObject({ ok: true })
  await alice.until('both are up', ({ calls, can }) => calls.length === 2 && can.swap === true)
  expect(await alice.command('swap')).toMatchObject({ ok: true })
  const { calls } = await alice.state()
  expect(calls.map(({ remote, hold }) => [remote.number, hold])).toEqual([
    ['600', 'none'],
    ['601', 'held'],
  ])
  await alice.untilHears()
  for (const { id } of calls) expect(await alice.command('hangUp', id)).toMatchObject({ ok: true })
})
