import { expect, test } from 'vitest'
import { PhoneError } from '../../src/api/errors'
import { parseTarget } from '../../src/api/target'

test.each([
  ['1002', '1002', 'sip:1002@pbx.example'],
  [' +1 (555) 123-4567 ', '+15551234567', 'sip:+15551234567@pbx.example'],
  ['555.123.4567', '5551234567', 'sip:5551234567@pbx.example'],
  ['tel:+49 30 1234', '+49301234', 'sip:+49301234@pbx.example'],
  ['*701#', '*701#', 'sip:*701%23@pbx.example'],
  ['alice', 'alice', 'sip:alice@pbx.example'],
  ['alice@other.example', 'alice', 'sip:alice@other.example'],
  ['SIP:bob@other.example:5061', 'bob', 'sip:bob@other.example:5061'],
  ['sips:bob@[2001:db8::1]', 'bob', 'sips:bob@[2001:db8::1]'],
  ['<sip:bob@other.example;transport=ws>', 'bob', 'sip:bob@other.example'],
  ['+49 30\u20111234', '+49301234', 'sip:+49301234@pbx.example'],
])('%j is %s at %s', (text, number, uri) => {
  expect(parseTarget(text, 'pbx.example')).toEqual({ number, name: null, uri })
})

test.each([
  '',
  ' ',
  'a b',
  '<b>',
  'sip:@pbx',
  'sip:a@',
  'tel:abc',
  'a@b@c d',
  '😀',
  '1\r\n2',
  'x'.repeat(257),
  'a%zz',
  '%ff',
  'sip:a%c0@x',
])('%j is refused as no target', (text) => {
  expect(() => parseTarget(text, 'pbx.example')).toThrow(PhoneError)
  expect(() => parseTarget(text, 'pbx.example')).toThrow(/neither a number nor a SIP address/)
})

test.each([600, null, undefined, {}])('%j, which is no text, is refused as no target', (target) => {
  expect(() => parseTarget(target as string, 'pbx.example')).toThrow(PhoneError)
})

test('a name that the host gives is kept as it is', () => {
  expect(parseTarget('1', 'x.example', '<i>Bob</i>').name).toBe('<i>Bob</i>')
})
