import { expect, test } from 'vitest'
import { callEvents, startCall } from '../../support/call-harness'
import { testReactions } from '../../support/reactions'

const { connected, interrupted, mediaFailed } = callEvents

const established = () => startCall().go('acquired', 'accepted')

testReactions('the way of the sound', {
  start: established,
  events: { connected, interrupted, mediaFailed },
  at: (chart) => chart.at('open', 'underway', 'media'),
  rows: [
    { way: [], at: 'connecting', reactions: { connected: 'flowing', mediaFailed: 'lost' } },
    { way: ['connected'], at: 'flowing', reactions: { interrupted: 'interrupted', mediaFailed: 'lost' } },
    { way: ['connected', 'interrupted'], at: 'interrupted', reactions: { connected: 'flowing', mediaFailed: 'lost' } },
    { way: ['mediaFailed'], at: 'lost', reactions: { connected: 'flowing' } },
    { way: ['connected', 'interrupted', 'mediaFailed'], at: 'lost', reactions: { connected: 'flowing' } },
  ],
})

test('an interruption is told once, and its end once, however bad it gets', () => {
  const call = established().go('connected', 'interrupted', 'mediaFailed', 'connected')
  expect(call.published.slice(1)).toEqual(['call.mediaInterrupted', 'call.mediaRestored'])
})

test('sound that never came about is an interruption too', () => {
  expect(established().go('mediaFailed').published.slice(1)).toEqual(['call.mediaInterrupted'])
})
