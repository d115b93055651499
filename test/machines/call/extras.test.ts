import { expect, test } from 'vitest'
import { callMachine } from '../../../src/machines/call/call.machine'
import type { CallExtras } from '../../../src/machines/ports'
import type { CallRecord } from '../../../src/machines/reports'
import { callEvents, callInputs, startCall } from '../../support/call-harness'
import { startChart } from '../../support/chart-harness'

const ports = ['watchSession', 'watchMedia', 'playSound', 'tones', 'quality'] as const

const startWith = (extras: CallExtras) => startChart(callMachine, { input: { ...callInputs.outgoing, extras }, ports })

const extras: CallExtras = {
  callerId: 'sip:+15550100@pbx.example',
  headers: { 'X-Campaign': 'spring' },
  metadata: { ticket: 7 },
}

test('the identity and the headers go with the INVITE, the notes stay and are in the record', () => {
  const call = startWith(extras)
  call.feed(callEvents.acquired)
  expect(call.asked.map(({ command }) => command)).toContainEqual({
    type: 'session.invite',
    target: 'sip:600@pbx.example',
    callerId: 'sip:+15550100@pbx.example',
    headers: { 'X-Campaign': 'spring' },
  })
  call.feed(callEvents.accepted)
  call.feed(callEvents.ended)
  expect((call.output as CallRecord).metadata).toEqual({ ticket: 7 })
})

test('without any, the INVITE and the record say nothing of them', () => {
  const call = startCall().go('acquired', 'accepted', 'ended')
  expect(call.askedOf('watchSession')).toContainEqual({ type: 'session.invite', target: 'sip:600@pbx.example' })
  expect(call.record).not.toHaveProperty('metadata')
})
