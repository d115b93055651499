import { describe, expect, test } from 'vitest'
import { readHold } from '../../../src/adapters/sip/direction'
import { sdp } from './fake-media'

const audio = (port: number, ...lines: string[]) => [`m=audio ${port} RTP/AVP 0`, ...lines].join('\r\n')
const session = (...lines: string[]) => ['v=0', 'o=- 1 1 IN IP4 192.0.2.1', 's=-', ...lines, 't=0 0'].join('\r\n')
const describeMedia = (head: string, ...media: string[]) => `${[head, ...media].join('\r\n')}\r\n`

describe('an offer of the far end', () => {
  test.each([
    ['sendrecv', false],
    ['recvonly', false],
    ['sendonly', true],
    ['inactive', true],
    ['', false],
  ])('that says %j: held %j', (direction, isHeld) => {
    expect(readHold(sdp(direction))).toBe(isHeld)
  })

  test('speaks for a whole session unless a line says otherwise', () => {
    expect(readHold(sdp('', { session: 'inactive' }))).toBe(true)
    expect(readHold(sdp('sendrecv', { session: 'inactive' }))).toBe(false)
  })

  test('to nowhere is a hold (RFC 2543), for a line or for all', () => {
    expect(readHold(sdp('sendrecv', { connection: '0.0.0.0' }))).toBe(true)
    expect(readHold(describeMedia(session('c=IN IP4 0.0.0.0'), audio(4000)))).toBe(true)
    expect(readHold(describeMedia(session('c=IN IP4 0.0.0.0'), audio(4000, 'c=IN IP4 192.0.2.1')))).toBe(false)
  })

  test('to nowhere that only waits for its candidates is none', () => {
    expect(readHold(describeMedia(session(), audio(9, 'c=IN IP4 0.0.0.0', 'a=sendrecv')))).toBe(false)
  })

  test('holds when each of its audio lines does; refused ones and other media do not count', () => {
    const video = 'm=video 5000 RTP/AVP 96\r\na=sendrecv'
    const held = audio(4000, 'a=sendonly')
    const open = audio(4002, 'a=sendrecv')
    const refused = audio(0, 'a=sendrecv')
    expect(readHold(describeMedia(session(), held, video))).toBe(true)
    expect(readHold(describeMedia(session(), held, open))).toBe(false)
    expect(readHold(describeMedia(session(), held, refused))).toBe(true)
  })

  test('without audio says nothing', () => {
    expect(readHold(describeMedia(session(), 'm=video 5000 RTP/AVP 96'))).toBeNull()
    expect(readHold(describeMedia(session(), audio(0, 'a=inactive')))).toBeNull()
    expect(readHold('')).toBeNull()
  })

  test('may end its lines with LF alone', () => {
    expect(readHold(sdp('sendonly').replaceAll('\r\n', '\n'))).toBe(true)
  })
})

describe('an answer of the far end', () => {
  test.each([
    ['sendrecv', 'sendonly', true],
    ['sendrecv', 'inactive', true],
    ['sendrecv', 'sendrecv', false],
    ['sendonly', 'recvonly', false],
    ['sendonly', 'inactive', true],
    ['recvonly', 'sendonly', null],
    ['recvonly', 'inactive', null],
    ['inactive', 'inactive', null],
  ])('to %s that says %s: held %j', (offered, answered, isHeld) => {
    expect(readHold(sdp(answered), sdp(offered))).toBe(isHeld)
  })
})
