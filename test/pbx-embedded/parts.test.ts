import { Socket } from 'node:dgram'
import { describe, expect, it, vi } from 'vitest'
import { agreeOn, knownCodecs } from '../../dev/pbx/media/codecs'
import { answerTo, reverse } from '../../dev/pbx/media/direction'
import { digitOfInfo, EventReader } from '../../dev/pbx/media/dtmf'
import { MediaLeg } from '../../dev/pbx/media/leg'
import { toMulaw } from '../../dev/pbx/media/mulaw'
import { codecsOf, directionOf, forMediaStack, forTheWire } from '../../dev/pbx/media/sdp'
import { Splicer } from '../../dev/pbx/media/splicer'
import { expectedResponse, parseDigest } from '../../dev/pbx/sip/digest'
import { fromMulaw } from './support/tones'

const sdp = (...lines: string[]): string => `${lines.join('\r\n')}\r\n`

const offer = sdp(
  'v=0',
  'o=- 1 1 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'a=group:BUNDLE a v',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111 0 126',
  'c=IN IP4 0.0.0.0',
  'a=mid:a',
  'a=sendonly',
  'a=rtpmap:111 opus/48000/2',
  'a=fmtp:111 useinbandfec=1',
  'a=rtcp-fb:111 transport-cc',
  'a=rtpmap:126 telephone-event/8000',
  'a=candidate:1 1 udp 2113937151 1f4e5c1a-0000.local 50000 typ host',
  'a=candidate:2 1 udp 2113937151 192.0.2.7 50001 typ host',
  'm=video 9 UDP/TLS/RTP/SAVPF 96',
  'a=mid:v',
  'a=sendrecv',
)

describe('digest', () => {
  it('agrees with the example of RFC 2617 3.5', () => {
    const answer = parseDigest(
      'Digest username="Mufasa", realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", ' +
        'uri="/dir/index.html", qop=auth, nc=00000001, cnonce="0a4f113b", response="6629fae49393a05397450978507c4ef1"',
    )
    expect(answer && expectedResponse(answer, 'GET', 'Circle Of Life')).toBe(answer?.response)
  })

  it.each([
    'Basic eA==',
    'Digest',
    'Digest username="x"',
    'Digest username="a", realm="b", nonce="c", uri="d", response="e", algorithm=SHA-256',
  ])('does not read %s', (header) => expect(parseDigest(header)).toBeUndefined())
})

describe('directions', () => {
  it.each([
    ['sendonly', 'recvonly'],
    ['sendrecv', 'sendrecv'],
    ['inactive', 'inactive'],
  ] as const)('%s is %s from the other end', (one, other) => expect(reverse(one)).toBe(other))

  it.each([
    ['sendonly', 'sendrecv', 'recvonly'],
    ['sendonly', 'sendonly', 'inactive'],
    ['sendrecv', 'recvonly', 'recvonly'],
    ['inactive', 'sendrecv', 'inactive'],
  ] as const)('to %s, who wants %s answers %s', (offered, wanted, answer) =>
    expect(answerTo(offered, wanted)).toBe(answer),
  )
})

describe('descriptions', () => {
  it('are read', () => {
    expect(directionOf(offer)).toBe('sendonly')
    expect(codecsOf(offer).map(({ name, payloadType }) => `${name} ${payloadType}`)).toEqual([
      'opus 111',
      'pcmu 0',
      'telephone-event 126',
    ])
    expect(directionOf(sdp('v=0', 'a=inactive', 'm=audio 9 RTP/AVP 0'))).toBe('inactive')
    expect(codecsOf('no SDP')).toEqual([])
  })

  it('reach the media stack with one stream, the chosen codecs, and no name that it would have to resolve', () => {
    const [opus] = codecsOf(offer)
    const text = forMediaStack(offer, opus ? [opus] : [])
    expect(text).toContain('m=audio 9 UDP/TLS/RTP/SAVPF 111\r\n')
    expect(text).toContain('a=group:BUNDLE a\r\n')
    expect(text).toContain('a=sendrecv')
    expect(text).toContain('192.0.2.7')
    for (const gone of ['.local', 'm=video', 'telephone-event', 'sendonly', 'rtcp-fb']) expect(text).not.toContain(gone)
  })

  it('refuse what is not audio, in its place', () => {
    const answer = forTheWire(forMediaStack(offer, codecsOf(offer)), 'recvonly', { id: 7, version: 2 }, offer)
    expect(answer).toContain('o=- 7 2 IN IP4')
    expect(answer).toContain('m=video 0 UDP/TLS/RTP/SAVPF 96\r\na=mid:v\r\n')
    expect(answer.indexOf('m=audio')).toBeLessThan(answer.indexOf('m=video'))
    expect(directionOf(answer)).toBe('recvonly')
  })

  it('agree on one audio codec, and on events of its clock only', () => {
    expect(agreeOn(codecsOf(offer), knownCodecs)?.audio.name).toBe('opus')
    expect(agreeOn(codecsOf(offer), knownCodecs)?.events).toBeUndefined()
    const pcmu = knownCodecs.filter(({ clockRate }) => clockRate === 8000)
    expect(agreeOn(codecsOf(offer), pcmu)).toMatchObject({ audio: { name: 'pcmu' }, events: { payloadType: 126 } })
    expect(agreeOn(codecsOf(offer), [])).toBeUndefined()
  })
})

describe('a media leg', () => {
  it('offers host addresses, loopback among them, without asking anybody on the network', async () => {
    const send = vi.spyOn(Socket.prototype, 'send')
    const leg = new MediaLeg()
    const text = await leg.offer('sendrecv')
    leg.close()
    expect(text).toMatch(/a=candidate:.* 127\.0\.0\.1 \d+ typ host/)
    expect(text).not.toContain('srflx')
    expect(send).not.toHaveBeenCalled()
    send.mockRestore()
  })
})

describe('DTMF', () => {
  const packet = (event: number, end: boolean): Buffer => Buffer.from([event, end ? 0x8a : 0x0a, 0, 160])

  it('counts an event once, however often its packets come, and in whatever order', () => {
    const reader = new EventReader()
    const read = (event: number, end: boolean, timestamp: number) => reader.read(packet(event, end), timestamp)
    expect([read(1, false, 10), read(1, false, 10), read(1, true, 10), read(1, true, 10)]).toEqual([
      undefined,
      undefined,
      '1',
      undefined,
    ])
    expect(read(1, true, 20)).toBe('1')
    expect(read(11, true, 30)).toBe('#')
    expect(read(16, true, 40)).toBeUndefined()
    expect(reader.read(Buffer.from([1]), 50)).toBeUndefined()
  })

  it.each([
    ['application/dtmf-relay', 'Signal=5\r\nDuration=160', '5'],
    ['application/dtmf-relay', 'Signal= *\r\nDuration= 250\r\n', '*'],
    ['Application/DTMF-Relay; charset=utf-8', 'signal=d', 'D'],
    ['application/dtmf', '#', '#'],
    ['application/dtmf-relay', 'Signal=', undefined],
    ['application/dtmf-relay', 'Signal=55', undefined],
    ['application/json', '5', undefined],
    ['', '5', undefined],
  ])('in INFO: %s %j is %s', (type, body, digit) => expect(digitOfInfo(type, body)).toBe(digit))
})

describe('mu-law', () => {
  it('comes back within the quantisation of its segment', () => {
    for (let sample = -32_000; sample <= 32_000; sample += 97) {
      const back = fromMulaw(toMulaw(sample)) * 0x7fff
      expect(Math.abs(back - sample)).toBeLessThanOrEqual(8 + Math.abs(sample) / 16)
    }
    expect([toMulaw(0), toMulaw(32_767), toMulaw(-32_768)]).toEqual([0xff, 0x80, 0x00])
  })
})

describe('the splicer', () => {
  it('goes on counting when the source changes, over the ends of both counters', () => {
    const splicer = new Splicer()
    const splice = (ssrc: number, sequenceNumber: number, timestamp: number) =>
      splicer.splice({ ssrc, sequenceNumber, timestamp }, 8000)
    expect(splice(1, 65_535, 0xffffffff)).toEqual({ sequenceNumber: 65_535, timestamp: 0xffffffff })
    expect(splice(2, 500, 1000)).toEqual({ sequenceNumber: 0, timestamp: 159 })
    expect(splice(2, 502, 1320)).toEqual({ sequenceNumber: 2, timestamp: 479 })
    expect(splice(1, 3, 0)).toEqual({ sequenceNumber: 3, timestamp: 639 })
  })
})
