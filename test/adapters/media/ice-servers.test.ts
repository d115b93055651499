import { afterEach, expect, test, vi } from 'vitest'
import { bestCandidate, findIceServers } from '../../../src/adapters/media/ice-servers'

const warn = vi.fn()

afterEach(() => {
  warn.mockClear()
  vi.useRealTimers()
})

test.each([
  [[], null],
  [[{ urls: 'stun:a' }], 'srflx'],
  [[{ urls: ['stun:a', 'turn:b'] }], 'relay'],
  [[{ urls: 'stun:a' }, { urls: 'TURNS:b' }], 'relay'],
])('with the servers %j the candidate to wait for is %s', (servers, kind) => {
  expect(bestCandidate(servers)).toBe(kind)
})

test('a list is passed on with its credentials', async () => {
  const servers = [{ urls: ['turn:a'], username: 'u', credential: 'c' }, { urls: 'stun:b' }]
  expect(await findIceServers(servers, warn)).toEqual(servers)
})

test.each([
  ['rejects', () => Promise.reject(new Error('401'))],
  ['gives no list', () => Promise.resolve(JSON.parse('null') as [])],
])('a function that %s leaves the call without servers, and that is said', async (_, servers) => {
  expect(await findIceServers(servers, warn)).toEqual([])
  expect(warn).toHaveBeenCalledOnce()
})

test('a function that never answers is waited for no longer than 5 s', async () => {
  vi.useFakeTimers()
  const found = findIceServers(() => new Promise(() => {}), warn)
  await vi.advanceTimersByTimeAsync(5_000)
  expect(await found).toEqual([])
  expect(warn).toHaveBeenCalledOnce()
})
