import { expect, test } from 'vitest'
import { isSameJson } from '../../src/trace/same-json'

const states = { open: { underway: { hold: 'held', tones: ['1', '2'] } }, n: 1, none: null }

test.each([
  ['itself', states, states],
  ['a copy', states, structuredClone(states)],
  ['other properties’ order', { a: 1, b: 2 }, { b: 2, a: 1 }],
  ['a property that is undefined', { a: 1, b: undefined }, { a: 1 }],
])('%s is the same', (_, a, b) => {
  expect(isSameJson(a, b)).toBe(true)
  expect(isSameJson(b, a)).toBe(true)
})

test.each([
  ['another value', { hold: 'held' }, { hold: 'holding' }],
  ['a value further in', states, { ...states, open: { underway: { hold: 'held', tones: ['1', '3'] } } }],
  ['a list that is longer', ['1'], ['1', '2']],
  ['a property more', { a: 1 }, { a: 1, b: null }],
  ['a state that has states now', { open: 'alerting' }, { open: { underway: 'dialing' } }],
  ['a list in the place of a record', [], {}],
  ['nothing', null, {}],
  ['what is not there', undefined, null],
])('%s is another', (_, a, b) => {
  expect(isSameJson(a, b)).toBe(false)
  expect(isSameJson(b, a)).toBe(false)
})
