import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createCredentialsPort } from '../../../src/adapters/auth/credentials.port'
import { createVault, type GivenToken, type SecretSource } from '../../../src/adapters/auth/vault'
import type { TokenReason } from '../../../src/machines/ports'
import { openPort, recordPorts } from '../media/ports'

const now = 1_000_000_000
const seconds = now / 1000

function openCredentials(source: SecretSource) {
  let ids = 0
  const vault = createVault({ newId: () => `secret-${++ids}` })
  const handle = vault.keep(source)
  const { makePort, factsOf } = recordPorts()
  const warn = vi.fn()
  const port = openPort(createCredentialsPort({ makePort, vault, now: () => now, random: () => 0.5, warn }), undefined)
  const facts = () => factsOf('keepCredentials#1')
  const told = (...expected: object[]) => vi.waitFor(() => expect(facts()).toEqual(expected))
  const obtain = (reason: TokenReason = 'signIn') => port.send({ type: 'credentials.obtain', handle, reason })
  return { vault, handle, port, told, facts, warn, obtain }
}

/** Whatever follows without anybody's doing has followed. */
const allIsSaid = () => new Promise((resolve) => setImmediate(resolve))

/** A provider whose answers are given by hand, one after the other. */
function slowProvider() {
  const asked: { reason: TokenReason; give: (token: GivenToken) => void; fail: (error: unknown) => void }[] = []
  const getToken = (reason: TokenReason) =>
    new Promise<GivenToken>((give, fail) => void asked.push({ reason, give, fail }))
  return { asked, getToken }
}

const jwt = (payload: object) =>
  `${btoa('{"alg":"HS256"}')}.${btoa(JSON.stringify(payload)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}.c2ln`

function fromHost(getToken: (reason: TokenReason) => Promise<GivenToken>): SecretSource {
  return { kind: 'token', username: '1001', getToken }
}

test('typed credentials are obtained at once and do not lapse', async () => {
  const { vault, handle, obtain, told } = openCredentials({ kind: 'credentials', username: '1001', password: 'pw' })
  obtain()
  await told({ type: 'credentials.obtained', handle, expiresAt: null, at: now })
  expect(vault.findSecret(handle)).toEqual({ username: '1001', password: 'pw' })
})

test.each([
  ['t', null],
  [{ token: 't' }, null],
  [{ token: 't', expiresAt: null }, null],
  [{ token: 't', expiresAt: now + 1 }, now + 1],
  // A span counts before a time, since no wrong clock spoils it.
  [{ token: 't', expiresInMs: 5_000 }, now + 5_000],
  [{ token: 't', expiresInMs: 5_000, expiresAt: 1 }, now + 5_000],
])('the token %j serves as the password and lapses at %s', async (given, expiresAt) => {
  const getToken = vi.fn(async () => given)
  const { vault, handle, obtain, told } = openCredentials(fromHost(getToken))
  expect(vault.findSecret(handle)).toBeUndefined()
  obtain()
  await told({ type: 'credentials.obtained', handle, expiresAt, at: now })
  expect(vault.findSecret(handle)).toEqual({ username: '1001', password: 't' })
  expect(getToken).toHaveBeenCalledExactlyOnceWith('signIn')
})

test.each([
  ['rejects', () => Promise.reject(new Error('secret=hunter2'))],
  [
    'throws',
    () => {
      throw new Error('secret=hunter2')
    },
  ],
])('a provider that %s is unavailable, and its own words stay out of the charts', async (_, getToken) => {
  const { vault, handle, obtain, told, warn } = openCredentials(fromHost(getToken))
  obtain()
  const failure = { code: 'token-unavailable', text: 'getToken() of the host page failed.' }
  await told({ type: 'credentials.unavailable', handle, failure, retryAfterMs: 1_500 })
  expect(vault.findSecret(handle)).toBeUndefined()
  expect(warn).toHaveBeenCalledWith(expect.any(String), new Error('secret=hunter2'))
})

test.each([
  '',
  '  ',
  null,
  7,
  {},
  { token: '' },
  { token: 't', expiresAt: '2030-01-01' },
  { token: 't', expiresAt: Number.NaN },
  { token: 't', expiresInMs: '60' },
])('%j is refused as a token', async (given) => {
  const { vault, handle, obtain, told } = openCredentials(fromHost(async () => given as GivenToken))
  obtain()
  const text: unknown = expect.any(String)
  const failure = { code: 'token-refused', text }
  await told({ type: 'credentials.refused', handle, failure })
  expect(vault.findSecret(handle)).toBeUndefined()
})

test.each<[string, object, number | null]>([
  ['says when it lapses', { exp: seconds + 3_600 }, now + 3_600_000],
  ['was issued by a clock that is before ours', { exp: seconds + 3_600, iat: seconds + 600 }, now + 3_000_000],
  ['was kept for a while', { exp: seconds + 3_600, iat: seconds - 600 }, now + 3_600_000],
  ['does not say', { sub: '1001' }, null],
  ['says something else', { exp: 'tomorrow' }, null],
])('a JSON Web Token that %s is taken at its word', async (_, payload, expiresAt) => {
  const { handle, obtain, told } = openCredentials(fromHost(async () => jwt(payload)))
  obtain()
  await told({ type: 'credentials.obtained', handle, expiresAt, at: now })
})

test.each(['a.b.c', 'a.b', `x.${btoa('null')}.y`, `x.${btoa('7')}.y`])(
  '%s looks like a JSON Web Token and is none: it does not lapse as far as anybody knows',
  async (given) => {
    const { handle, obtain, told } = openCredentials(fromHost(async () => given))
    obtain()
    await told({ type: 'credentials.obtained', handle, expiresAt: null, at: now })
  },
)

test.each<GivenToken>([{ token: 't', expiresAt: now }, { token: 't', expiresInMs: 0 }, jwt({ exp: seconds - 1 })])(
  'a token that has lapsed when it is given is not used, and asked for again: %j',
  async (given) => {
    const { vault, handle, obtain, told } = openCredentials(fromHost(async () => given))
    obtain('expiring')
    const text: unknown = expect.stringContaining('by the clock of this machine')
    await told({
      type: 'credentials.unavailable',
      handle,
      failure: { code: 'token-refused', text },
      retryAfterMs: 1_500,
    })
    expect(vault.findSecret(handle)).toBeUndefined()
  },
)

test('the provider hears why it is asked', async () => {
  const { asked, getToken } = slowProvider()
  const { obtain } = openCredentials(fromHost(getToken))
  for (const reason of ['signIn', 'expiring', 'expired', 'asked'] as const) obtain(reason)
  expect(asked.map(({ reason }) => reason)).toEqual(['signIn', 'expiring', 'expired', 'asked'])
})

test('waits grow while the provider fails, never below a second, and begin anew once it gives one', async () => {
  const given: (GivenToken | Error)[] = [new Error(), new Error(), new Error(), 't', new Error()]
  const { obtain, facts } = openCredentials(
    fromHost(async () => {
      const next = given.shift() ?? null
      if (next instanceof Error) throw next
      return next
    }),
  )
  for (let count = 1; count <= 5; count += 1) {
    obtain('expiring')
    await vi.waitFor(() => expect(facts()).toHaveLength(count))
  }
  const waits = facts().map((fact) => ('retryAfterMs' in fact ? fact.retryAfterMs : null))
  expect(waits).toEqual([1_500, 2_000, 3_000, null, 1_500])
})

test('a provider that says that asking again would not help has refused', async () => {
  const { handle, obtain, told } = openCredentials(
    fromHost(() => Promise.reject(Object.assign(new Error('Signed out'), { retryable: false }))),
  )
  obtain('expiring')
  const text: unknown = expect.any(String)
  await told({ type: 'credentials.refused', handle, failure: { code: 'token-refused', text } })
})

test('what was asked for again comes of the last time: the first answer is dropped, however late', async () => {
  const { asked, getToken } = slowProvider()
  const { vault, handle, obtain, told } = openCredentials(fromHost(getToken))
  obtain('expiring')
  obtain('expiring')
  asked[1]?.give('second')
  await told({ type: 'credentials.obtained', handle, expiresAt: null, at: now })
  asked[0]?.give('first')
  await allIsSaid()
  expect(vault.findSecret(handle)?.password).toBe('second')
})

test('a token that the host hands over is taken in place of the provider’s, once', async () => {
  const { asked, getToken } = slowProvider()
  const { vault, handle, obtain, told } = openCredentials(fromHost(getToken))
  vault.offer({ token: 'handed', expiresAt: now + 60_000 })
  obtain('asked')
  await told({ type: 'credentials.obtained', handle, expiresAt: now + 60_000, at: now })
  expect(vault.findSecret(handle)?.password).toBe('handed')
  expect(asked).toEqual([])
  obtain('expiring')
  expect(asked).toHaveLength(1)
})

test('a token that was handed over is forgotten with everything else', async () => {
  const { asked, getToken } = slowProvider()
  const { vault } = openCredentials(fromHost(getToken))
  vault.offer('handed')
  vault.clear()
  expect(vault.takeOffer()).toBeUndefined()
  expect(asked).toEqual([])
})

test('that a server has not taken a token is told; of a password there is nothing to tell', async () => {
  const { vault, handle, told } = openCredentials(fromHost(async () => 't'))
  vault.reject(handle)
  vault.reject('bygone')
  await told({ type: 'credentials.rejected', handle, failure: { code: 'wrong-credentials' } })
  const typed = openCredentials({ kind: 'credentials', username: '1001', password: 'pw' })
  typed.vault.reject(typed.handle)
  await allIsSaid()
  expect(typed.facts()).toEqual([])
})

test('how late it is, is told when it is asked', async () => {
  const { handle, port, told } = openCredentials(fromHost(async () => 't'))
  port.send({ type: 'credentials.age', handle })
  await told({ type: 'credentials.aged', handle, at: now })
})

describe('a page that has slept', () => {
  let wall = now
  const open = (given: GivenToken) => {
    wall = now
    const vault = createVault({ newId: () => 'secret-1' })
    const handle = vault.keep(fromHost(async () => given))
    const { makePort, factsOf } = recordPorts()
    const port = openPort(createCredentialsPort({ makePort, vault, now: () => wall }), undefined)
    port.send({ type: 'credentials.obtain', handle, reason: 'signIn' })
    return { port, aged: () => factsOf('keepCredentials#1').filter(({ type }) => type === 'credentials.aged') }
  }
  const pass = async (ms: number, sleptMs = 0) => {
    wall += ms + sleptMs
    await vi.advanceTimersByTimeAsync(ms)
  }

  beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }))
  afterEach(() => void vi.useRealTimers())

  test('says so, with how late it is: its timers have stood still', async () => {
    const { aged } = open({ token: 't', expiresAt: now + 3_600_000 })
    await pass(30_000)
    await pass(30_000)
    expect(aged()).toEqual([])
    await pass(30_000, 7_200_000)
    expect(aged()).toEqual([{ type: 'credentials.aged', handle: 'secret-1', at: wall }])
    await pass(30_000)
    expect(aged()).toHaveLength(1)
  })

  test('is not taken for one that is hidden, whose timers fire once a minute', async () => {
    const { aged } = open({ token: 't', expiresAt: now + 3_600_000 })
    for (let minutes = 0; minutes < 3; minutes += 1) await pass(30_000, 30_000)
    expect(aged()).toEqual([])
  })

  test('is not watched for a token that does not lapse, nor once the port is closed', async () => {
    open('t')
    await pass(0)
    expect(vi.getTimerCount()).toBe(0)
    const { port } = open({ token: 't', expiresAt: now + 3_600_000 })
    await pass(0)
    expect(vi.getTimerCount()).toBe(1)
    port.close()
    expect(vi.getTimerCount()).toBe(0)
  })
})

test('a token that comes after the sign-out is not kept', async () => {
  let give: (token: string) => void = () => {}
  const getToken = vi.fn(
    () =>
      new Promise<string>((resolve) => {
        give = resolve
      }),
  )
  const { vault, handle, obtain, told } = openCredentials(fromHost(getToken))
  obtain()
  await vi.waitFor(() => expect(getToken).toHaveBeenCalled())
  vault.forget(handle)
  give('t')
  await told({ type: 'credentials.obtained', handle, expiresAt: null, at: now })
  expect(vault.findSecret(handle)).toBeUndefined()
})

test('what is forgotten is refused, and what is cleared is gone', async () => {
  const { vault, handle, obtain, told } = openCredentials({ kind: 'credentials', username: '1001', password: 'pw' })
  const other = vault.keep({ kind: 'credentials', username: '1002', password: 'pw' })
  vault.forget(handle)
  expect(vault.findSecret(handle)).toBeUndefined()
  expect(vault.findSecret(other)).toBeDefined()
  vault.clear()
  expect(vault.findSecret(other)).toBeUndefined()
  obtain()
  const text: unknown = expect.stringContaining('sign in again')
  const failure = { code: 'wrong-credentials', text }
  await told({ type: 'credentials.refused', handle, failure })
})
