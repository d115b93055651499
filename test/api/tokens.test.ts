import { expect, test, vi } from 'vitest'
import type { PhoneEvent } from '../../src/api/events'
import { createPhoneCore } from '../../src/api/phone-core'
import type { TokenView } from '../../src/api/state'
import type { ConnectionFact, CredentialsFact } from '../../src/machines/ports'
import { readTrace } from '../../src/trace/read-trace'
import { verifyTrace } from '../../src/trace/replay'
import { createScriptedWorld, kindWorld } from '../support/scripted-bindings'

const now = 1_800_000_000_000
const expiresAt = now + 3_600_000
const failure = { code: 'wrong-credentials', sipStatus: 401 } as const

type Answer = CredentialsFact extends infer Fact ? (Fact extends unknown ? Omit<Fact, 'handle'> : never) : never
const given: Answer = { type: 'credentials.obtained', expiresAt, at: now }
const none: Answer = { type: 'credentials.refused', failure: { code: 'token-refused' } }
const broken: Answer = { type: 'credentials.unavailable', failure: { code: 'token-unavailable' }, retryAfterMs: 60_000 }

/** A phone that signs in by tokens, whose provider and registrar say what a test wants. */
async function signedIn(password?: string) {
  const say: { provider: Answer; registrar: ConnectionFact } = {
    provider: given,
    registrar: { type: 'registration.accepted', expiresAt },
  }
  const world = createScriptedWorld({
    credentials: (command) => {
      const { handle } = command
      if (command.type === 'credentials.age') return [{ type: 'credentials.aged', handle, at: now }]
      return [password === undefined ? { ...say.provider, handle } : { ...given, expiresAt: null, handle }]
    },
    connection: (command) =>
      command.type === 'registration.register' ? [say.registrar] : kindWorld.connection(command, ''),
  })
  const phone = createPhoneCore(
    {
      servers: ['wss://pbx.example'],
      account: { uri: 'sip:1001@pbx.example', ...(password === undefined ? {} : { password }) },
      ...(password === undefined && { auth: { kind: 'token', getToken: async () => 'never asked here' } }),
      trace: { states: true },
    },
    world.bind,
  )
  const events: PhoneEvent[] = []
  phone.on('*', (event) => {
    if (event.type.startsWith('auth.')) events.push(event)
  })
  const token = (): TokenView | null => {
    const { session } = phone.getState()
    return session.status === 'signedIn' ? session.token : null
  }
  await vi.waitUntil(() => phone.getState().connection.status === 'registered')
  /** Asks for a registration: over a connection that has not broken there is no other way to have the registrar asked. */
  const registerAnew = () => world.tellConnection({ type: 'registration.removed' })
  const ends = async () => {
    expect(verifyTrace(readTrace(await phone.exportTrace()))).toBeNull()
    await phone.dispose()
  }
  return { phone, world, say, events, token, registerAnew, ends }
}

test('a token that lapses is shown with when it does', async () => {
  const { token, ends } = await signedIn()
  expect(token()).toEqual({ status: 'fresh', expiresAt })
  await ends()
})

test('a password lasts, and cannot be refreshed: not-allowed, in words', async () => {
  const { phone, token, ends } = await signedIn('the-password')
  expect(token()).toEqual({ status: 'lasting' })
  expect(phone.getState().can.refreshToken).toEqual({ code: 'no-token' })
  await expect(phone.refreshToken('t')).rejects.toMatchObject({
    code: 'not-allowed',
    message: expect.stringContaining('has a password') as string,
  })
  await ends()
})

test('before anybody signs in there is nothing to refresh', async () => {
  const phone = createPhoneCore({ servers: ['wss://pbx.example'] }, createScriptedWorld().bind)
  expect(phone.getState().can.refreshToken).toEqual({ code: 'not-signed-in' })
  await expect(phone.refreshToken()).rejects.toMatchObject({ code: 'not-allowed' })
  await phone.dispose()
})

test('a token that is handed over waits for the adapter, and is in no intent, no state, no event and no trace', async () => {
  const { phone, world, events, ends } = await signedIn()
  await phone.refreshToken({ token: 's3cret-token', expiresInMs: 60_000 })
  expect(world.offered).toEqual([{ token: 's3cret-token', expiresInMs: 60_000 }])
  expect(events.map(({ type }) => type)).toEqual(['auth.signedIn', 'auth.tokenRefreshed'])
  expect(JSON.stringify([world.asked, phone.getState(), events, await phone.exportTrace()])).not.toContain('s3cret')
  await ends()
})

test('refreshToken without a token asks the provider, and rejects with what came of it', async () => {
  const { phone, world, say, token, ends } = await signedIn()
  say.provider = broken
  await expect(phone.refreshToken()).rejects.toMatchObject({ code: 'token-unavailable' })
  expect(world.asked.at(-1)?.command).toMatchObject({ type: 'credentials.obtain', reason: 'asked' })
  expect(world.offered).toEqual([])
  // The one that there is serves all the same.
  expect(token()).toEqual({ status: 'fresh', expiresAt })
  await ends()
})

test('one that the registrar refuses, and that cannot be replaced, leaves the calls as they are until there is another', async () => {
  const { phone, say, events, token, registerAnew, ends } = await signedIn()
  const callId = await phone.dial('1002')
  await vi.waitUntil(() => phone.getState().calls[0]?.phase === 'established')
  const [call] = phone.getState().calls
  say.provider = none
  say.registrar = { type: 'registration.refused', failure }
  registerAnew()
  await vi.waitUntil(() => phone.getState().connection.status === 'awaitingToken')
  expect(phone.getState().connection).toEqual({
    status: 'awaitingToken',
    server: 'wss://pbx.example',
    problem: failure,
  })
  await vi.waitUntil(() => token()?.status === 'expired')
  await vi.waitFor(() =>
    expect(token()).toEqual({
      status: 'expired',
      renewal: { status: 'declined', problem: { code: 'token-refused' } },
    }),
  )
  expect(phone.getState().can.dial).toEqual({ code: 'not-connected' })
  expect(phone.getState().calls[0]?.phase).toBe('established')
  expect(events.at(-1)).toEqual({ type: 'auth.tokenExpired' })

  say.provider = given
  say.registrar = { type: 'registration.accepted', expiresAt }
  await phone.refreshToken('another')
  await vi.waitUntil(() => phone.getState().connection.status === 'registered')
  expect(token()).toEqual({ status: 'fresh', expiresAt })
  expect(phone.getState().calls[0]?.answeredAt).toBe(call?.answeredAt)
  await phone.hangUp(callId)
  await ends()
})

test('one that cannot be replaced yet is tried again, and the state says why', async () => {
  const { phone, say, token, registerAnew, ends } = await signedIn()
  say.provider = broken
  say.registrar = { type: 'registration.refused', failure }
  registerAnew()
  const waiting = { status: 'expired', renewal: { status: 'waiting', problem: { code: 'token-unavailable' } } }
  await vi.waitFor(() => expect(token()).toEqual(waiting))
  await phone.signOut()
  expect(phone.getState().session.status).toBe('signedOut')
  await ends()
})
