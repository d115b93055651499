import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { PhoneState } from '../../src/api/state'
import { TokenProvider } from '../e2e/support/token-provider'
import { eventually } from '../support/eventually'
import { PbxStage } from './support/pbx-stage'

let stage: PbxStage

beforeAll(async () => {
  // Its users' passwords change.
  stage = await PbxStage.open({ hasOwnAsterisk: true })
})
afterEach((context) => stage.endScene(context))
afterAll(() => stage.close())

/** The token is the SIP password, of which Asterisk knows one at a time. */
const letIn = (token: string) => stage.asterisk.setPassword('1001', token)
const hour = 3_600

/** Alice, who is signed in by a token that lapses in 75 s, hears herself. */
async function talk() {
  const tokens = new TokenProvider({ token: 'token-first', expires_in: 75 })
  await letIn('token-first')
  const alice = await stage.openReady('1001', {}, { hasOwnClock: true, tokens })
  expect(await alice.command('dial', '600')).toMatchObject({ ok: true })
  await alice.untilTalking()
  await alice.untilHears()
  return { alice, tokens }
}

const tokenOf = ({ session }: PhoneState) => (session.status === 'signedIn' ? session.token : null)
const isRegistered = ({ connection }: PhoneState) => connection.status === 'registered'

test('token: refreshed in a call, which goes on; Asterisk takes the new one at the next registration and the next call', async () => {
  const { alice, tokens } = await talk()
  tokens.answer = { token: 'token-second', expires_in: hour }
  await letIn('token-second')
  await alice.skip(16_000)
  await alice.until('the new token is there', (state) => tokenOf(state)?.status === 'fresh')
  const before = alice.sipMessages('out', /^REGISTER /).length
  const accepted = alice.sipMessages('in', /^SIP\/2\.0 200 /).length
  await alice.skip(540_000)
  await eventually('it registers anew', async () => alice.sipMessages('out', /^REGISTER /).length > before)
  await eventually('Asterisk says yes', async () => alice.sipMessages('in', /^SIP\/2\.0 200 /).length > accepted)
  await alice.until('it is registered', isRegistered)
  expect(tokens.reasons).toEqual(['signIn', 'expiring'])
  await alice.untilHears()
  await alice.button('Hang up').first().click()
  await alice.until('the call is over', ({ calls }) => calls.length === 0)
  expect(await alice.command('dial', '600')).toMatchObject({ ok: true })
  await alice.button('Hang up').first().click()
})

test('token: refused by Asterisk in a call, which goes on while another one is asked for, and after', async () => {
  const { alice, tokens } = await talk()
  tokens.answer = null
  await letIn('token-third')
  await alice.skip(16_000)
  await alice.until('the provider has none', (state) => tokenOf(state)?.status === 'expiring')
  await alice.skip(600_000)
  await alice.until('Asterisk refuses', ({ connection }) => connection.status === 'awaitingToken')
  await alice.panel.getByText('Your sign-in has expired').waitFor()
  await alice.untilHears()
  const given = { token: 'token-third', expiresInMs: 3_600_000 }
  expect(await alice.command('refreshToken', given)).toMatchObject({ ok: true })
  await alice.until('it is registered again', isRegistered)
  await alice.untilHears()
  expect(await stage.asterisk.registrations()).toEqual(['1001'])
  await alice.button('Hang up').first().click()
})
