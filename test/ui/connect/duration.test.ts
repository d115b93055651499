import { expect, test } from 'vitest'
import { formatDuration } from '../../../src/ui/connect/duration'

test.each([
  [0, '0:00'],
  [999, '0:00'],
  [1_000, '0:01'],
  [83_000, '1:23'],
  [3_599_999, '59:59'],
  [3_600_000, '1:00:00'],
  [36_725_000, '10:12:05'],
  [-5_000, '0:00'],
])('%i ms read as %s', (ms, words) => {
  expect(formatDuration(ms)).toBe(words)
})
