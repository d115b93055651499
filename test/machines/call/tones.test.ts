import { expect, test } from 'vitest'
import { callEvents, startCall } from '../../support/call-harness'
import { testReactions } from '../../support/reactions'

const { dtmf, mute } = callEvents

testReactions('the way to the tones', {
  start: () => startCall().go('acquired', 'accepted'),
  events: { dtmf, mute },
  at: (chart) => `${chart.at('open', 'underway', 'tones')} ${chart.at('open', 'underway', 'microphone')}`,
  rows: [{ way: [], at: 'available open', reactions: { dtmf: 'available open', mute: 'available muting' } }],
})

const toTones = (call: ReturnType<typeof startCall>) =>
  call.asked.filter(({ port }) => port === 'tones').map(({ command }) => command.type)

test('tones go out before the answer too', () => {
  expect(toTones(startCall().go('acquired', 'dtmf'))).toEqual(['call.sendDtmf'])
})

test('before there is a way for them, and after it, tones are not sent', () => {
  expect(toTones(startCall().go('dtmf'))).toEqual([])
  expect(toTones(startCall().go('acquired', 'accepted', 'hangUp', 'dtmf'))).toEqual(['tones.abandon'])
})

test('the chart of the tones hears that the call is over before it is stopped', () => {
  for (const end of ['hangUp', 'ended', 'lost', 'cancelled'] as const)
    expect(toTones(startCall().go('acquired', 'accepted', 'dtmf', end))).toEqual(['call.sendDtmf', 'tones.abandon'])
})

test('when the chart of the tones throws, the call goes on, and tones are refused', () => {
  const call = startCall('outgoing', { broken: { tones: 'open' } }).go('acquired', 'accepted', 'dtmf')
  expect(call.way()).toBe('way.established')
  expect(call.region('tones')).toBe('broken')
  expect(call.settled.at(-1)).toEqual(['dtmf', 'media-failed'])
})
