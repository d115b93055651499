import { expect, test } from 'vitest'
import type { CallRecord } from '../../../src/api/state'
import { connectLastCall } from '../../../src/ui/connect/last-call.connect'
import { en } from '../../../src/ui/locales/en'
import { cannedSource } from '../../support/canned-source'
import { callRecord, phoneState, whyNot } from '../../support/phone-states'

function connect(changes: Partial<CallRecord>, can = phoneState().can) {
  const state = phoneState({ lastCall: callRecord(changes), can })
  const source = cannedSource(state)
  source.answer(() => Promise.resolve())
  return { source, props: connectLastCall(state, en, (command) => source.send(command)) }
}

const rejected = (code: NonNullable<CallRecord['problem']>['code']): Partial<CallRecord> => ({
  ending: 'rejected',
  problem: { code },
})

test.each<[string, string | null, Partial<CallRecord>]>([
  ['Call ended · 1:23', 'Bob Meyer', {}],
  [
    'Call lost · 1:23',
    'The other side no longer knows this call.',
    { endedBy: 'lost', problem: { code: 'dialog-gone' } },
  ],
  ['Call lost · 1:23', 'Bob Meyer', { endedBy: 'lost' }],
  ['Bob Meyer was busy', null, rejected('busy')],
  ['Bob Meyer declined', null, rejected('declined')],
  ['Bob Meyer was not found', null, rejected('not-found')],
  ['Bob Meyer is not available', null, rejected('unavailable')],
  ['Bob Meyer did not answer', null, rejected('no-answer')],
  ['Call refused', 'The server does not allow this.', rejected('forbidden')],
  ['Call refused', 'Bob Meyer', { ending: 'rejected' }],
  ['Call cancelled', 'Bob Meyer', { ending: 'cancelled', endedBy: 'local' }],
  ['Missed call from Bob Meyer', null, { ending: 'missed', direction: 'incoming' }],
  ['You declined Bob Meyer', null, { ending: 'declined', direction: 'incoming' }],
  ['Answered on another phone', 'Bob Meyer', { ending: 'answeredElsewhere', direction: 'incoming' }],
  [
    'Call failed',
    'The microphone is used by another program.',
    { ending: 'failed', problem: { code: 'microphone-busy' } },
  ],
])('"%s" (%s)', (words, details, changes) => {
  const { props } = connect(changes)
  expect(props).toMatchObject({ words, details })
})

test('it can be dialled again, by its address and under its name', () => {
  const { source, props } = connect({})
  props?.redial.run()
  expect(source.asked).toEqual([{ type: 'dial', target: 'sip:1002@pbx.example', name: 'Bob Meyer' }])
})

test('and not when no call may be made', () => {
  const { props } = connect({}, { ...phoneState().can, dial: whyNot('not-connected') })
  expect(props?.redial).toMatchObject({ state: 'unavailable', why: 'The phone is not connected.' })
})

test('there is none before the first call', () => {
  expect(connectLastCall(phoneState(), en, () => Promise.reject(new Error('nothing is sent')))).toBeNull()
})
