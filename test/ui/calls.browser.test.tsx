import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import type { CallView } from '../../src/api/state'
import { callView, carol, dialingCall, incomingCall, mallory, phoneState, stranger } from '../support/phone-states'
import { expectFocusOn, showPhone, theOne } from './shown-phone'

const button = (name: string) => page.getByRole('button', { name, exact: true })
const calls = page.getByRole('region', { name: 'Calls' })
const withCalls = (...views: CallView[]) => phoneState({ calls: views })

test('a caller is shown by name and number, and can be answered', async () => {
  const { source } = showPhone(withCalls(incomingCall()))
  const card = page.getByRole('article', { name: 'Bob Meyer' })
  await expect.element(card).toHaveTextContent('1002')
  await expect.element(card).toHaveTextContent('Incoming call')
  await button('Answer').click()
  expect(source.asked).toEqual([{ type: 'answer', callId: 'call-1' }])
})

test('a caller can be declined', async () => {
  const { source } = showPhone(withCalls(incomingCall()))
  await button('Decline').click()
  expect(source.asked).toEqual([{ type: 'decline', callId: 'call-1' }])
})

test('a name that is markup is shown as the text that it is', async () => {
  const { root } = showPhone(withCalls(incomingCall({ remote: mallory })))
  await expect.element(page.getByText(mallory.name ?? '', { exact: true })).toBeVisible()
  expect(root.querySelector('img')).toBeNull()
  expect(root.querySelector('b')).toBeNull()
})

test('a caller is called out to those who do not see the card', async () => {
  const { source, root } = showPhone(phoneState())
  const announcer = theOne(root, '[aria-live="assertive"]')
  expect(announcer.textContent).toBe('')
  source.show(withCalls(incomingCall()))
  expect(announcer.textContent).toBe('Incoming call from Bob Meyer, 1002')
  source.show(withCalls(callView()))
  expect(announcer.textContent).toBe('')
})

test('the card stays the same node from ringing to hanging up, and the focus stays in it', async () => {
  const { source, root } = showPhone(withCalls(incomingCall()))
  const card = theOne(root, 'article')
  await userEvent.tab()
  await userEvent.tab()
  await userEvent.tab()
  await expectFocusOn(button('Answer'))
  await userEvent.keyboard('{Enter}')
  source.show(withCalls(incomingCall({ phase: 'answering' })))
  await expect.element(button('Answer')).toHaveAttribute('aria-busy', 'true')
  await expectFocusOn(button('Answer'))

  source.show(withCalls(callView()))
  await expect.element(button('Hang up')).toBeVisible()
  expect(root.activeElement).toBe(card)
  await userEvent.tab()
  await expectFocusOn(button('Mute'))

  source.show(phoneState())
  await expectFocusOn(page.getByRole('textbox', { name: 'Number or name' }))
})

test('the focus is never taken from the page', async () => {
  const elsewhere = document.createElement('input')
  document.body.append(elsewhere)
  const { source } = showPhone(withCalls(incomingCall()))
  elsewhere.focus()
  source.show(withCalls(callView()))
  source.show(phoneState())
  expect(document.activeElement).toBe(elsewhere)
  elsewhere.remove()
})

test('Hold is busy until the far end has confirmed, and the button keeps node and focus', async () => {
  const { source } = showPhone(withCalls(callView()))
  await button('Hold').click()
  const node = button('Hold').element()
  expect(source.asked).toEqual([{ type: 'hold', callId: 'call-1' }])

  source.show(withCalls(callView({ hold: 'holding' })))
  await expect.element(button('Hold')).toHaveAttribute('aria-busy', 'true')
  await expect.element(button('Hold')).toHaveAccessibleDescription('The call is being put on hold.')
  await expect.element(calls).toHaveTextContent('Putting on hold…')
  await userEvent.keyboard('{Enter}')
  expect(source.asked).toHaveLength(1)

  source.show(withCalls(callView({ hold: 'held' })))
  await expect.element(button('Resume')).not.toHaveAttribute('aria-busy')
  expect(button('Resume').element()).toBe(node)
  await expectFocusOn(button('Resume'))
  await userEvent.keyboard(' ')
  expect(source.asked.at(-1)).toEqual({ type: 'resume', callId: 'call-1' })
})

test('Mute becomes Unmute', async () => {
  const { source } = showPhone(withCalls(callView()))
  await button('Mute').click()
  source.show(withCalls(callView({ microphone: 'muted' })))
  await button('Unmute').click()
  expect(source.asked.map((command) => command.type)).toEqual(['mute', 'unmute'])
})

test('a refused hold is told in words', async () => {
  const { source } = showPhone(withCalls(callView()))
  source.show(withCalls(callView({ problem: { code: 'not-acceptable', sipStatus: 488 } })))
  await expect.element(page.getByText('The other side could not accept this.')).toBeVisible()
})

test('what cannot be done yet says why', async () => {
  showPhone(withCalls(dialingCall()))
  await expect.element(calls).toHaveTextContent('Calling…')
  await expect.element(button('Hold')).toHaveAttribute('aria-disabled', 'true')
  await expect.element(button('Hold')).toHaveAccessibleDescription('The call is not connected yet.')
  await expect.element(button('Hang up')).not.toHaveAttribute('aria-disabled')
})

test('the keypad sends tones, by its keys and by the keyboard, and Escape closes it', async () => {
  const { source } = showPhone(withCalls(callView()))
  source.answer(() => Promise.resolve())
  await button('Keypad').click()
  await expect.element(button('Keypad')).toHaveAttribute('aria-expanded', 'true')
  await button('4').click()
  await button('#').click()
  await button('Keypad').click()
  await button('Keypad').click()
  await userEvent.keyboard('7*')
  expect(source.asked.map((command) => command.type === 'sendDtmf' && command.tones)).toEqual(['4', '#', '7', '*'])
  await expect.element(page.getByRole('status', { name: 'Digits sent' })).toHaveTextContent('7*')
  await expect.element(button('Hang up')).toBeInViewport()

  await userEvent.keyboard('{Escape}')
  await expect.element(button('Keypad')).toHaveAttribute('aria-expanded', 'false')
  await expectFocusOn(button('Keypad'))
  await userEvent.keyboard('7')
  expect(source.asked).toHaveLength(4)
})

test('Escape in the keypad gives the focus back to its button', async () => {
  showPhone(withCalls(callView()))
  await button('Keypad').click()
  button('5').element().focus()
  await userEvent.keyboard('{Escape}')
  await expectFocusOn(button('Keypad'))
})

test('of several calls the focused one is large, and each has what it needs', async () => {
  const { source, root } = showPhone(
    phoneState({
      calls: [
        callView({ hold: 'held' }),
        callView({ id: 'call-2', remote: carol }),
        incomingCall({ id: 'call-3', remote: stranger }),
      ],
      focusedCallId: 'call-2',
    }),
  )
  const card = (name: string) => page.getByRole('article', { name })
  const sizes = [...root.querySelectorAll('article')].map((article) => article.dataset.size)
  expect(sizes).toEqual(['small', 'large', 'small'])
  await card('Bob Meyer').getByRole('button', { name: 'Resume' }).click()
  await card('Bob Meyer').getByRole('button', { name: 'Hang up' }).click()
  await card('Carol Ng').getByRole('button', { name: 'Hold' }).click()
  await card('+41446681800').getByRole('button', { name: 'Answer' }).click()
  expect(source.asked).toEqual([
    { type: 'resume', callId: 'call-1' },
    { type: 'hangUp', callId: 'call-1' },
    { type: 'hold', callId: 'call-2' },
    { type: 'answer', callId: 'call-3' },
  ])
})

test('the cards of other calls stay the same nodes when one ends', async () => {
  const second = callView({ id: 'call-2', remote: carol })
  const { source, root } = showPhone(withCalls(callView(), second))
  const [, before] = root.querySelectorAll('article')
  source.show(withCalls(second))
  expect([...root.querySelectorAll('article')]).toEqual([before])
})
