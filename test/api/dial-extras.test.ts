import { expect, test } from 'vitest'
import { readExtras } from '../../src/api/dial-extras'
import { PhoneError } from '../../src/api/errors'

const read = (extras: object) => readExtras({ type: 'dial', target: '1002', ...extras }, 'pbx.example')

test('what goes along with a call is read, and copied', () => {
  const metadata = { ticket: 7, tags: ['vip'], customer: { id: 'c1' } }
  const extras = read({ callerId: '+1 555 0100', headers: { 'X-Campaign': 'spring', Subject: 'Hi' }, metadata })
  expect(extras).toEqual({
    callerId: 'sip:+15550100@pbx.example',
    headers: { 'X-Campaign': 'spring', Subject: 'Hi' },
    metadata,
  })
  expect(extras?.metadata.tags).not.toBe(metadata.tags)
  expect(read({})).toBeNull()
  expect(read({ metadata: {} })).toEqual({ callerId: null, headers: {}, metadata: {} })
})

const circle: Record<string, unknown> = {}
circle.self = circle

test.each([
  [{ headers: { From: 'me' } }, 'headers.From'],
  [{ headers: { 'P-Asserted-Identity': 'sip:boss@x' } }, 'headers.P-Asserted-Identity'],
  [{ headers: { 'X-A\r\nRoute': 'x' } }, 'headers.X-A\r\nRoute'],
  [{ headers: { 'X-A': 'x\r\nRoute: <sip:evil@x>' } }, 'headers.X-A'],
  [{ headers: { 'X-A': 7 } }, 'headers.X-A'],
  [{ headers: { 'X-A': 'x'.repeat(513) } }, 'headers.X-A'],
  [{ headers: null }, 'headers'],
  [{ headers: Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`X-${index}`, ''])) }, 'headers'],
  [{ metadata: [] }, 'metadata'],
  [{ metadata: null }, 'metadata'],
  [{ metadata: circle }, 'metadata'],
  [{ metadata: { text: 'x'.repeat(16_384) } }, 'metadata'],
])('%o is refused, and the error names %j', (extras, field) => {
  try {
    read(extras)
    expect.unreachable('it should have been refused')
  } catch (error) {
    expect(error).toBeInstanceOf(PhoneError)
    expect(error).toMatchObject({ code: 'invalid-command', field })
  }
})

test('a caller id that is no address is an invalid target', () => {
  expect(() => read({ callerId: 'sip:a b@x' })).toThrow(expect.objectContaining({ code: 'invalid-target' }))
})
