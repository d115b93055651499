import type { PhoneCommand } from '../../api/commands'
import { defaultPreferences } from '../../machines/devices.setup'
import { startedAt } from './simulation'
import type { Flow, Step } from './steps'

/** Times in facts are those of the moment at which they are told. */
const at = 0

const ask = (type: string, data: object = {}): Step => ({ command: { type, ...data } as PhoneCommand })
const world = (port: string, type: string, data: object = {}): Step => ({ port, fact: { type, ...data } })
const session = (call: string, type: string, data: object = {}): Step => ({
  port: 'watchSession',
  call,
  fact: { type, ...data },
})
const media = (call: string, type: string, data: object = {}): Step => ({
  port: 'watchMedia',
  call,
  fact: { type, ...data },
})
const nextTimer: Step = { timer: 'next' }

const credentials = (type: string, data: object) => world('keepCredentials', type, { handle: 'secret-1', ...data })
const registered = world('watchConnection', 'registration.accepted', { expiresAt: 4_000_000_000_000 })

const signInWith = (secret: object, expiresAt: number | null): readonly Step[] => [
  world('keepPreferences', 'preferences.loaded', { preferences: defaultPreferences }),
  world('watchDevices', 'permission.changed', { permission: 'granted' }),
  ask('signIn', { user: '1001', ...secret }),
  credentials('credentials.obtained', { expiresAt, at }),
  world('watchConnection', 'transport.connected', { server: 'wss://pbx.example/ws' }),
  registered,
]

const signIn = signInWith({ password: 'simulated' }, null)

const dial = (call: string, target = '1002', name = 'Bob Lindqvist'): readonly Step[] => [
  ask('dial', { target, name }),
  media(call, 'microphone.acquired'),
  session(call, 'session.progressed', { progress: 'ringing', at }),
]

const answered = (call: string): readonly Step[] => [
  session(call, 'session.accepted', { remote: null, at }),
  media(call, 'media.connected'),
]

const held = (call: string): readonly Step[] => [
  ask('hold', { callId: call }),
  session(call, 'session.negotiated', { offer: { hold: true } }),
]

const ends = (call: string, by: 'local' | 'remote'): Step =>
  session(call, 'session.ended', { by, failure: null, reason: null, at })

const hangUp = (call: string): readonly Step[] => [ask('hangUp', { callId: call }), ends(call, 'local')]

/** Signed in and registered: where most of what one wants to try begins. */
export const readyFlow: Flow = { name: 'Ready', about: 'Signed in and registered.', steps: signIn }

/** Flows that can be run, stepped through, changed, and saved as tests. */
export const flows: readonly Flow[] = [
  readyFlow,
  {
    name: 'A call',
    about: 'Alice calls Bob, holds, resumes, and hangs up.',
    steps: [
      ...signIn,
      ...dial('call-1'),
      ...answered('call-1'),
      ...held('call-1'),
      ask('resume', { callId: 'call-1' }),
      session('call-1', 'session.negotiated', { offer: { hold: false } }),
      ...hangUp('call-1'),
    ],
  },
  {
    name: 'Busy',
    about: 'The called party talks already: 486.',
    steps: [
      ...signIn,
      ...dial('call-1').slice(0, 2),
      session('call-1', 'session.rejected', { failure: { code: 'busy', sipStatus: 486 }, at }),
    ],
  },
  {
    name: 'Nobody answers',
    about: 'It rings until our patience ends, and CANCEL goes out.',
    steps: [...signIn, ...dial('call-1'), nextTimer, ends('call-1', 'local')],
  },
  {
    name: 'Microphone refused',
    about: 'The browser says no before anything is sent: nobody’s phone rings.',
    steps: [
      ...signIn,
      ask('dial', { target: '1002', name: 'Bob Lindqvist' }),
      media('call-1', 'microphone.refused', { failure: { code: 'permission-denied' }, at }),
    ],
  },
  {
    name: 'Hold refused',
    about: 'The far end answers the hold with 488: the call goes on, unheld.',
    steps: [
      ...signIn,
      ...dial('call-1'),
      ...answered('call-1'),
      ask('hold', { callId: 'call-1' }),
      session('call-1', 'session.offerRefused', { failure: { code: 'not-acceptable', sipStatus: 488 } }),
    ],
  },
  {
    name: 'Glare: offers cross',
    about: 'Both sides offer at once: 491, a wait, and the hold once more (RFC 3261 14.1).',
    steps: [
      ...signIn,
      ...dial('call-1'),
      ...answered('call-1'),
      ask('hold', { callId: 'call-1' }),
      session('call-1', 'session.offersCrossed', { retryAfterMs: 2_500 }),
      session('call-1', 'session.offerReceived'),
      session('call-1', 'session.remoteHeld'),
      session('call-1', 'session.offerAnswered'),
      nextTimer,
      session('call-1', 'session.negotiated', { offer: { hold: true } }),
    ],
  },
  {
    name: 'A second caller',
    about: 'Dave calls while Alice talks; she answers, and Bob is held first.',
    steps: [
      ...signIn,
      ...dial('call-1'),
      ...answered('call-1'),
      world('watchInvitations', 'invitation.received', {
        callId: 'call-2',
        remote: { number: '1004', name: 'Dave Petrov', uri: 'sip:1004@pbx.example' },
        at,
      }),
      ask('answer', { callId: 'call-2' }),
      session('call-1', 'session.negotiated', { offer: { hold: true } }),
      media('call-2', 'microphone.acquired'),
      session('call-2', 'session.accepted', { remote: null, at }),
      media('call-2', 'media.connected'),
    ],
  },
  {
    name: 'Blind transfer',
    about: 'Bob is sent on to Carol, tells how it goes, and is gone.',
    steps: [
      ...signIn,
      ...dial('call-1'),
      ...answered('call-1'),
      ask('transfer', { callId: 'call-1', target: '1003' }),
      session('call-1', 'session.referAccepted', { willNotify: true }),
      session('call-1', 'session.referProgressed', { sipStatus: 180, text: 'Ringing' }),
      session('call-1', 'session.referEnded', { ok: true }),
      ends('call-1', 'local'),
    ],
  },
  {
    name: 'Attended transfer, Bob hangs up',
    about: 'Carol is asked first. While the transfer is being completed, Bob hangs up: Alice still has Carol.',
    steps: [
      ...signIn,
      ...dial('call-1'),
      ...answered('call-1'),
      ask('consult', { callId: 'call-1', target: '1003' }),
      session('call-1', 'session.negotiated', { offer: { hold: true } }),
      media('call-2', 'microphone.acquired'),
      session('call-2', 'session.progressed', { progress: 'ringing', at }),
      session('call-2', 'session.accepted', { remote: null, at }),
      media('call-2', 'media.connected'),
      ask('completeTransfer', { callId: 'call-1' }),
      session('call-1', 'session.referAccepted', { willNotify: true }),
      ends('call-1', 'remote'),
    ],
  },
  {
    name: 'Token expires in a call',
    about:
      'The token runs out while we talk: the host’s provider fails, then has none, and the registrar refuses the old one. The call goes on, and a new token brings the registration back.',
    steps: [
      ...signInWith({}, startedAt + 300_000),
      ...dial('call-1'),
      ...answered('call-1'),
      nextTimer,
      credentials('credentials.unavailable', { failure: { code: 'token-unavailable' }, retryAfterMs: 1_700 }),
      nextTimer,
      credentials('credentials.refused', { failure: { code: 'token-refused' } }),
      nextTimer,
      world('watchConnection', 'registration.refused', { failure: { code: 'wrong-credentials', sipStatus: 401 } }),
      ...held('call-1'),
      ask('resume', { callId: 'call-1' }),
      session('call-1', 'session.negotiated', { offer: { hold: false } }),
      ask('refreshToken'),
      credentials('credentials.obtained', { expiresAt: startedAt + 3_600_000, at }),
      registered,
      ...hangUp('call-1'),
    ],
  },
  {
    name: 'Connection lost in a call',
    about: 'The WebSocket breaks, and comes back after a wait. The call goes on.',
    steps: [
      ...signIn,
      ...dial('call-1'),
      ...answered('call-1'),
      world('watchConnection', 'transport.closed', { failure: { code: 'unreachable' }, retryAfterMs: 2_000 }),
      nextTimer,
      world('watchConnection', 'transport.connected', { server: 'wss://pbx.example/ws' }),
      world('watchConnection', 'registration.accepted', { expiresAt: 4_000_000_000_000 }),
    ],
  },
]
