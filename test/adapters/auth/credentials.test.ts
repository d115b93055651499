import { expect, test, vi } from 'vitest'
import { createCredentialsPort } from '../../../src/adapters/auth/credentials.port'
import { createVault, type GivenToken, type SecretSource } from '../../../src/adapters/auth/vault'
import { openPort, recordPorts } from '../media/ports'

const now = 1_000_000

function openCredentials(source: SecretSource) {
  let ids = 0
  const vault = createVault({ newId: () => `secret-${++ids}` })
  const handle = vault.keep(source)
  const { makePort, factsOf } = recordPorts()
  const warn = vi.fn()
  const port = openPort(createCredentialsPort({ makePort, vault, now: () => now, warn }), undefined)
  const told = (fact: object) => vi.waitFor(() => expect(factsOf('keepCredentials#1')).toEqual([fact]))
  return { vault, handle, port, told, warn, factsOf, obtain: () => port.send({ type: 'credentials.obtain', handle }) }
}

function fromHost(getToken: () => Promise<GivenToken>): SecretSource {
  return { kind: 'token', username: '1001', getToken }
}

test('typed credentials are obtained at once and do not lapse', async () => {
  const { vault, handle, obtain, told } = openCredentials({ kind: 'credentials', username: '1001', password: 'pw' })
  obtain()
  await told({ type: 'credentials.obtained', handle, expiresAt: null })
  expect(vault.findSecret(handle)).toEqual({ username: '1001', password: 'pw' })
})

test.each([
  ['t', null],
  [{ token: 't' }, null],
  [{ token: 't', expiresAt: now + 1 }, now + 1],
])('the token %j serves as the password and lapses at %s', async (given, expiresAt) => {
  const getToken = vi.fn(async () => given)
  const { vault, handle, obtain, told } = openCredentials(fromHost(getToken))
  expect(vault.findSecret(handle)).toBeUndefined()
  obtain()
  await told({ type: 'credentials.obtained', handle, expiresAt })
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
  await told({ type: 'credentials.refused', handle, failure })
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
  { token: 't', expiresAt: now },
])('%j is refused as a token', async (given) => {
  const { vault, handle, obtain, told } = openCredentials(fromHost(async () => given as GivenToken))
  obtain()
  const text: unknown = expect.any(String)
  const failure = { code: 'token-refused', text }
  await told({ type: 'credentials.refused', handle, failure })
  expect(vault.findSecret(handle)).toBeUndefined()
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
  await told({ type: 'credentials.obtained', handle, expiresAt: null })
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
