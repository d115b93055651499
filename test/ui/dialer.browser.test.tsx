import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import type { PhoneCommand } from '../../src/api/commands'
import { PhoneError } from '../../src/api/errors'
import { refusal } from '../support/canned-source'
import { callRecord, callView, connecting, dialingCall, incomingCall, phoneState } from '../support/phone-states'
import { expectFocusOn, showPhone } from './shown-phone'

const field = page.getByRole('textbox', { name: 'Number or name' })
const call = page.getByRole('button', { name: 'Call', exact: true })
const key = (digit: string) => page.getByRole('button', { name: digit, exact: true })

test('a number that is typed is dialled by Enter, and gone once it rings', async () => {
  const { source } = showPhone(phoneState())
  source.answer(() => Promise.resolve('call-1'))
  await field.fill('1002')
  await userEvent.keyboard('{Enter}')
  expect(source.asked).toEqual([{ type: 'dial', target: '1002' }])
  await expect.element(field).toHaveValue('')
})

test('the dial pad types where the caret is, and leaves the focus in the field', async () => {
  showPhone(phoneState())
  await field.click()
  for (const digit of ['1', '2', '*', '0', '#']) await key(digit).click()
  await expect.element(field).toHaveValue('12*0#')
  await expectFocusOn(field)
  await userEvent.keyboard('{Home}')
  await key('9').click()
  await expect.element(field).toHaveValue('912*0#')
})

test('Delete takes away what is before the caret', async () => {
  showPhone(phoneState())
  await field.fill('123')
  await page.getByRole('button', { name: 'Delete' }).click()
  await expect.element(field).toHaveValue('12')
})

test('the dial pad works by the keyboard', async () => {
  showPhone(phoneState())
  await field.click()
  await userEvent.keyboard('{Tab}{Enter}{Tab} {Tab}{Enter}')
  await expect.element(field).toHaveValue('123')
})

test('a call without a number is answered with words, and nothing is sent', async () => {
  const { source } = showPhone(phoneState())
  await call.click()
  await expect.element(page.getByText('Enter a number or a name to call.')).toBeVisible()
  await expect.element(field).toHaveAttribute('aria-invalid', 'true')
  expect(source.asked).toEqual([])
  await field.fill('1')
  await expect.element(page.getByText('Enter a number or a name to call.')).not.toBeInTheDocument()
})

test('the words for a refused number stand at the field, and what was typed is kept', async () => {
  const { source } = showPhone(phoneState())
  source.answer(refusal('invalid-target'))
  await field.fill('sip:<nobody>')
  await call.click()
  await expect.element(page.getByText('This is not a number or a name that can be called.')).toBeVisible()
  await expect.element(field).toHaveValue('sip:<nobody>')
  await expect.element(field).toHaveAccessibleDescription('This is not a number or a name that can be called.')
})

test('what is typed while a call is refused is not overwritten', async () => {
  const { source } = showPhone(phoneState())
  let refuse: (error: Error) => void = () => undefined
  source.answer(() => new Promise((_, reject) => (refuse = reject)))
  await field.fill('1002')
  await userEvent.keyboard('{Enter}')
  await field.fill('1003')
  refuse(new PhoneError('timed-out', 'timed out'))
  await expect.element(page.getByText('There was no reply in time.')).toBeVisible()
  await expect.element(field).toHaveValue('1003')
})

test('a busy line is told once, by the last call, and the number comes back', async () => {
  const { source } = showPhone(phoneState())
  source.answer(refusal('busy'))
  await field.fill('1002')
  await userEvent.keyboard('{Enter}')
  source.show(phoneState({ lastCall: callRecord({ ending: 'rejected', problem: { code: 'busy' } }) }))
  await expect.element(page.getByText('Bob Meyer was busy')).toBeVisible()
  await expect.element(page.getByText('The line is busy.')).not.toBeInTheDocument()
  await expect.element(field).toHaveValue('1002')
})

test('without a connection, Call says why it does nothing', async () => {
  const { source } = showPhone(connecting)
  await expect.element(call).toHaveAttribute('aria-disabled', 'true')
  await expect.element(call).toHaveAccessibleDescription('The phone is not connected.')
  await field.fill('1002')
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByText('The phone is not connected.')).toBeVisible()
  await expect.element(field).toHaveValue('1002')
  expect(source.asked).toEqual([])
})

test('the field, its text and its focus outlive calls that come and go', async () => {
  const { source } = showPhone(phoneState())
  await field.click()
  await userEvent.keyboard('12')
  const node = field.element()
  source.show(phoneState({ calls: [incomingCall()] }))
  await expect.element(page.getByRole('button', { name: 'Answer' })).toBeVisible()
  await userEvent.keyboard('34')
  source.show(phoneState({ calls: [callView()] }))
  await userEvent.keyboard('5')
  source.show(phoneState({ lastCall: callRecord() }))
  await expect.element(page.getByText('Call ended · 1:23')).toBeVisible()
  expect(field.element()).toBe(node)
  await expectFocusOn(field)
  await expect.element(field).toHaveValue('12345')
})

test('another call can be made beside one, without its dial pad', async () => {
  const { source } = showPhone(phoneState({ calls: [callView()] }))
  await expect.element(page.getByRole('group', { name: 'Dial pad' })).not.toBeInTheDocument()
  await field.fill('1003')
  await call.click()
  expect(source.asked).toEqual([{ type: 'dial', target: '1003' }])
})

test('the last call can be dialled again, and goes when the next begins', async () => {
  const { source } = showPhone(phoneState({ lastCall: callRecord() }))
  await page.getByRole('button', { name: 'Redial' }).click()
  expect(source.asked).toEqual<PhoneCommand[]>([{ type: 'dial', target: 'sip:1002@pbx.example', name: 'Bob Meyer' }])
  source.show(phoneState({ calls: [dialingCall()] }))
  await expect.element(page.getByText('Call ended · 1:23')).not.toBeInTheDocument()
})

test('what is typed is not heard by the page, but for its shortcuts', async () => {
  showPhone(phoneState())
  const heard: string[] = []
  const listen = (event: KeyboardEvent) => heard.push(event.key)
  document.addEventListener('keydown', listen)
  await field.click()
  await userEvent.keyboard('c{Control>}k{/Control}')
  document.removeEventListener('keydown', listen)
  expect(heard).toEqual(['Control', 'k'])
})
