import { expect, test } from 'vitest'
import { voiceOnly } from '../../../src/adapters/media/voice-only'

const sdp = (...lines: string[]) => lines.map((line) => `${line}\r\n`).join('')

test('an offer of one voice stays as it is', () => {
  const offer = sdp('v=0', 'o=- 1 1 IN IP4 0.0.0.0', 'm=audio 5004 RTP/AVP 0', 'a=sendonly')
  expect(voiceOnly(offer)).toBe(offer)
})

test('other lines are refused and leave the bundle', () => {
  const offer = sdp(
    'v=0',
    'a=group:BUNDLE a v b',
    'm=audio 9 RTP/AVP 0',
    'a=mid:a',
    'm=video 9 RTP/AVP 96',
    'a=mid:v',
    'm=audio 0 RTP/AVP 0',
    'a=bundle-only',
    'a=mid:b',
  )
  expect(voiceOnly(offer)).toBe(
    sdp(
      'v=0',
      'a=group:BUNDLE a',
      'm=audio 9 RTP/AVP 0',
      'a=mid:a',
      'm=video 0 RTP/AVP 96',
      'a=mid:v',
      'm=audio 0 RTP/AVP 0',
      'a=mid:b',
    ),
  )
})

test('the voice is the first audio line that the far end has open', () => {
  const offer = sdp('v=0', 'm=video 9 RTP/AVP 96', 'm=audio 0 RTP/AVP 0', 'm=audio 9 RTP/AVP 8')
  expect(voiceOnly(offer)).toContain('m=audio 9 RTP/AVP 8')
})

test.each([['nonsense'], [''], [sdp('v=0', 'm=video 9 RTP/AVP 96')], [sdp('v=0', 'm=audio 0 RTP/AVP 0')]])(
  'an offer without a voice is an error: %j',
  (offer) => {
    expect(() => voiceOnly(offer)).toThrow('no audio line')
  },
)
