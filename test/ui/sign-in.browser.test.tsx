import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { refusal } from '../support/canned-source'
import { phoneState, signedOut, signedOutKnown, signInFailed, signingIn } from '../support/phone-states'
import { expectFocusOn, showPhone } from './shown-phone'

const user = page.getByLabelText('User')
const password = page.getByLabelText('Password')
const signIn = page.getByRole('button', { name: 'Sign in', exact: true })
const status = page.getByRole('status', { name: 'Phone status' })

test('a person signs in by the keyboard alone, and finds the number field focused', async () => {
  const { source } = showPhone(signedOut)
  await expect.element(status).toHaveTextContent('Signed out')
  await userEvent.tab()
  await expectFocusOn(user)
  await userEvent.keyboard('1001{Tab}secret{Enter}')
  expect(source.asked).toEqual([{ type: 'signIn', user: '1001', password: 'secret' }])

  source.show(signingIn)
  await expect.element(signIn).toHaveAttribute('aria-busy', 'true')
  await expect.element(status).toHaveTextContent('Signing in as Alice (1001)…')

  source.show(phoneState())
  await expect.element(status).toHaveTextContent('Ready as Alice (1001)')
  await expectFocusOn(page.getByRole('textbox', { name: 'Number or name' }))
})

test('a wrong password is told in words, and what was typed stays', async () => {
  const { source } = showPhone(signedOut)
  await user.fill('1001')
  await password.fill('wrong')
  source.answer(refusal('wrong-credentials'))
  await signIn.click()
  source.show(signInFailed)
  await expect.element(page.getByRole('alert').filter({ hasText: 'The user or the password is wrong.' })).toBeVisible()
  await expect.element(user).toHaveValue('1001')
  await expect.element(password).toHaveValue('wrong')
})

test('the words of a failure go when it is tried again', async () => {
  const { source } = showPhone(signInFailed)
  const words = page.getByText('The user or the password is wrong.')
  await expect.element(words).toBeVisible()
  source.show(signingIn)
  await expect.element(words).not.toBeInTheDocument()
})

test('what is missing is told, and gets the focus', async () => {
  const { source } = showPhone(signedOut)
  await signIn.click()
  await expect.element(page.getByText('Enter your user name.')).toBeVisible()
  await expectFocusOn(user)
  await expect.element(user).toHaveAttribute('aria-invalid', 'true')
  expect(source.asked).toEqual([])
})

test('a configured account is filled in', async () => {
  showPhone(signedOutKnown)
  await expect.element(user).toHaveValue('1001')
})

test('the session of another account does not overwrite what is being typed', async () => {
  const { source } = showPhone(signedOut)
  await user.fill('2002')
  source.show(signedOutKnown)
  await expect.element(user).toHaveValue('2002')
})
