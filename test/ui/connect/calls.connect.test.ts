import { expect, test } from 'vitest'
import { announcement, expandedCallId } from '../../../src/ui/connect/calls.connect'
import { en } from '../../../src/ui/locales/en'
import { callView, carol, incomingCall, phoneState, stranger } from '../../support/phone-states'

const two = [callView(), incomingCall({ id: 'call-2', remote: carol })]

test('the focused call is the large one, or else the first', () => {
  expect(expandedCallId(phoneState({ calls: two, focusedCallId: 'call-2' }))).toBe('call-2')
  expect(expandedCallId(phoneState({ calls: two, focusedCallId: null }))).toBe('call-1')
  expect(expandedCallId(phoneState({ calls: two, focusedCallId: 'gone' }))).toBe('call-1')
  expect(expandedCallId(phoneState())).toBeNull()
})

test('whoever rings is called out: the last to come, with name and number', () => {
  expect(announcement(phoneState({ calls: two }), en)).toBe('Incoming call from Carol Ng, 1003')
  const third = incomingCall({ id: 'call-3', remote: stranger })
  expect(announcement(phoneState({ calls: [...two, third] }), en)).toBe('Incoming call from +41446681800')
})

test('and nothing when nobody rings', () => {
  expect(announcement(phoneState({ calls: [callView()] }), en)).toBe('')
})
