import { expect, test } from 'vitest'
import { connectScreen } from '../../../src/ui/connect/screen.connect'
import { connectSignIn } from '../../../src/ui/connect/sign-in.connect'
import { en } from '../../../src/ui/locales/en'
import { cannedSource, refusal } from '../../support/canned-source'
import {
  alice,
  callView,
  phoneState,
  signedOut,
  signedOutKnown,
  signInFailed,
  signingIn,
} from '../../support/phone-states'

function connect(state = signedOut) {
  const source = cannedSource(state)
  source.answer(() => Promise.resolve())
  return { source, props: connectSignIn(state, en, (command) => source.send(command)) }
}

test('user and password are sent as they were typed, but for spaces around the user', async () => {
  const { source, props } = connect()
  expect(await props.signIn(' 1001 ', ' secret ')).toBeNull()
  expect(source.asked).toEqual([{ type: 'signIn', user: '1001', password: ' secret ' }])
})

test('a configured account fills in the user, and may have its password elsewhere', async () => {
  const { source, props } = connect(signedOutKnown)
  expect(props.user).toBe('1001')
  expect(props.check('1001', '')).toBeNull()
  expect(props.check('1002', '')).toEqual({ field: 'password', words: 'Enter your password.' })
  await props.signIn('1001', '')
  expect(source.asked).toEqual([{ type: 'signIn', user: '1001' }])
})

test('what is missing is named, with its field', () => {
  const { props } = connect()
  expect(props.check(' ', 'secret')).toEqual({ field: 'user', words: 'Enter your user name.' })
  expect(props.check('1001', '')).toEqual({ field: 'password', words: 'Enter your password.' })
  expect(props.check('1001', 'secret')).toBeNull()
})

test('a refusal comes in words', async () => {
  const { source, props } = connect()
  source.answer(refusal('wrong-credentials'))
  expect(await props.signIn('1001', 'wrong')).toBe('The user or the password is wrong.')
})

test('a sign-in that was cancelled is no failure', async () => {
  const { source, props } = connect()
  source.answer(refusal('superseded'))
  expect(await props.signIn('1001', 'secret')).toBeNull()
})

test('a failed session says why, and can be tried again', () => {
  expect(connect(signInFailed).props).toMatchObject({
    user: '1001',
    problem: 'The user or the password is wrong.',
    submit: { label: 'Sign in', state: 'ready' },
  })
})

test('while it is under way it is busy, and can be cancelled', () => {
  const cancellable = { ...signingIn, can: { ...signingIn.can, signOut: true } } as const
  const { source, props } = connect(cancellable)
  expect(props.submit.state).toBe('busy')
  expect(props.cancel?.label).toBe('Cancel')
  props.cancel?.run()
  expect(source.asked).toEqual([{ type: 'signOut' }])
})

test.each([
  ['signIn', signedOut],
  ['signIn', signingIn],
  ['signIn', signInFailed],
  ['phone', phoneState()],
  ['phone', phoneState({ session: { status: 'signingOut', account: alice } })],
  ['phone', { ...signInFailed, calls: [callView()] }],
] as const)('the %s screen is for it', (screen, state) => {
  expect(connectScreen(state)).toBe(screen)
})
