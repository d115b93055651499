import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Agent } from './support/agent'
import { Stage } from './support/stage'

let stage: Stage

beforeAll(async () => {
  stage = await Stage.open()
})
afterEach((context) => stage.endScene(context))
afterAll(() => stage.close())

async function answer(agent: Agent): Promise<void> {
  await agent.button('Answer').click()
  await agent.until(
    'the call is established and media flow',
    ({ calls: [call] }) => call?.phase === 'established' && call.media === 'flowing',
  )
}

/** Alice has called Bob; Carol is there. */
async function talk(): Promise<[Agent, Agent, Agent]> {
  const [alice, bob, carol] = await Promise.all(['1001', '1002', '1003'].map((user) => stage.openReady(user)))
  if (!alice || !bob || !carol) throw new Error('Somebody is missing')
  await alice.number.fill('1002')
  await alice.number.press('Enter')
  await answer(bob)
  return [alice, bob, carol]
}

async function fillTarget(alice: Agent, number: string): Promise<void> {
  await alice.button('Transfer').click()
  await alice.panel.getByRole('textbox', { name: 'Transfer to' }).fill(number)
}

const rings = (agent: Agent) => agent.until('it rings', ({ calls: [call] }) => call?.phase === 'alerting')
const isOver = (agent: Agent) => agent.until('the call is over', ({ calls }) => calls.length === 0)

async function expectToTalk(...agents: readonly Agent[]): Promise<void> {
  await Promise.all(agents.map((agent) => agent.untilHears()))
}

test('blind: Bob is sent to Carol, and Alice’s call ends as transferred', async () => {
  const [alice, bob, carol] = await talk()
  await fillTarget(alice, '1003')
  await alice.button('Transfer now').click()
  await rings(carol)
  expect((await carol.call())?.remote).toMatchObject({ number: '1002', name: 'Bob' })
  await alice.until(
    'Carol’s phone rings, as Bob’s side tells',
    ({ calls: [call] }) => call?.transfer.status === 'progressing' && call.transfer.sipStatus === 180,
  )
  await answer(carol)
  expect((await isOver(alice)).lastCall).toMatchObject({ ending: 'transferred', endedBy: 'local' })
  await expectToTalk(bob, carol)
  expect(stage.seen('referred')).toMatchObject([{ to: '1003', status: 200 }])
  await bob.button('Hang up').first().click()
  await isOver(carol)
})

test('user data with a transfer: Carol sees what Alice has sent along', async () => {
  const [alice, bob, carol] = await talk()
  const transferred = alice.command('transfer', '1003', { data: 'case 4711; VIP' })
  await rings(carol)
  expect((await carol.call())?.headers).toEqual({ 'X-Transfer-Data': 'case 4711; VIP' })
  await answer(carol)
  expect(await transferred).toMatchObject({ ok: true })
  await expectToTalk(bob, carol)
  await bob.button('Hang up').first().click()
  await isOver(carol)
})

test('blind, from hold: Bob is off hold when Carol answers', async () => {
  const [alice, bob, carol] = await talk()
  expect(await alice.command('hold')).toMatchObject({ ok: true })
  const transferred = alice.command('transfer', '1003', { data: 'ticket 7' })
  await rings(carol)
  await answer(carol)
  expect(await transferred).toMatchObject({ ok: true })
  await bob.until('nobody holds Bob', ({ calls: [call] }) => call?.remoteHold === 'none')
  await expectToTalk(bob, carol)
  const invites = stage
    .seen('message')
    .filter(({ direction, text }) => direction === 'out' && text.startsWith('INVITE'))
  expect(invites.some(({ text }) => text.includes('X-Transfer-Data: ticket 7'))).toBe(true)
  await carol.button('Hang up').first().click()
  await isOver(bob)
})

test.each([
  ['busy', '603', 'busy'],
  ['unknown', '1099', 'not-found'],
])('blind to somebody who is %s: the call is as it was', async (_, number, code) => {
  const [alice, bob] = await talk()
  await fillTarget(alice, number)
  await alice.button('Transfer now').click()
  const { calls } = await alice.until(
    'the transfer has failed',
    ({ calls: [call] }) => call?.transfer.status === 'failed',
  )
  expect(calls[0]).toMatchObject({ phase: 'established', hold: 'none', transfer: { problem: { code } } })
  await expect.poll(() => alice.panel.getByText(/Not transferred/).count()).toBeGreaterThan(0)
  await expectToTalk(alice, bob)
  await alice.button('Hang up').first().click()
  await isOver(bob)
})

test('blind, and Carol declines: Alice has Bob back', async () => {
  const [alice, bob, carol] = await talk()
  const transferred = alice.command('transfer', '1003')
  await rings(carol)
  await carol.button('Decline').click()
  expect(await transferred).toMatchObject({ ok: false, code: 'declined' })
  await expectToTalk(alice, bob)
  await bob.button('Hang up').first().click()
  await isOver(alice)
})

test('blind, and Bob hangs up while it rings at Carol’s: nobody is left on a line', async () => {
  const [alice, bob, carol] = await talk()
  const transferred = alice.command('transfer', '1003')
  await rings(carol)
  await bob.button('Hang up').first().click()
  await Promise.all([isOver(alice), isOver(carol)])
  expect(await transferred).toMatchObject({ ok: true })
})

async function consult(): Promise<[Agent, Agent, Agent]> {
  const [alice, bob, carol] = await talk()
  await fillTarget(alice, '1003')
  await alice.button('Consult first').click()
  await rings(carol)
  await bob.until('Alice has put Bob on hold', ({ calls: [call] }) => call?.remoteHold === 'held')
  return [alice, bob, carol]
}

test('attended: Alice talks to Carol, swaps back and forth, and joins the two', async () => {
  const [alice, bob, carol] = await consult()
  await answer(carol)
  await expectToTalk(alice, carol)
  const [first, second] = (await alice.state()).calls
  expect([first?.transfer.status, second?.transfer.status]).toEqual(['consulting', 'consultation'])
  expect(await alice.command('resume', first?.id)).toMatchObject({ ok: true })
  await expectToTalk(alice, bob)
  expect(await alice.command('resume', second?.id)).toMatchObject({ ok: true })
  await alice.button('Complete transfer').click()
  expect((await isOver(alice)).lastCall).toMatchObject({ ending: 'transferred' })
  await Promise.all(
    [bob, carol].map((agent) =>
      agent.until(
        'nobody is on hold',
        ({ calls: [call] }) => call?.phase === 'established' && call.remoteHold === 'none',
      ),
    ),
  )
  await expectToTalk(bob, carol)
  await bob.button('Hang up').first().click()
  await isOver(carol)
})

test('attended, and cancelled: Carol is gone, and Alice and Bob talk', async () => {
  const [alice, bob, carol] = await consult()
  await answer(carol)
  await alice.button('Cancel transfer').click()
  await isOver(carol)
  await alice.until('Bob is back', ({ calls: [call] }) => call?.hold === 'none' && call.transfer.status === 'none')
  await expectToTalk(alice, bob)
  await alice.button('Hang up').first().click()
  await isOver(bob)
})

test('semi-attended: completed while it rings at Carol’s, the transfer goes on without Alice', async () => {
  const [alice, bob, carol] = await consult()
  await alice.button('Complete transfer').click()
  await carol.until('Bob calls', ({ calls: [call] }) => call?.phase === 'alerting' && call.remote.number === '1002')
  await answer(carol)
  expect((await isOver(alice)).lastCall).toMatchObject({ ending: 'transferred' })
  await expectToTalk(bob, carol)
  await carol.button('Hang up').first().click()
  await isOver(bob)
})

test('attended, and Carol declines: Bob waits on hold, and can be resumed', async () => {
  const [alice, bob, carol] = await consult()
  await carol.button('Decline').click()
  const { calls } = await alice.until('the consultation is over', ({ calls: all }) => all.length === 1)
  expect(calls[0]).toMatchObject({ hold: 'held', transfer: { status: 'failed' } })
  await alice.button('Resume').click()
  await expectToTalk(alice, bob)
  await bob.button('Hang up').first().click()
  await isOver(alice)
})

test('attended, and Bob hangs up: Alice goes on talking to Carol', async () => {
  const [alice, bob, carol] = await consult()
  await answer(carol)
  await bob.button('Hang up').first().click()
  const { calls } = await alice.until('Bob is gone', ({ calls: all }) => all.length === 1)
  expect(calls[0]).toMatchObject({ remote: { number: '1003' }, transfer: { status: 'none' } })
  await expectToTalk(alice, carol)
  await alice.button('Hang up').first().click()
  await isOver(carol)
})
