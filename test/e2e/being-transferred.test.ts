import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Agent } from './support/agent'
import { Stage } from './support/stage'

let stage: Stage

beforeAll(async () => {
  stage = await Stage.open()
})
afterEach((context) => stage.endScene(context))
afterAll(() => stage.close())

/** Alice has called a number that asks her to call somebody else. */
async function asked(number: string): Promise<Agent> {
  const alice = await stage.openReady('1001')
  await alice.number.fill(number)
  await alice.number.press('Enter')
  await alice.until('Alice is asked', ({ calls: [call] }) => call?.transferRequest.status === 'asked')
  return alice
}

const isOver = (agent: Agent) => agent.until('the call is over', ({ calls }) => calls.length === 0)

/** The status lines that whoever asked was told, and what became of the subscription with each. */
const told = () =>
  stage
    .seen('message')
    .filter(({ text }) => text.startsWith('NOTIFY') && /^Event: refer/m.test(text))
    .map(({ text }) => [
      /^Subscription-State: (\w+)/m.exec(text)?.[1],
      /^SIP\/2\.0 (\d+)/m.exec(text.split('\r\n\r\n')[1] ?? '')?.[1],
    ])

test('being transferred: Alice is asked, accepts, and talks to Bob, whom she was asked to call', async () => {
  const [bob, alice] = [await stage.openReady('1002'), await asked('439')]
  await alice.panel.getByText('439 asks you to call 1002.').waitFor()
  await alice.button('Accept').click()
  await bob.until('Alice calls Bob', ({ calls: [call] }) => call?.phase === 'alerting' && call.remote.number === '1001')
  const { calls } = await alice.until('both calls are there', ({ calls: all }) => all.length === 2)
  expect(calls[0]).toMatchObject({ phase: 'established', transferRequest: { status: 'dialing' } })
  await bob.button('Answer').click()
  const { lastCall } = await alice.until(
    'the new call has taken the place of the old one',
    ({ calls: all }) => all.length === 1 && all[0]?.remote.number === '1002',
  )
  expect(lastCall).toMatchObject({ ending: 'transferred', endedBy: 'local' })
  await Promise.all([alice.untilHears(), bob.untilHears()])
  expect(told()).toEqual([
    ['active', '100'],
    ['active', '180'],
    ['terminated', '200'],
  ])
  await bob.button('Hang up').first().click()
  await isOver(alice)
})

test('being transferred: Alice refuses, and the call is as it was', async () => {
  const alice = await asked('433')
  await alice.button('Refuse').click()
  await alice.until('nothing is asked', ({ calls: [call] }) => call?.transferRequest.status === 'none')
  await alice.untilHears()
  const answers = stage.seen('message').filter(({ text }) => text.startsWith('SIP/2.0 603'))
  expect(answers.map(({ text }) => /^CSeq: \d+ (\w+)/m.exec(text)?.[1])).toEqual(['REFER'])
  expect(told()).toEqual([])
  await alice.button('Hang up').first().click()
  await isOver(alice)
})

test('being transferred in vain: the target is busy, and Alice is back in the call that stands', async () => {
  const alice = await asked('434')
  await alice.button('Accept').click()
  const { calls } = await alice.until(
    'Alice is back',
    ({ calls: [call, other] }) => call?.transferRequest.status === 'failed' && call.hold === 'none' && !other,
  )
  expect(calls[0]?.transferRequest).toMatchObject({ problem: { code: 'busy', sipStatus: 486 } })
  await alice.panel.getByText(/603 was not reached/).waitFor()
  await alice.untilHears()
  expect(told().at(-1)).toEqual(['terminated', '486'])
  await alice.button('Hang up').first().click()
  await isOver(alice)
})

test('being transferred: hung up while Alice is asked, nothing is left to decide', async () => {
  const alice = await asked('433')
  await alice.button('Hang up').first().click()
  await isOver(alice)
  expect(told()).toEqual([])
})
