import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { Stage } from './support/stage'

let stage: Stage

beforeAll(async () => {
  stage = await Stage.open()
})
afterEach((context) => stage.endScene(context))
afterAll(() => stage.close())

const incoming = (choices: object) => ({ config: JSON.stringify({ incoming: choices }) })

test('do not disturb: the caller hears busy, nothing rings here, and the call is told as missed', async () => {
  const [alice, bob] = await Promise.all([stage.openReady('1001'), stage.openReady('1002')])
  await alice.button('Settings').click()
  await alice.panel.getByLabel('Availability', { exact: true }).selectOption({ label: 'Do not disturb' })
  await alice.until('nobody gets through', ({ availability }) => availability.status === 'doNotDisturb')
  expect(await bob.command('dial', '1001')).toMatchObject({ ok: false, code: 'busy' })
  const { lastCall, calls } = await alice.state()
  expect(lastCall).toMatchObject({ ending: 'missed', endedBy: 'local', refusedFor: 'doNotDisturb' })
  expect(calls).toEqual([])
  expect(alice.sipMessages('out', /^SIP\/2\.0 180/)).toEqual([])

  await alice.button('Be available').click()
  expect(await bob.command('dial', '1001')).toMatchObject({ ok: true })
  await alice.untilRinging()
  expect(await bob.command('hangUp')).toMatchObject({ ok: true })
})

test('availability: what was chosen outlives the page, and who is away can be called', async () => {
  const [alice, bob] = await Promise.all([stage.openReady('1001'), stage.openReady('1002')])
  expect(await alice.command('setAvailability', 'away')).toMatchObject({ ok: true })
  await alice.page.reload()
  await alice.untilReady()
  await alice.until('she is away', ({ availability }) => availability.status === 'away')
  expect(await bob.command('dial', '1001')).toMatchObject({ ok: true })
  await alice.untilRinging()
  expect(await bob.command('hangUp')).toMatchObject({ ok: true })
})

test('availability: without call waiting a second caller hears busy while Alice talks', async () => {
  const [alice, bob] = await Promise.all([stage.openReady('1001'), stage.openReady('1002')])
  expect(await alice.command('setCallWaiting', false)).toMatchObject({ ok: true })
  expect(await alice.command('dial', '600')).toMatchObject({ ok: true })
  await alice.untilTalking()
  expect(await bob.command('dial', '1001')).toMatchObject({ ok: false, code: 'busy' })
  expect((await alice.state()).calls).toHaveLength(1)
  expect(await alice.command('hangUp')).toMatchObject({ ok: true })
})

test('wrap-up: after a conversation nobody gets through until Alice has finished', async () => {
  const [alice, bob] = await Promise.all([
    stage.openReady('1001', incoming({ wrapUpMs: 600_000 })),
    stage.openReady('1002'),
  ])
  expect(await alice.command('finishWrapUp')).toMatchObject({ ok: false, code: 'not-allowed' })
  expect(await alice.command('dial', '600')).toMatchObject({ ok: true })
  await alice.untilTalking()
  expect(await alice.command('hangUp')).toMatchObject({ ok: true })
  await alice.until('the wrap-up has begun', ({ availability }) => availability.status === 'wrapUp')
  expect(await bob.command('dial', '1001')).toMatchObject({ ok: false, code: 'busy' })
  expect((await alice.state()).lastCall).toMatchObject({ ending: 'missed', refusedFor: 'wrapUp' })
  await alice.button('Finish').click()
  await alice.until('she is available', ({ availability }) => availability.status === 'available')
  expect(await bob.command('dial', '1001')).toMatchObject({ ok: true })
  await alice.untilRinging()
  expect(await bob.command('hangUp')).toMatchObject({ ok: true })
})

test('auto-answer: a call is answered without a hand, and both hear each other', async () => {
  const [alice, bob] = await Promise.all([
    stage.openReady('1001'),
    stage.openReady('1002', incoming({ autoAnswer: 'always', autoAnswerAfterMs: 0 })),
  ])
  expect(await bob.command('requestPermission')).toMatchObject({ ok: true })
  expect(await alice.command('dial', '1002')).toMatchObject({ ok: true })
  await Promise.all([alice.untilHears(), bob.untilHears()])
  expect(await alice.command('hangUp')).toMatchObject({ ok: true })
})

test('auto-answer: asked for by the caller, it says so by a beep before the microphone opens', async () => {
  const [alice, bob] = await Promise.all([
    stage.openReady('1001'),
    stage.openReady('1002', incoming({ autoAnswer: 'asked' })),
  ])
  expect(await bob.command('requestPermission')).toMatchObject({ ok: true })
  expect(await alice.command('dial', '*801002', { headers: { 'X-Case': '4711' } })).toMatchObject({ ok: true })
  await Promise.all([alice.untilTalking(), bob.untilTalking()])
  expect((await bob.call())?.headers).toMatchObject({ 'X-Case': '4711' })
  // One brief sound, and no microphone was open when it began.
  expect(await bob.microphonesAtBriefSounds()).toEqual([0])
  expect(await alice.command('hangUp')).toMatchObject({ ok: true })
})

test('auto-answer: while another call is talked on, the second rings as any other', async () => {
  const [alice, bob] = await Promise.all([
    stage.openReady('1001'),
    stage.openReady('1002', incoming({ autoAnswer: 'always', autoAnswerAfterMs: 0 })),
  ])
  expect(await bob.command('dial', '600')).toMatchObject({ ok: true })
  await bob.untilTalking()
  expect(await alice.command('dial', '1002')).toMatchObject({ ok: true })
  expect((await bob.untilRinging()).autoAnswer).toEqual({ status: 'refused', why: 'other-call' })
  expect(await alice.command('hangUp')).toMatchObject({ ok: true })
  await bob.until('it rings no more', ({ calls }) => calls.length === 1)
  expect(await bob.command('hangUp')).toMatchObject({ ok: true })
})

test('decline with a reason: the caller hears it in the status, and no call was missed', async () => {
  const [alice, bob] = await Promise.all([stage.openReady('1001'), stage.openReady('1002')])
  for (const [reason, sipStatus] of [
    ['declined', 603],
    ['busy', 486],
    ['unavailable', 480],
    ['not-found', 404],
  ] as const) {
    expect(await bob.command('dial', '1001')).toMatchObject({ ok: true })
    const { id } = await alice.untilRinging()
    expect(await alice.command('decline', id, { reason })).toMatchObject({ ok: true })
    const { lastCall } = await bob.until(`it was refused as ${reason}`, ({ calls }) => calls.length === 0)
    expect(lastCall).toMatchObject({ ending: 'rejected', problem: { code: reason, sipStatus } })
    expect((await alice.state()).lastCall).toMatchObject({ ending: 'declined', endedBy: 'local' })
  }
})

test('deflect: the caller is sent to whom the person types, and talks there', async () => {
  const [alice, bob, carol] = await Promise.all([
    stage.openReady('1001'),
    stage.openReady('1002'),
    stage.openReady('1003'),
  ])
  expect(await bob.command('dial', '1001')).toMatchObject({ ok: true })
  await alice.untilRinging()
  await alice.button('More').click()
  await alice.panel.getByRole('textbox', { name: 'Forward to' }).fill('1003')
  await alice.button('Forward').click()
  const { lastCall } = await alice.until('it is over here', ({ calls }) => calls.length === 0)
  expect(lastCall).toMatchObject({ ending: 'forwarded', forwardedTo: { number: '1003' } })
  await carol.untilRinging()
  expect(bob.sipMessages('in', /^SIP\/2\.0 181/)).toHaveLength(1)
  expect(await carol.command('answer')).toMatchObject({ ok: true })
  await Promise.all([bob.untilHears(), carol.untilHears()])
  expect(await bob.command('hangUp')).toMatchObject({ ok: true })
})

test('deflect: without a target the caller is sent to where messages are left', async () => {
  const config = JSON.stringify({ features: { voicemail: { number: '612', deposit: '611' } } })
  const [alice, bob] = await Promise.all([stage.openReady('1001', { config }), stage.openReady('1002')])
  expect(await bob.command('dial', '1001')).toMatchObject({ ok: true })
  await alice.untilRinging()
  expect(await alice.command('deflect')).toMatchObject({ ok: true })
  expect((await alice.state()).lastCall).toMatchObject({ ending: 'forwarded', forwardedTo: { number: '611' } })
  await bob.untilTalking()
  expect(await bob.command('hangUp')).toMatchObject({ ok: true })
})
