import { describe, expect, test } from 'vitest'
import { escapeQuoted } from '../../../src/adapters/sip/header-text'
import { isAnsweredElsewhere, readReasons } from '../../../src/adapters/sip/reason'
import { parseAddress, readCaller } from '../../../src/adapters/sip/remote-party'

const message = (headers: Record<string, string[]>) => ({ getHeaders: (name: string) => headers[name] ?? [] })

describe('an address', () => {
  test.each([
    ['sip:1002@pbx.example;tag=1', { number: '1002', name: null, uri: 'sip:1002@pbx.example' }],
    ['<sip:pbx.example>', { number: 'pbx.example', name: null, uri: 'sip:pbx.example' }],
    ['"" <sip:1002@pbx.example>', { number: '1002', name: null, uri: 'sip:1002@pbx.example' }],
    ['"a, <b>; c" <SIPS:x@h>;tag=1', { number: 'x', name: 'a, <b>; c', uri: 'sips:x@h' }],
    ['"日本 ☎" <sip:%2B81@h>', { number: '+81', name: '日本 ☎', uri: 'sip:%2B81@h' }],
    ['<sip:x%FF@h>', { number: 'x%FF', name: null, uri: 'sip:x%FF@h' }],
    ['<sip:a%0D%0Ab:secret@h>', { number: 'a b', name: null, uri: 'sip:a%0D%0Ab@h' }],
    ['<sip:+1;phone-context=x@h:5080;p?h=v>', { number: '+1', name: null, uri: 'sip:+1;phone-context=x@h:5080' }],
    ['"a\u0000\u001b[31mb" <sip:x@h>', { number: 'x', name: 'a [31mb', uri: 'sip:x@h' }],
  ])('%j', (value, remote) => {
    expect(parseAddress(value)).toEqual(remote)
  })

  test('with a name without end is cut', () => {
    expect(parseAddress(`"${'x'.repeat(100_000)}" <sip:x@h>`)?.name).toHaveLength(200)
  })

  test.each(['', 'nonsense', '<mailto:x@h>', '<sip:>', '<sip:x@>'])('is none: %j', (value) => {
    expect(parseAddress(value)).toBeNull()
  })

  test('that nobody gives is anonymous', () => {
    expect(readCaller(message({ from: ['nonsense'] }))).toEqual({
      number: 'anonymous',
      name: null,
      uri: 'sip:anonymous@anonymous.invalid',
    })
  })
})

describe('reasons', () => {
  const read = (...reason: string[]) => readReasons(message({ reason }))

  test('are all read', () => {
    expect(read('SIP ; cause = 200 ; text="a \\"b\\", c; d", Q.850;cause=16', 'x')).toEqual([
      { protocol: 'SIP', cause: 200, text: 'a "b", c; d' },
      { protocol: 'Q.850', cause: 16, text: null },
      { protocol: 'X', cause: null, text: null },
    ])
    expect(read()).toEqual([])
    expect(read('')).toEqual([])
    expect(read('SIP;cause=many;text=word')).toEqual([{ protocol: 'SIP', cause: null, text: 'word' }])
  })

  test('tell when somebody else has answered', () => {
    const isElsewhere = (value: string) => read(value).some(isAnsweredElsewhere)
    expect(isElsewhere('SIP;cause=200')).toBe(true)
    expect(isElsewhere('Q.850;cause=26')).toBe(true)
    expect(isElsewhere('Q.850;cause=200')).toBe(false)
    expect(isElsewhere('SIP;cause=26')).toBe(false)
  })
})

test('what goes into quotes stays in them', () => {
  expect(escapeQuoted('a "b" \\ c\r\nVia: x')).toBe('a \\"b\\" \\\\ c Via: x')
})
