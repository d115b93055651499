import type { WhyNot, WhyNotCode } from '../../src/api/errors'
import type {
  CallPermissions,
  CallRecord,
  CallView,
  ColleagueView,
  DevicesView,
  MessageView,
  PhoneState,
  RemoteView,
  RenewalView,
} from '../../src/api/state'

/** Views of a phone as its core would give them, for what shows them: the components' tests and the gallery. */

/** 2026-11-21, 10:00 UTC. */
export const now = Date.UTC(2026, 10, 21, 10)

export const alice = { uri: 'sip:1001@pbx.example', user: '1001', displayName: 'Alice' }
export const bob: RemoteView = { number: '1002', name: 'Bob Meyer', uri: 'sip:1002@pbx.example' }
export const carol: RemoteView = { number: '1003', name: 'Carol Ng', uri: 'sip:1003@pbx.example' }
export const stranger: RemoteView = { number: '+41446681800', name: null, uri: 'sip:+41446681800@pbx.example' }
export const mallory: RemoteView = {
  number: '666',
  name: '<img src=x onerror="alert(1)"><b>Mallory</b>',
  uri: 'sip:666@pbx.example',
}

const server = 'wss://pbx.example/ws'

export function whyNot(code: WhyNotCode): WhyNot {
  return { code }
}

const devices: DevicesView = {
  permission: 'granted',
  microphone: 'present',
  playback: 'allowed',
  microphones: [
    { id: 'default', label: 'Default - Headset' },
    { id: 'headset', label: 'Jabra Evolve2 65' },
    { id: 'built-in', label: 'Built-in microphone' },
  ],
  speakers: [
    { id: 'headset', label: 'Jabra Evolve2 65' },
    { id: 'built-in', label: 'Built-in speakers' },
  ],
  microphoneId: null,
  speakerId: null,
  ringDeviceId: null,
  use: { microphone: 'settled', speaker: 'settled', ringDevice: 'settled' },
  processing: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
  volumes: { call: 1, ring: 1 },
  test: { microphone: 'closed', chime: 'quiet', problem: null },
}

/** A phone that is ready, but for what is told otherwise. */
export function phoneState(changes: Partial<PhoneState> = {}): PhoneState {
  return {
    session: { status: 'signedIn', account: alice, token: { status: 'lasting' } },
    connection: { status: 'registered', server, expiresAt: now + 600_000 },
    calls: [],
    focusedCallId: changes.calls?.[0]?.id ?? null,
    lastCall: null,
    devices,
    preflight: { status: 'idle', microphone: null, network: null, quality: null, problem: null },
    parkingLot: { status: 'off', slots: [], calls: [] },
    colleagues: [],
    voicemail: { status: 'off', newMessages: 0, oldMessages: 0, urgentMessages: 0 },
    messages: [],
    supervisionModes: [],
    availability: { status: 'available', chosen: 'available', callWaiting: 'on', autoAnswer: 'asked' },
    can: {
      runPreflight: true,
      cancelPreflight: whyNot('no-preflight'),
      signIn: whyNot('already-signed-in'),
      signOut: true,
      refreshToken: whyNot('no-token'),
      connect: whyNot('already-connected'),
      disconnect: true,
      dial: true,
      pickUp: true,
      callVoicemail: whyNot('voicemail-not-configured'),
      sendMessage: true,
      swap: whyNot('no-other-call'),
      finishWrapUp: whyNot('not-wrapping-up'),
      deflectToVoicemail: whyNot('no-voicemail'),
      supervise: whyNot('supervision-not-configured'),
      unblockAudio: whyNot('audio-not-blocked'),
    },
    ...changes,
  }
}

export function withAvailability(changes: Partial<PhoneState['availability']>): PhoneState {
  const state = phoneState()
  const isWrapUp = changes.status === 'wrapUp'
  return {
    ...state,
    availability: { ...state.availability, ...changes } as PhoneState['availability'],
    can: { ...state.can, finishWrapUp: isWrapUp || state.can.finishWrapUp },
  }
}

export function withDevices(changes: Partial<DevicesView>): PhoneState {
  return phoneState({
    devices: { ...devices, ...changes },
    can: {
      ...phoneState().can,
      unblockAudio:
        changes.playback === 'blocked' || changes.playback === 'interrupted' ? true : whyNot('audio-not-blocked'),
    },
  })
}

const colleague = (remote: RemoteView, status: ColleagueView['status'], other: RemoteView | null = null) => ({
  ...remote,
  status,
  remote: other,
})

const message = (id: string, changes: Partial<MessageView>): MessageView => ({
  id,
  direction: 'incoming',
  remote: bob,
  text: 'Can you take the Fernhill call?',
  at: now - 60_000,
  delivery: 'received',
  problem: null,
  ...changes,
})

/** Somebody waits, somebody rings, and something was said and written. */
export const desk: Partial<PhoneState> = {
  parkingLot: {
    status: 'watched',
    slots: ['701', '702', '703'],
    calls: [
      { slot: '701', remote: stranger, since: now - 42_000 },
      { slot: '703', remote: null, since: now - 5_000 },
    ],
  },
  colleagues: [
    colleague(bob, 'ringing', stranger),
    colleague(carol, 'busy'),
    colleague({ number: '1004', name: 'Dave Ito', uri: 'sip:1004@pbx.example' }, 'idle'),
    colleague({ number: '1005', name: null, uri: 'sip:1005@pbx.example' }, 'offline'),
  ],
  voicemail: { status: 'waiting', newMessages: 2, oldMessages: 4, urgentMessages: 0 },
  messages: [
    message('m1', {}),
    message('m2', { direction: 'outgoing', text: 'On it.', delivery: 'sent', at: now - 50_000 }),
    message('m3', { remote: mallory, text: '<img src=x onerror="alert(1)">' }),
  ],
  can: { ...phoneState().can, callVoicemail: true },
}

/** An established call, but for what is told otherwise; `can` follows from it. */
export function callView(changes: Partial<CallView> = {}): CallView {
  const call = {
    id: 'call-1',
    direction: 'outgoing',
    remote: bob,
    phase: 'established',
    progress: 'none',
    earlyMedia: 'none',
    hold: 'none',
    remoteHold: 'none',
    microphone: 'open',
    capture: 'working',
    media: 'flowing',
    quality: { status: 'unknown', mos: null, warnings: [], measured: null },
    autoAnswer: { status: 'none' },
    transfer: { status: 'none' },
    parking: { status: 'none' },
    returnedFrom: null,
    transferRequest: { status: 'none' },
    supervision: { status: 'none' },
    recording: 'off',
    conference: { status: 'none' },
    pendingTones: '',
    headers: {},
    metadata: {},
    startedAt: now - 90_000,
    answeredAt: now - 83_000,
    problem: null,
    ...changes,
  } as const
  return { ...call, can: { ...permissions(call), ...changes.can } }
}

function permissions({ phase, hold, microphone }: Pick<CallView, 'phase' | 'hold' | 'microphone'>): CallPermissions {
  const live = phase === 'established'
  const ringing = phase === 'alerting'
  const ending = phase === 'ending' || phase === 'cancelling' || phase === 'declining'
  const when = (allowed: boolean, code: WhyNotCode) => allowed || whyNot(code)
  return {
    answer: when(ringing, phase === 'answering' ? 'already-answering' : 'not-ringing'),
    decline: when(ringing || phase === 'answering', 'not-ringing'),
    deflect: when(ringing, phase === 'answering' ? 'already-answering' : 'not-ringing'),
    hangUp: when(!ending, 'ending'),
    hold: live
      ? when(hold === 'none', hold === 'holding' ? 'already-holding' : 'already-held')
      : whyNot('not-established'),
    resume: live
      ? when(hold === 'held', hold === 'resuming' ? 'already-resuming' : 'not-held')
      : whyNot('not-established'),
    mute: when(microphone === 'open', microphone === 'none' ? 'not-established' : 'already-muted'),
    unmute: when(microphone === 'muted', 'not-muted'),
    sendDtmf: when(live, 'not-established'),
    transfer: when(live, 'not-established'),
    consult: when(live, 'not-established'),
    completeTransfer: whyNot('no-consultation'),
    cancelTransfer: whyNot('nothing-to-cancel'),
    park: whyNot('parking-not-configured'),
    acceptTransfer: whyNot('no-transfer-request'),
    refuseTransfer: whyNot('no-transfer-request'),
    setSupervision: whyNot('no-supervision'),
    startRecording: whyNot('recording-not-configured'),
    stopRecording: whyNot('recording-not-configured'),
    merge: whyNot('no-other-call'),
    split: whyNot('not-merged'),
  }
}

export function incomingCall(changes: Partial<CallView> = {}): CallView {
  return callView({
    direction: 'incoming',
    phase: 'alerting',
    microphone: 'none',
    capture: 'none',
    media: 'none',
    answeredAt: null,
    ...changes,
  })
}

export function dialingCall(changes: Partial<CallView> = {}): CallView {
  return callView({ phase: 'dialing', media: 'none', answeredAt: null, ...changes })
}

export function callRecord(changes: Partial<CallRecord> = {}): CallRecord {
  return {
    callId: 'call-0',
    direction: 'outgoing',
    remote: bob,
    startedAt: now - 90_000,
    answeredAt: now - 83_000,
    endedAt: now,
    waitMs: 7_000,
    durationMs: 83_000,
    ending: 'completed',
    endedBy: 'remote',
    problem: null,
    ...changes,
  }
}

const signedOutCan: PhoneState['can'] = {
  runPreflight: whyNot('not-signed-in'),
  cancelPreflight: whyNot('no-preflight'),
  signIn: true,
  signOut: whyNot('not-signed-in'),
  refreshToken: whyNot('not-signed-in'),
  connect: whyNot('not-signed-in'),
  disconnect: whyNot('not-signed-in'),
  dial: whyNot('not-signed-in'),
  pickUp: whyNot('not-signed-in'),
  callVoicemail: whyNot('voicemail-not-configured'),
  sendMessage: whyNot('not-signed-in'),
  swap: whyNot('no-other-call'),
  finishWrapUp: whyNot('not-wrapping-up'),
  deflectToVoicemail: whyNot('no-voicemail'),
  supervise: whyNot('supervision-not-configured'),
  unblockAudio: whyNot('audio-not-blocked'),
}

export const signedOut: PhoneState = phoneState({
  session: { status: 'signedOut' },
  connection: { status: 'offline' },
  can: signedOutCan,
})

export const signedOutKnown: PhoneState = { ...signedOut, session: { status: 'signedOut', account: alice } }

export const signingIn: PhoneState = {
  ...signedOut,
  session: { status: 'signingIn', account: alice },
  can: { ...signedOutCan, signIn: whyNot('signing-in') },
}

export const signInFailed: PhoneState = {
  ...signedOut,
  session: { status: 'failed', account: alice, problem: { code: 'wrong-credentials', sipStatus: 401 } },
}

const notConnected = { ...phoneState().can, dial: whyNot('not-connected') }

export const connecting: PhoneState = phoneState({ connection: { status: 'connecting', server }, can: notConnected })

export const connectionLost: PhoneState = phoneState({
  connection: { status: 'lost', problem: { code: 'unreachable' }, phase: 'waiting' },
  can: { ...notConnected, connect: true },
})

const expired = (renewal: RenewalView): PhoneState['session'] => ({
  status: 'signedIn',
  account: alice,
  token: { status: 'expired', renewal },
})
const awaitingToken: PhoneState['connection'] = {
  status: 'awaitingToken',
  server,
  problem: { code: 'wrong-credentials', sipStatus: 401 },
}
const unavailable = { code: 'token-unavailable' } as const

/** The registrar has refused the token, and another is asked for, for the first time. */
export const renewingSignIn: PhoneState = phoneState({
  session: expired({ status: 'refreshing', problem: null }),
  connection: awaitingToken,
  can: { ...notConnected, refreshToken: true },
})
export const signInExpired: PhoneState = {
  ...renewingSignIn,
  session: expired({ status: 'declined', problem: { code: 'token-refused' } }),
}
export const signInExpiredWaiting: PhoneState = {
  ...renewingSignIn,
  session: expired({ status: 'waiting', problem: unavailable }),
}
export const signInExpiredRetrying: PhoneState = {
  ...renewingSignIn,
  session: expired({ status: 'refreshing', problem: unavailable }),
}

export const connectionFailed: PhoneState = phoneState({
  connection: { status: 'failed', problem: { code: 'forbidden', sipStatus: 403 } },
  can: { ...notConnected, connect: true },
})
