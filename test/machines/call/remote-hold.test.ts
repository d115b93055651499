import { expect, test } from 'vitest'
import { callEvents, startCall } from '../../support/call-harness'
import { testReactions } from '../../support/reactions'

const { remoteHeld, remoteResumed } = callEvents

const established = () => startCall().go('acquired', 'accepted')

testReactions('remote hold', {
  start: established,
  events: { remoteHeld, remoteResumed },
  at: (chart) => chart.at('open', 'underway', 'remoteHold'),
  rows: [
    { way: [], at: 'off', reactions: { remoteHeld: 'on' } },
    { way: ['remoteHeld'], at: 'on', reactions: { remoteResumed: 'off' } },
  ],
})

test('the far end’s hold and ours are two things', () => {
  const call = established().go('hold', 'heldOk', 'remoteHeld', 'resume', 'openOk')
  expect([call.region('hold'), call.region('remoteHold')]).toEqual(['active', 'on'])
  expect(call.published.slice(1)).toEqual(['call.held', 'call.remoteHeld', 'call.resumed'])
})
