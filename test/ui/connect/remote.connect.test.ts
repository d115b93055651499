import { expect, test } from 'vitest'
import { connectRemote } from '../../../src/ui/connect/remote.connect'
import { en } from '../../../src/ui/locales/en'

const connect = (name: string | null, number = '1002') =>
  connectRemote({ name, number, uri: `sip:${number}@pbx.example` }, en)

test('a caller has a name, a number and initials', () => {
  expect(connect('Bob Meyer')).toMatchObject({ name: 'Bob Meyer', number: '1002', initials: 'BM' })
})

test.each([null, '', '   ', '1002'])('without a name of its own (%j) the number stands alone', (name) => {
  expect(connect(name)).toMatchObject({ name: '1002', number: null, initials: null })
})

test('without a name or a number it is an unknown caller', () => {
  expect(connect(null, '')).toMatchObject({ name: 'Unknown caller', number: null })
})

test.each([
  ['bob', 'B'],
  ['Ana María de la Cruz', 'AC'],
  ['Éva Őri', 'ÉŐ'],
  ['山田 太郎', '山太'],
  ['Bob (Sales)', 'B'],
])('the initials of %s are %s', (name, initials) => {
  expect(connect(name).initials).toBe(initials)
})

test('characters that turn or hide text are left out', () => {
  expect(connect('Bob\u202e\u200b\u0007\r\nMeyer').name).toBe('Bob Meyer')
})

test('the same person always has the same colour, of six', () => {
  const hues = Array.from({ length: 200 }, (_, index) => connect(null, String(1_000 + index)).hue)
  expect(new Set(hues)).toEqual(new Set([0, 1, 2, 3, 4, 5]))
  expect(connect('Bob').hue).toBe(connect('Robert').hue)
})
