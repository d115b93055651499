import { expect, test } from 'vitest'
import { callEvents, startCall } from '../../support/call-harness'
import { testReactions } from '../../support/reactions'

const { mute, unmute, muted, unmuted } = callEvents

const established = () => startCall().go('acquired', 'accepted')

testReactions('the microphone', {
  start: established,
  events: { mute, unmute, muted, unmuted },
  at: (chart) => chart.at('open', 'underway', 'microphone'),
  rows: [
    // Told unasked, it is the answer to what we had given up: the state follows it.
    { way: [], at: 'open', reactions: { mute: 'muting', muted: 'muted' } },
    { way: ['mute'], at: 'muting', reactions: { muted: 'muted', silence: 'open' } },
    { way: ['mute', 'silence'], at: 'open', reactions: { mute: 'muting', muted: 'muted' } },
    { way: ['mute', 'muted'], at: 'muted', reactions: { unmute: 'unmuting', unmuted: 'open' } },
    { way: ['mute', 'muted', 'unmute'], at: 'unmuting', reactions: { unmuted: 'open', silence: 'muted' } },
    { way: ['mute', 'muted', 'unmute', 'silence'], at: 'muted', reactions: { unmute: 'unmuting', unmuted: 'open' } },
  ],
})

const { captureInterrupted, captureRestored, captureEnded, available, acquired, noMicrophone } = callEvents

testReactions('microphone interrupted, unplugged, replaced', {
  start: established,
  events: { captureInterrupted, captureRestored, captureEnded, available, acquired, noMicrophone, mute },
  at: (chart) => `${chart.at('open', 'underway', 'capture')} ${chart.at('open', 'underway', 'microphone')}`,
  rows: [
    {
      way: [],
      at: 'working open',
      reactions: {
        captureInterrupted: 'silent.interrupted open',
        captureEnded: 'silent.replacing open',
        mute: 'working muting',
      },
    },
    {
      way: ['captureInterrupted'],
      at: 'silent.interrupted open',
      reactions: {
        captureRestored: 'working open',
        captureEnded: 'silent.replacing open',
        acquired: 'working open',
        mute: 'silent.interrupted muting',
      },
    },
    {
      way: ['captureEnded'],
      at: 'silent.replacing open',
      reactions: {
        acquired: 'working open',
        noMicrophone: 'silent.lost open',
        mute: 'silent.replacing muting',
        silence: 'silent.lost open',
      },
    },
    {
      way: ['captureEnded', 'noMicrophone'],
      at: 'silent.lost open',
      reactions: { available: 'silent.replacing open', acquired: 'working open', mute: 'silent.lost muting' },
    },
  ],
})

test('microphone interrupted: a device that is muted itself is told once, and its return, and the call goes on', () => {
  const call = established().go('captureInterrupted', 'captureEnded', 'noMicrophone', 'available', 'acquired')
  const told = call.emitted.filter(({ type }) => type.startsWith('call.media'))
  expect(told).toEqual([
    { type: 'call.mediaInterrupted', callId: 'a', cause: 'microphone' },
    { type: 'call.mediaRestored', callId: 'a', cause: 'microphone' },
  ])
  expect(call.way()).toBe('way.established')
  expect(call.askedOf('watchMedia')).toEqual(['microphone.acquire', 'microphone.acquire', 'microphone.acquire'])
})

test('mute is kept while the microphone is replaced', () => {
  const call = established().go('mute', 'muted', 'captureEnded', 'acquired')
  expect([call.region('microphone'), call.region('capture')]).toEqual(['muted', 'working'])
})

test('a command is settled when the sender has switched, and once', () => {
  const call = established().go('mute')
  expect(call.settled.slice(1)).toEqual([])
  call.go('muted', 'unmute', 'silence', 'unmuted')
  expect(call.settled.slice(1)).toEqual([
    ['mute', 'ok'],
    ['unmute', 'timed-out'],
  ])
  expect(call.published.slice(1)).toEqual(['call.muted', 'call.unmuted'])
})

test('mute outlasts a hold', () => {
  const call = established().go('mute', 'muted', 'hold', 'heldOk', 'resume', 'openOk')
  expect(call.region('microphone')).toBe('muted')
  expect(call.askedOf('watchMedia').slice(1)).toEqual(['microphone.mute', 'media.silence', 'media.unsilence'])
})

test('the end of the call overtakes a mute, and says so', () => {
  expect(established().go('mute', 'ended').settled.at(-1)).toEqual(['mute', 'ended'])
})
