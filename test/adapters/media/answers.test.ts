import { expect, test } from 'vitest'
import { isSameAnswer } from '../../../src/adapters/media/answers'

const answer = (origin: string) => `v=0\r\no=${origin}\r\ns=-\r\n`
const first = answer('pbx 71 1 IN IP4 192.0.2.1')

test.each([
  ['the same text', first, true],
  ['the same text with another end', first.trim(), true],
  ['a later version of the same session', answer('pbx 71 2 IN IP4 192.0.2.1'), true],
  ['another session', answer('pbx 72 1 IN IP4 192.0.2.1'), false],
  ['a session of another host', answer('pbx 71 1 IN IP4 192.0.2.2'), false],
  ['what is no SDP', 'nonsense', false],
])('%s: %s', (_, second, isSame) => {
  expect(isSameAnswer(first, second)).toBe(isSame)
})
