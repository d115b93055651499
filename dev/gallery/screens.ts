import type { PhoneState } from '../../src/api/state'
import {
  bob,
  callRecord,
  callView,
  carol,
  connecting,
  connectionFailed,
  connectionLost,
  desk,
  dialingCall,
  incomingCall,
  mallory,
  now,
  phoneState,
  signedOut,
  signInExpired,
  signInExpiredWaiting,
  signInFailed,
  signingIn,
  stranger,
  whyNot,
  withAvailability,
  withDevices,
} from '../../test/support/phone-states'

const recordable = { ...callView().can, startRecording: true, stopRecording: true } as const

export const screens: Readonly<Record<string, PhoneState>> = {
  'sign-in': signedOut,
  'signing-in': signingIn,
  'sign-in-failed': signInFailed,
  connecting,
  idle: phoneState(),
  'do-not-disturb': withAvailability({ status: 'doNotDisturb', chosen: 'doNotDisturb' }),
  'wrap-up': withAvailability({ status: 'wrapUp', since: now - 5_000, endsAt: now + 25_000 }),
  'connection-lost': connectionLost,
  'connection-failed': connectionFailed,
  'sign-in-expired': signInExpired,
  'sign-in-expired-in-call': phoneState({
    session: signInExpiredWaiting.session,
    calls: [callView()],
    can: { ...phoneState().can, refreshToken: true },
  }),
  'microphone-blocked': withDevices({ permission: 'denied' }),
  'sound-blocked': withDevices({ playback: 'blocked' }),
  calling: phoneState({ calls: [dialingCall()] }),
  ringing: phoneState({ calls: [dialingCall({ progress: 'ringing', remote: stranger })] }),
  incoming: phoneState({ calls: [incomingCall()] }),
  'incoming-not-automatic': phoneState({
    calls: [incomingCall({ autoAnswer: { status: 'refused', why: 'microphone-not-granted' } })],
  }),
  swap: phoneState({
    calls: [callView(), callView({ id: 'call-2', remote: carol, hold: 'held' })],
    can: { ...phoneState().can, swap: true },
  }),
  'incoming-markup': phoneState({ calls: [incomingCall({ remote: mallory })] }),
  'in-call': phoneState({ calls: [callView()] }),
  holding: phoneState({ calls: [callView({ hold: 'holding' })] }),
  held: phoneState({ calls: [callView({ hold: 'held', answeredAt: now - 3_723_000 })] }),
  'held-by-them': phoneState({ calls: [callView({ remoteHold: 'held' })] }),
  muted: phoneState({ calls: [callView({ microphone: 'muted' })] }),
  'hold-refused': phoneState({ calls: [callView({ problem: { code: 'not-acceptable', sipStatus: 488 } })] }),
  interrupted: phoneState({ calls: [callView({ media: 'interrupted' })] }),
  'microphone-muted-itself': phoneState({ calls: [callView({ capture: 'interrupted' })] }),
  'microphone-lost': phoneState({ calls: [callView({ capture: 'lost' })] }),
  'sound-interrupted': withDevices({ playback: 'interrupted' }),
  'transfer-asked': phoneState({
    calls: [
      callView({
        transferRequest: { status: 'asked', kind: 'blind', target: carol, by: null, newCallId: 'call-2' },
        can: { ...callView().can, acceptTransfer: true, refuseTransfer: true },
      }),
    ],
  }),
  'transfer-asked-beside': phoneState({
    calls: [
      callView({ id: 'call-1', remote: stranger }),
      callView({
        id: 'call-2',
        hold: 'held',
        transferRequest: { status: 'asked', kind: 'attended', target: carol, by: null, newCallId: 'call-3' },
        can: { ...callView().can, acceptTransfer: true, refuseTransfer: true },
      }),
    ],
    focusedCallId: 'call-1',
  }),
  'transfer-followed': phoneState({
    calls: [
      callView({
        hold: 'held',
        transferRequest: { status: 'dialing', phase: 'calling', target: carol, newCallId: 'call-2' },
      }),
      dialingCall({ id: 'call-2', remote: carol, progress: 'ringing' }),
    ],
    focusedCallId: 'call-2',
  }),
  'call-waiting': phoneState({ calls: [callView(), incomingCall({ id: 'call-2', remote: carol })] }),
  'three-calls': phoneState({
    calls: [
      callView({ id: 'call-1', hold: 'held' }),
      callView({ id: 'call-2', remote: carol, answeredAt: now - 12_000 }),
      incomingCall({ id: 'call-3', remote: stranger }),
    ],
    focusedCallId: 'call-2',
    can: { ...phoneState().can, dial: whyNot('too-many-calls') },
  }),
  'two-incoming': phoneState({ calls: [incomingCall(), incomingCall({ id: 'call-2', remote: stranger })] }),
  desk: phoneState(desk),
  'desk-in-call': phoneState({
    ...desk,
    calls: [callView({ can: { ...callView().can, park: true }, remote: carol })],
  }),
  'desk-returned': phoneState({ ...desk, calls: [incomingCall({ returnedFrom: '702' })] }),
  'park-failed': phoneState({
    ...desk,
    calls: [
      callView({
        can: { ...callView().can, park: true },
        parking: { status: 'failed', problem: { code: 'not-found', sipStatus: 404 } },
      }),
    ],
  }),
  consulting: phoneState({
    calls: [
      callView({
        hold: 'held',
        transfer: { status: 'consulting', target: carol, consultation: 'talking', consultCallId: 'call-2' },
      }),
      callView({
        id: 'call-2',
        remote: carol,
        answeredAt: now - 9_000,
        transfer: { status: 'consultation', callId: 'call-1' },
        can: { ...callView().can, completeTransfer: true, cancelTransfer: true },
      }),
    ],
    focusedCallId: 'call-2',
  }),
  'merge-offered': phoneState({
    calls: [
      callView({ can: { ...callView().can, merge: true } }),
      callView({ id: 'call-2', remote: carol, hold: 'held', can: { ...callView().can, merge: true } }),
    ],
  }),
  merged: phoneState({
    calls: [
      callView({
        conference: { status: 'merged', with: ['call-2'], sound: 'mixed' },
        can: { ...callView().can, split: true },
      }),
      callView({
        id: 'call-2',
        remote: carol,
        conference: { status: 'merged', with: ['call-1'], sound: 'mixed' },
        can: { ...callView().can, split: true },
      }),
    ],
  }),
  recording: phoneState({ calls: [callView({ recording: 'on', can: recordable })] }),
  supervising: phoneState({
    calls: [
      callView({
        remote: carol,
        supervision: { status: 'supervising', number: '1003', mode: 'listen' },
        can: { ...callView().can, setSupervision: true },
      }),
    ],
  }),
  'transfer-or-park': phoneState({ ...desk, calls: [callView({ can: { ...callView().can, park: true } })] }),
  'desk-supervisor': phoneState({
    ...desk,
    supervisionModes: ['listen', 'whisper', 'barge'],
    can: { ...phoneState().can, supervise: true },
  }),
  'all-controls': phoneState({
    calls: [
      callView({
        recording: 'off',
        quality: { status: 'fair', mos: 3.7, warnings: [], measured: null },
        can: { ...recordable, park: true },
      }),
    ],
  }),
  'one-way-audio': phoneState({
    calls: [callView({ quality: { status: 'poor', mos: 1.2, warnings: ['notHearing'], measured: null } })],
  }),
  'last-completed': phoneState({ lastCall: callRecord() }),
  'last-busy': phoneState({
    lastCall: callRecord({
      ending: 'rejected',
      answeredAt: null,
      durationMs: 0,
      problem: { code: 'busy', sipStatus: 486 },
    }),
  }),
  'last-missed': phoneState({
    lastCall: callRecord({ direction: 'incoming', remote: bob, ending: 'missed', answeredAt: null, durationMs: 0 }),
  }),
}
