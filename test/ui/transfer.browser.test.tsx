import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { callView, carol, phoneState, whyNot } from '../support/phone-states'
import { showPhone } from './shown-phone'

const button = (name: string) => page.getByRole('button', { name, exact: true })
const field = page.getByRole('textbox', { name: 'Transfer to' })
const base = callView()

test('a call is transferred to whom one types: at once, or after asking', async () => {
  const { source } = showPhone(phoneState({ calls: [base] }))
  await button('Transfer').click()
  await field.fill('1003')
  await userEvent.keyboard('{Enter}')
  expect(source.asked).toEqual([{ type: 'transfer', target: '1003', callId: 'call-1' }])
  await button('Consult first').click()
  expect(source.asked.at(-1)).toEqual({ type: 'consult', target: '1003', callId: 'call-1' })
})

test('without a number nothing is asked, and the field says why', async () => {
  const { source } = showPhone(phoneState({ calls: [base] }))
  await button('Transfer').click()
  await button('Transfer now').click()
  await expect.element(page.getByText('Enter a number or a name to call.')).toBeVisible()
  await expect.element(field).toHaveAttribute('aria-invalid', 'true')
  expect(source.asked).toEqual([])
})

test('Escape closes the panel', async () => {
  showPhone(phoneState({ calls: [base] }))
  await button('Transfer').click()
  await userEvent.keyboard('{Escape}')
  await expect.element(field).not.toBeInTheDocument()
})

test('a consultation can be completed or cancelled', async () => {
  const consulting = callView({
    transfer: { status: 'consulting', target: carol, consultation: 'talking', consultCallId: 'call-2' },
    can: { ...base.can, transfer: whyNot('transfer-underway'), completeTransfer: true, cancelTransfer: true },
  })
  const { source } = showPhone(phoneState({ calls: [consulting] }))
  await expect.element(page.getByText('To be transferred to Carol Ng')).toBeVisible()
  await button('Complete transfer').click()
  await button('Cancel transfer').click()
  expect(source.asked).toEqual([
    { type: 'completeTransfer', callId: 'call-1' },
    { type: 'cancelTransfer', callId: 'call-1' },
  ])
})

test('a transfer that failed says why', async () => {
  const failed = callView({ transfer: { status: 'failed', target: carol, problem: { code: 'busy', sipStatus: 486 } } })
  showPhone(phoneState({ calls: [failed] }))
  await expect.element(page.getByText('Not transferred to Carol Ng. The line is busy.')).toBeVisible()
})
