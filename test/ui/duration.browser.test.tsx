import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { callView, carol, dialingCall, now, phoneState } from '../support/phone-states'
import { showPhone, theOne } from './shown-phone'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'], now })
})

afterEach(() => {
  vi.useRealTimers()
})

test('a duration ticks from the answer on', () => {
  const { root } = showPhone(phoneState({ calls: [callView({ answeredAt: now - 3_598_000 })] }))
  const duration = theOne(root, '[role="timer"]')
  expect(duration.textContent).toBe('59:58')
  vi.advanceTimersByTime(1_000)
  expect(duration.textContent).toBe('59:59')
  vi.advanceTimersByTime(1_000)
  expect(duration.textContent).toBe('1:00:00')
})

test('before the answer there is none, and nothing ticks', () => {
  const { root, source } = showPhone(phoneState({ calls: [dialingCall()] }))
  expect(root.querySelector('[role="timer"]')).toBeNull()
  expect(vi.getTimerCount()).toBe(0)
  source.show(phoneState({ calls: [callView({ answeredAt: now })] }))
  expect(theOne(root, '[role="timer"]').textContent).toBe('0:00')
})

test('one interval ticks for all calls, and ends with the last', () => {
  const second = callView({ id: 'call-2', remote: carol })
  const { source, remove } = showPhone(phoneState({ calls: [callView(), second] }))
  expect(vi.getTimerCount()).toBe(1)
  source.show(phoneState({ calls: [second] }))
  expect(vi.getTimerCount()).toBe(1)
  source.show(phoneState())
  expect(vi.getTimerCount()).toBe(0)
  source.show(phoneState({ calls: [second] }))
  expect(vi.getTimerCount()).toBe(1)
  remove()
  expect(vi.getTimerCount()).toBe(0)
})

test('a replay brings its own time', () => {
  let time = now + 7_000
  const { root } = showPhone(phoneState({ calls: [callView({ answeredAt: now })] }), { now: () => time })
  expect(theOne(root, '[role="timer"]').textContent).toBe('0:07')
  time = now + 9_000
  vi.advanceTimersByTime(250)
  expect(theOne(root, '[role="timer"]').textContent).toBe('0:09')
})
