import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { callView, desk, incomingCall, mallory, phoneState } from '../support/phone-states'
import { expectFocusOn, showPhone } from './shown-phone'

const button = (name: string) => page.getByRole('button', { name, exact: true })

test('parked calls are listed with who waits, and are picked up', async () => {
  const { source } = showPhone(phoneState(desk))
  const lot = page.getByRole('list', { name: 'Parked calls' })
  await expect.element(lot).toHaveTextContent('+41446681800')
  await expect.element(lot).toHaveTextContent('Somebody')
  await button('Pick up 703').click()
  expect(source.asked).toEqual([{ type: 'pickUp', number: '703' }])
})

test('a colleague is called by a click, and picked up for when it rings there', async () => {
  const { source } = showPhone(phoneState(desk))
  await expect.element(page.getByText('Ringing · +41446681800')).toBeVisible()
  await button('Pick up for Bob Meyer').click()
  await button('Call Dave Ito').click()
  expect(source.asked).toEqual([
    { type: 'pickUp', number: '1002' },
    { type: 'dial', target: 'sip:1004@pbx.example', name: 'Dave Ito' },
  ])
})

test('voicemail: the counter is shown, and the mailbox is called', async () => {
  const { source } = showPhone(phoneState(desk))
  await expect.element(page.getByText('New messages: 2')).toBeVisible()
  await button('Call voicemail').click()
  expect(source.asked).toEqual([{ type: 'callVoicemail' }])
})

test('a message is written with Enter, and comes back when it was refused', async () => {
  const { source } = showPhone(phoneState(desk))
  source.answer(() => Promise.reject(Object.assign(new Error(), { code: 'not-found' })))
  await button('Message Carol Ng').click()
  const field = page.getByRole('textbox', { name: 'Message Carol Ng' })
  await expectFocusOn(field)
  await field.fill('Are you there?')
  await userEvent.keyboard('{Enter}')
  expect(source.asked).toEqual([{ type: 'sendMessage', target: 'sip:1003@pbx.example', text: 'Are you there?' }])
  await expect.element(page.getByText('Nobody is known under this number or name.')).toBeVisible()
  await expect.element(field).toHaveValue('Are you there?')
  await userEvent.keyboard('{Escape}')
  await expect.element(field).not.toBeInTheDocument()
})

test('what strangers write is text', async () => {
  const { root } = showPhone(phoneState(desk))
  await page.getByRole('button', { name: /Mallory/ }).click()
  await expect.element(page.getByText('<img src=x onerror="alert(1)">', { exact: true })).toBeVisible()
  expect([mallory.number, root.querySelectorAll('img').length]).toEqual(['666', 0])
})

test('a call is parked by a button that is there when there is a parking lot', async () => {
  const base = callView()
  const { source } = showPhone(phoneState({ ...desk, calls: [callView({ can: { ...base.can, park: true } })] }))
  await button('Park').click()
  expect(source.asked).toEqual([{ type: 'park', callId: 'call-1' }])
  source.show(phoneState({ calls: [base] }))
  await expect.element(button('Park')).not.toBeInTheDocument()
})

test('park: another slot than the first free one is chosen beside the transfer, and who has taken one is said', async () => {
  const calls = [callView({ can: { ...callView().can, park: true } })]
  const { source } = showPhone(phoneState({ ...desk, calls }))
  await button('Transfer').click()
  const slots = page.getByRole('combobox', { name: 'Or park in' })
  await expect.element(slots).toHaveValue('702')
  await expect.element(page.getByRole('option', { name: '701 · taken by +41446681800' })).toBeDisabled()
  // Somebody takes it while one looks: the next one is proposed.
  const parkingLot = { ...desk.parkingLot, slots: ['701', '702', '703', '704'] } as NonNullable<typeof desk.parkingLot>
  source.show(
    phoneState({
      ...desk,
      calls,
      parkingLot: { ...parkingLot, calls: [...parkingLot.calls, { slot: '702', remote: null, since: 1 }] },
    }),
  )
  await expect.element(slots).toHaveValue('704')
  await button('Park in this slot').click()
  expect(source.asked).toEqual([{ type: 'park', callId: 'call-1', slot: '704' }])
})

test('a colleague who is on the phone is supervised in the way that is chosen', async () => {
  const can = { ...phoneState().can, supervise: true as const }
  const { source } = showPhone(phoneState({ ...desk, supervisionModes: ['listen', 'whisper', 'barge'], can }))
  expect(button('Supervise Dave Ito').query()).toBeNull()
  await button('Supervise Carol Ng').click()
  await button('Whisper').click()
  expect(source.asked).toEqual([{ type: 'supervise', number: '1003', mode: 'whisper' }])
  await expect.element(button('Whisper')).not.toBeInTheDocument()
})

test('a supervision that came to nothing says why beside the colleague', async () => {
  const can = { ...phoneState().can, supervise: true as const }
  const { source } = showPhone(phoneState({ ...desk, supervisionModes: ['listen'], can }))
  source.answer(() => Promise.reject(Object.assign(new Error(), { code: 'forbidden' })))
  await button('Supervise Carol Ng').click()
  await button('Listen').click()
  await expect.element(page.getByText(/^Not supervised\./)).toBeVisible()
})

test('where no way to supervise is configured, none is offered', async () => {
  showPhone(phoneState(desk))
  await expect.element(page.getByText('Carol Ng', { exact: true })).toBeVisible()
  expect(button('Supervise Carol Ng').query()).toBeNull()
})

test('a park that failed says why, and a call that comes back from where', async () => {
  const { source } = showPhone(
    phoneState({ calls: [callView({ parking: { status: 'failed', problem: { code: 'not-found' } } })] }),
  )
  await expect.element(page.getByText('Not parked. Nobody is known under this number or name.')).toBeVisible()
  source.show(phoneState({ calls: [incomingCall({ returnedFrom: '702' })] }))
  await expect.element(page.getByText('Returned from park 702')).toBeVisible()
})

test('nothing of it is there where nothing is configured', () => {
  const { root } = showPhone(phoneState())
  expect(root.querySelector('.desk')).toBeNull()
})
