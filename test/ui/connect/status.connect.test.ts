import { describe, expect, test } from 'vitest'
import type { PhoneState } from '../../../src/api/state'
import { connectStatus } from '../../../src/ui/connect/status.connect'
import { en } from '../../../src/ui/locales/en'
import { cannedSource } from '../../support/canned-source'
import {
  alice,
  callView,
  connecting,
  connectionFailed,
  connectionLost,
  incomingCall,
  phoneState,
  renewingSignIn,
  signedOut,
  signInExpired,
  signInExpiredRetrying,
  signInExpiredWaiting,
  signInFailed,
  signingIn,
  withDevices,
} from '../../support/phone-states'

function connect(state: PhoneState) {
  const source = cannedSource(state)
  source.answer(() => Promise.resolve())
  return { source, lines: connectStatus(state, en, (command) => source.send(command)) }
}

const server = 'wss://pbx.example:7443/ws'

test.each<[string, string, PhoneState]>([
  ['Signed out', 'off', signedOut],
  ['Signing in as Alice (1001)…', 'pending', signingIn],
  ['Connecting to pbx.example…', 'pending', { ...signingIn, connection: connecting.connection }],
  ['Not signed in', 'error', signInFailed],
  ['Signing out…', 'pending', phoneState({ session: { status: 'signingOut', account: alice } })],
  ['Offline', 'off', phoneState({ connection: { status: 'offline' } })],
  ['Connecting to pbx.example…', 'pending', connecting],
  ['Registering at pbx.example:7443…', 'pending', phoneState({ connection: { status: 'registering', server } })],
  ['Disconnecting…', 'pending', phoneState({ connection: { status: 'unregistering', server } })],
  ['Ready as Alice (1001)', 'ready', phoneState()],
  ['Ready as Alice (1001)', 'ready', phoneState({ calls: [incomingCall()] })],
  ['On a call as Alice (1001)', 'onCall', phoneState({ calls: [callView()] })],
  ['Cannot reach the server. Trying again…', 'warning', connectionLost],
  ['The server does not allow this.', 'error', connectionFailed],
  // What is mended in a moment is not told twice.
  ['Renewing your sign-in…', 'pending', renewingSignIn],
  ['Ready as Alice (1001)', 'ready', phoneState({ session: renewingSignIn.session })],
])('says "%s" (%s)', (words, state, view) => {
  expect(connect(view).lines).toMatchObject([{ words, state }])
})

test('an account without a name, or named by its number, is not said twice', () => {
  for (const displayName of [null, '', '1001']) {
    const account = { ...alice, displayName }
    const session = { status: 'signedIn', account, token: { status: 'lasting' } } as const
    expect(connect(phoneState({ session })).lines[0]?.words).toBe('Ready as 1001')
  }
})

test('an address that is no URL is shown as it is', () => {
  const view = phoneState({ connection: { status: 'connecting', server: 'pbx' } })
  expect(connect(view).lines[0]?.words).toBe('Connecting to pbx…')
})

describe('what helps is at hand', () => {
  test.each([
    ['lost', connectionLost],
    ['failed', connectionFailed],
  ])('Reconnect, when the connection is %s', (_, view) => {
    const { source, lines } = connect(view)
    expect(lines[0]?.action?.label).toBe('Reconnect')
    lines[0]?.action?.run()
    expect(source.asked).toEqual([{ type: 'connect' }])
  })

  test.each([
    ['none is to be had', signInExpired, 'Your sign-in has expired: sign in to this page again.'],
    ['it is tried again', signInExpiredWaiting, 'Your sign-in has expired. Trying to renew it…'],
  ])('Renew sign-in, when the token has expired and %s', (_, view, words) => {
    const { source, lines } = connect(view)
    expect(lines.map((line) => [line.words, line.state])).toEqual([
      ['Offline', 'off'],
      [words, 'warning'],
    ])
    expect(lines[1]?.action?.label).toBe('Renew sign-in')
    lines[1]?.action?.run()
    expect(source.asked).toEqual([{ type: 'refreshToken' }])
  })

  test('and not twice, while it is being renewed', () => {
    const { source, lines } = connect(signInExpiredRetrying)
    expect(lines[1]?.action?.state).toBe('busy')
    lines[1]?.action?.run()
    expect(source.asked).toEqual([])
  })

  test('beside what the phone goes on doing, while the registrar has not asked yet', () => {
    const view = phoneState({ session: signInExpired.session, calls: [callView()] })
    expect(connect(view).lines.map(({ words }) => words)).toEqual([
      'On a call as Alice (1001)',
      'Your sign-in has expired: sign in to this page again.',
    ])
  })

  test('nothing, when the connection is being tried', () => {
    expect(connect(connecting).lines[0]?.action).toBeNull()
  })

  test('Enable sound, when the browser blocks it', () => {
    const { source, lines } = connect(withDevices({ playback: 'blocked' }))
    expect(lines[1]).toMatchObject({ words: 'Sound is blocked by the browser.', state: 'warning' })
    expect(lines[1]?.action?.label).toBe('Enable sound')
    lines[1]?.action?.run()
    expect(source.asked).toEqual([{ type: 'unblockAudio' }])
  })

  test('and not twice, while it is being enabled', () => {
    const { source, lines } = connect(withDevices({ playback: 'unblocking' }))
    expect(lines[1]?.action?.state).toBe('busy')
    lines[1]?.action?.run()
    expect(source.asked).toEqual([])
  })
})

test('a blocked or absent microphone is told beside the rest', () => {
  expect(connect(withDevices({ permission: 'denied' })).lines[1]?.words).toMatch(/^The microphone is blocked: allow it/)
  expect(connect(withDevices({ microphone: 'absent' })).lines[1]?.words).toMatch(/^No microphone was found/)
  expect(connect(withDevices({ permission: 'asking' })).lines[1]?.words).toBe(
    'Allow the microphone in the browser’s prompt.',
  )
  expect(connect({ ...signedOut, devices: withDevices({ permission: 'denied' }).devices }).lines).toHaveLength(1)
})
