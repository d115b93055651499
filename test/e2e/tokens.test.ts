import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { PhoneEvent } from '../../src/api/events'
import type { Phone } from '../../src/api/phone'
import type { PhoneState } from '../../src/api/state'
import { eventually } from '../support/eventually'
import type { Agent } from './support/agent'
import { Stage } from './support/stage'
import { TokenProvider } from './support/token-provider'

let stage: Stage

beforeAll(async () => {
  stage = await Stage.open()
})
afterEach(async (context) => {
  stage.demo.pbx.setPassword('1001', 'pw1001')
  await stage.endScene(context)
})
afterAll(() => stage.close())

/** The token is the SIP password, of which the PBX knows one at a time. */
const letIn = (token: string) => stage.demo.pbx.setPassword('1001', token)
const hour = 3_600

/** Nothing is watched: what a subscription is refused would have a token fetched, too. */
const plain = { config: JSON.stringify({ features: {} }) }

/** Alice, who is signed in by a token that lapses in 75 s, talks to Bob. */
async function talk() {
  const tokens = new TokenProvider({ token: 't-first', expires_in: 75 })
  letIn('t-first')
  const [alice, bob] = await Promise.all([
    stage.openReady('1001', plain, { hasOwnClock: true, tokens }),
    stage.openReady('1002'),
  ])
  await hearTokens(alice)
  const dialled = alice.command('dial', '1002')
  await bob.untilRinging()
  expect(await bob.command('answer')).toMatchObject({ ok: true })
  expect(await dialled).toMatchObject({ ok: true })
  await Promise.all([alice.untilTalking(), bob.untilTalking()])
  return { alice, bob, tokens }
}

async function hangUp(alice: Agent, bob: Agent) {
  await alice.button('Hang up').first().click()
  await bob.until('the call is over', ({ calls }) => calls.length === 0)
}

const hearTokens = ({ page }: Agent) =>
  page.evaluate(() => {
    const { callchart, heard } = Object.assign(globalThis as unknown as { callchart: Phone }, { heard: [] as string[] })
    callchart.on('*', ({ type }: PhoneEvent) => void (type.startsWith('auth.') && heard.push(type)))
  })
const heardBy = ({ page }: Agent) => page.evaluate(() => (globalThis as unknown as { heard: string[] }).heard)

const tokenOf = ({ session }: PhoneState) => (session.status === 'signedIn' ? session.token : null)
const registersOf = (alice: Agent) => alice.sipMessages('out', /^REGISTER /).length

test('token: refreshed before it lapses, in a call that goes on; the next registration is made with the new one', async () => {
  const { alice, bob, tokens } = await talk()
  tokens.answer = { token: 't-second', expires_in: hour }
  letIn('t-second')
  await alice.skip(16_000)
  await alice.until('the new token is there', (state) => tokenOf(state)?.status === 'fresh')
  await eventually('both events', async () => (await heardBy(alice)).length === 2)
  expect(await heardBy(alice)).toEqual(['auth.tokenExpiring', 'auth.tokenRefreshed'])
  expect(tokens.reasons).toEqual(['signIn', 'expiring'])
  await Promise.all([alice.untilHears(), bob.untilHears()])

  const before = registersOf(alice)
  await alice.skip(540_000)
  await eventually('it registers anew, with a digest', async () => registersOf(alice) === before + 2)
  await alice.until('it is registered', ({ connection }) => connection.status === 'registered')
  expect(tokens.reasons).toEqual(['signIn', 'expiring'])
  await Promise.all([alice.untilHears(), bob.untilHears()])
  await hangUp(alice, bob)
})

test('token: expired in a call, which goes on; the person is told, and the host hands over another', async () => {
  const { alice, bob, tokens } = await talk()
  tokens.answer = null
  letIn('t-third')
  await alice.skip(16_000)
  await alice.until('the provider has none', (state) => {
    const token = tokenOf(state)
    return token?.status === 'expiring' && token.renewal.status === 'declined'
  })
  // While it still serves nobody needs to hear of it.
  expect(await alice.panel.getByText('Your sign-in has expired').count()).toBe(0)
  await alice.skip(60_000)
  await alice.panel.getByText('Your sign-in has expired').waitFor()
  await Promise.all([alice.untilHears(), bob.untilHears()])

  // The registrar asks at last, and refuses.
  await alice.skip(540_000)
  await alice.until('it waits for a token', ({ connection }) => connection.status === 'awaitingToken')
  await Promise.all([alice.untilHears(), bob.untilHears()])
  expect(await alice.command('dial', '1003')).toMatchObject({ ok: false, code: 'not-allowed' })

  tokens.answer = { token: 't-third', expires_in: hour }
  await alice.button('Renew sign-in').click()
  await alice.until('it is registered again', ({ connection }) => connection.status === 'registered')
  await eventually('nothing is said of it any more', async () => (await alice.button('Renew sign-in').count()) === 0)
  expect(tokens.reasons).toEqual(['signIn', 'expiring', 'asked'])
  // How often it is told follows from how soon the registrar asks.
  expect(new Set(await heardBy(alice))).toEqual(
    new Set(['auth.tokenExpiring', 'auth.tokenExpired', 'auth.tokenRefreshed']),
  )
  await Promise.all([alice.untilHears(), bob.untilHears()])

  letIn('t-fourth')
  expect(await alice.command('refreshToken', { token: 't-fourth', expiresInMs: 3_600_000 })).toMatchObject({ ok: true })
  await hangUp(alice, bob)
  const dialled = alice.command('dial', '600')
  expect(await dialled).toMatchObject({ ok: true })
  await alice.button('Hang up').first().click()
  expect(tokens.reasons).toEqual(['signIn', 'expiring', 'asked'])
  const trace = await alice.page.evaluate(() => (globalThis as unknown as { callchart: Phone }).callchart.exportTrace())
  for (const token of ['t-first', 't-third', 't-fourth']) expect(trace).not.toContain(token)
})

test('token: one that has lapsed unnoticed is replaced when the PBX refuses it, and nobody is told', async () => {
  const tokens = new TokenProvider({ token: 't-first', expires_in: hour })
  letIn('t-first')
  const alice = await stage.openReady('1001', plain, { tokens })
  tokens.answer = { token: 't-second', expires_in: hour }
  letIn('t-second')
  stage.demo.pbx.dropConnections()
  await eventually('the provider is asked', async () => tokens.reasons.length === 2)
  await alice.until('it is registered again', ({ connection }) => connection.status === 'registered')
  expect(tokens.reasons).toEqual(['signIn', 'expired'])
  expect(await alice.button('Renew sign-in').count()).toBe(0)
})

test('token: one that is refused for a call is replaced for the next one', async () => {
  const tokens = new TokenProvider({ token: 't-first', expires_in: hour })
  letIn('t-first')
  const alice = await stage.openReady('1001', plain, { tokens })
  await hearTokens(alice)
  tokens.answer = { token: 't-second', expires_in: hour }
  letIn('t-second')
  expect(await alice.command('dial', '600')).toMatchObject({ ok: false, code: 'wrong-credentials' })
  await eventually('there is another', async () => (await heardBy(alice)).includes('auth.tokenRefreshed'))
  expect(tokens.reasons).toEqual(['signIn', 'expired'])
  expect(await alice.command('dial', '600')).toMatchObject({ ok: true })
  await alice.button('Hang up').first().click()
  expect(await heardBy(alice)).toEqual(['auth.tokenExpired', 'auth.tokenRefreshed'])
})

test('token: one that the PBX does not take at the sign-in is replaced once, and what is no better is refused in words', async () => {
  const tokens = new TokenProvider({ token: 't-wrong', expires_in: hour })
  letIn('t-first')
  const alice = await stage.openAgent('1001', plain, { tokens })
  await alice.page.waitForFunction(() => (globalThis as { callchart?: unknown }).callchart !== undefined)
  const { session } = await alice.until('the registrar refused', (state) => state.session.status === 'failed')
  expect(session).toMatchObject({ problem: { code: 'wrong-credentials' } })
  // Once more, since the first one may have been kept for too long.
  expect(tokens.reasons).toEqual(['signIn', 'expired'])
})
