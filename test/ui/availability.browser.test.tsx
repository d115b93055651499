import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import {
  bob,
  callRecord,
  callView,
  carol,
  dialingCall,
  incomingCall,
  now,
  phoneState,
  withAvailability,
} from '../support/phone-states'
import { showPhone } from './shown-phone'

const button = (name: string) => page.getByRole('button', { name, exact: true })
const status = page.getByRole('status', { name: 'Phone status' })

test('do not disturb says so in the status, and can be ended there', async () => {
  const { source } = showPhone(withAvailability({ status: 'doNotDisturb', chosen: 'doNotDisturb' }))
  await expect.element(status).toHaveTextContent('Do not disturb: callers hear that you are busy.')
  await button('Be available').click()
  expect(source.asked).toEqual([{ type: 'setAvailability', status: 'available' }])
})

test('a wrap-up shows how long it still is, and can be finished before', async () => {
  const state = withAvailability({ status: 'wrapUp', since: now - 5_000, endsAt: now + 25_000 })
  const { source } = showPhone(state, { now: () => now })
  await expect.element(status).toHaveTextContent('Wrap-up: callers hear that you are busy.')
  await expect.element(page.getByText('0:25')).toBeVisible()
  await button('Finish').click()
  expect(source.asked).toEqual([{ type: 'finishWrapUp' }])
})

test('who is only calling somebody is not said to be on a call', async () => {
  showPhone(phoneState({ calls: [dialingCall()] }))
  await expect.element(status).toHaveTextContent('Calling as Alice (1001)')
})

test('the settings choose availability, call waiting and what is answered by itself', async () => {
  const { source } = showPhone(phoneState())
  await button('Settings').click()
  await page.getByLabelText('Availability', { exact: true }).selectOptions('Do not disturb')
  await page.getByLabelText('Call waiting').selectOptions('Off')
  await page.getByLabelText('Answer by itself').selectOptions('Every call')
  expect(source.asked).toEqual([
    { type: 'setAvailability', status: 'doNotDisturb' },
    { type: 'setCallWaiting', on: false },
    { type: 'setAutoAnswer', mode: 'always' },
  ])
})

test('an incoming call can be declined as busy, or forwarded to whom one types', async () => {
  const { source } = showPhone(phoneState({ calls: [incomingCall()] }))
  await button('More').click()
  await button('Forward').click()
  await expect.element(page.getByText('Enter a number or a name to call.')).toBeVisible()
  await page.getByRole('textbox', { name: 'Forward to' }).fill('1003')
  await userEvent.keyboard('{Enter}')
  await button('Busy').click()
  expect(source.asked).toEqual([
    { type: 'deflect', callId: 'call-1', target: '1003' },
    { type: 'decline', callId: 'call-1', reason: 'busy' },
  ])
})

test('an incoming call can be sent to voicemail where there is one', async () => {
  const state = phoneState({ calls: [incomingCall()] })
  const { source } = showPhone({ ...state, can: { ...state.can, deflectToVoicemail: true } })
  await button('More').click()
  await button('Voicemail').click()
  expect(source.asked).toEqual([{ type: 'deflect', callId: 'call-1' }])
})

test('without a voicemail there is no such button', async () => {
  showPhone(phoneState({ calls: [incomingCall()] }))
  await button('More').click()
  await expect.element(button('Busy')).toBeVisible()
  await expect.element(button('Voicemail')).not.toBeInTheDocument()
})

test('the call on hold is swapped with the one that is talked on', async () => {
  const calls = [callView(), callView({ id: 'call-2', remote: carol, hold: 'held' })]
  const { source } = showPhone(phoneState({ calls, can: { ...phoneState().can, swap: true } }))
  await button('Swap').click()
  expect(source.asked).toEqual([{ type: 'swap', callId: 'call-2' }])
})

test('a call that is to be answered by itself and is not says why', async () => {
  showPhone(phoneState({ calls: [incomingCall({ autoAnswer: { status: 'refused', why: 'microphone-not-granted' } })] }))
  await expect.element(page.getByText('Not answered by itself: allow the microphone first.')).toBeVisible()
})

test('a call that was missed in do not disturb, and one that was forwarded, are told apart', async () => {
  const missed = { direction: 'incoming', answeredAt: null, remote: bob } as const
  const { source } = showPhone(
    phoneState({ lastCall: callRecord({ ...missed, ending: 'missed', refusedFor: 'doNotDisturb' }) }),
  )
  await expect.element(page.getByText('Missed call from Bob Meyer')).toBeVisible()
  await expect.element(page.getByText('Do not disturb was on')).toBeVisible()
  source.show(phoneState({ lastCall: callRecord({ ...missed, ending: 'forwarded', forwardedTo: carol }) }))
  await expect.element(page.getByText('Forwarded Bob Meyer to 1003')).toBeVisible()
})
