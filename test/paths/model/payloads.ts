import type { ContextFrom, EventFromLogic } from 'xstate'
import type { authMachine } from '../../../src/machines/auth/auth.machine'
import type { autoAnswerMachine } from '../../../src/machines/auto-answer.machine'
import type { availabilityMachine } from '../../../src/machines/availability.machine'
import type { callMachine } from '../../../src/machines/call/call.machine'
import type { conferenceMachine } from '../../../src/machines/conference.machine'
import type { connectionMachine } from '../../../src/machines/connection.machine'
import type { deviceTestMachine } from '../../../src/machines/device-test.machine'
import type { devicesMachine } from '../../../src/machines/devices.machine'
import { defaultPreferences } from '../../../src/machines/devices.setup'
import type { focusMachine } from '../../../src/machines/focus.machine'
import type { messageMachine } from '../../../src/machines/message.machine'
import type { messagesMachine } from '../../../src/machines/messages.machine'
import type { parkMachine } from '../../../src/machines/park.machine'
import type { parkingLotMachine } from '../../../src/machines/parking-lot.machine'
import type { phoneMachine } from '../../../src/machines/phone.machine'
import type { QualitySample } from '../../../src/machines/ports'
import type { preflightMachine } from '../../../src/machines/preflight.machine'
import type { presenceMachine } from '../../../src/machines/presence.machine'
import type { qualityMachine } from '../../../src/machines/quality/quality.machine'
import type { recordingMachine } from '../../../src/machines/recording.machine'
import type { CallRecord } from '../../../src/machines/reports'
import type { ringerMachine } from '../../../src/machines/ringer.machine'
import type { roomMachine } from '../../../src/machines/room.machine'
import type { subscriptionMachine } from '../../../src/machines/subscription.machine'
import type { supervisionMachine } from '../../../src/machines/supervision.machine'
import type { supervisorMachine } from '../../../src/machines/supervisor.machine'
import type { tonesMachine } from '../../../src/machines/tones.machine'
import type { transferMachine } from '../../../src/machines/transfer.machine'
import type { transfereeMachine } from '../../../src/machines/transferee.machine'
import type { voicemailMachine } from '../../../src/machines/voicemail.machine'

type AnyEvent = EventFromLogic<
  | typeof authMachine
  | typeof autoAnswerMachine
  | typeof availabilityMachine
  | typeof callMachine
  | typeof conferenceMachine
  | typeof connectionMachine
  | typeof deviceTestMachine
  | typeof devicesMachine
  | typeof focusMachine
  | typeof messageMachine
  | typeof messagesMachine
  | typeof parkMachine
  | typeof parkingLotMachine
  | typeof phoneMachine
  | typeof preflightMachine
  | typeof presenceMachine
  | typeof qualityMachine
  | typeof recordingMachine
  | typeof ringerMachine
  | typeof roomMachine
  | typeof subscriptionMachine
  | typeof supervisionMachine
  | typeof supervisorMachine
  | typeof tonesMachine
  | typeof transferMachine
  | typeof transfereeMachine
  | typeof voicemailMachine
>

/** What a chart says to itself follows from what others say to it. */
type Inner =
  | 'negotiation.wanted'
  | 'negotiation.rested'
  | 'availability.remembered'
  | 'devices.preferred'
  | 'port.broken'
  | 'preferences.broken'

type Of<Type, Event = AnyEvent> = Event extends { readonly type: infer Types }
  ? Type extends Types
    ? Omit<Event, 'type'>
    : never
  : never
type Table = {
  readonly [Type in Exclude<AnyEvent['type'], Inner | `xstate.${string}`>]: readonly (
    | Of<Type>
    | ((context: never) => Of<Type> | undefined)
  )[]
}

const at = 20_000
/** Numbered as it is sent: each intent is a command of its own. */
const commandId = ''
const intent = { commandId, at }
const a = { callId: 'a' }
const b = { callId: 'b' }
const ofA = { ...intent, ...a }
const ofB = { ...intent, ...b }

export const remote = { number: '600', name: 'Echo', uri: 'sip:600@pbx.example' }
const target = remote.uri
const account = { handle: 'alice', uri: 'sip:1001@pbx.example', displayName: null, servers: ['wss://a', 'wss://b'] }
const withToken = { ...account, proof: 'token' } as const
const failure = { code: 'refused' } as const
const invitation = { type: 'invitation.received', callId: 'in', remote, at } as const

const record: CallRecord = {
  callId: 'a',
  direction: 'outgoing',
  remote,
  startedAt: 1_000,
  answeredAt: null,
  endedAt: at,
  waitMs: 19_000,
  durationMs: 0,
  ending: 'cancelled',
  endedBy: 'local',
  failure: null,
}
const talked = { ...record, answeredAt: 5_000, ending: 'completed', endedBy: 'remote' } as const

const quality = { samples: 1, averageMos: 4, lowestMos: 4, lossRatio: 0, jitterMs: 5, roundTripMs: 40 }

/** A second of RTP that sounds well, but for what is named. */
function sample(
  received: Partial<QualitySample['received']> = {},
  {
    sent,
    ...other
  }: Partial<Omit<QualitySample, 'sent' | 'received'>> & {
    readonly sent?: Partial<QualitySample['sent']>
  } = {},
): { readonly sample: QualitySample } {
  const rtp = { bitrate: 62_000, packets: 100, lossRatio: 0, level: 0.3 }
  return {
    sample: {
      at,
      direction: 'sendrecv',
      codec: 'opus',
      roundTripMs: 40,
      ...other,
      received: { ...rtp, jitterMs: 5, bufferMs: 10, ...received },
      sent: { ...rtp, ...sent },
    },
  }
}

/** What is called by a name, where its data would not tell it apart. */
const named = <Of>(variants: Readonly<Record<string, Of>>): (() => Of)[] =>
  Object.entries(variants).map(([name, data]) => Object.defineProperty(() => data, 'name', { value: name }))

type Messages = ContextFrom<typeof messagesMachine>

/** A message is delivered once. */
const sentLast = ({ messages }: Messages) => messages.findLast(({ delivery }) => delivery === 'sending')?.messageId

type WithCommand = { readonly command: { readonly id: string } | null }

/** Every event of every chart, in each of the ways in which it matters to one of them. Each type has to be here. */
export const payloads: Table = {
  // Intents
  'auth.refreshToken': [intent],
  'auth.signIn': named({ byPassword: { ...intent, account }, byToken: { ...intent, account: withToken } }),
  'auth.signOut': [intent],
  'availability.finishWrapUp': [intent],
  'availability.set': (['available', 'away', 'doNotDisturb'] as const).map((status) => ({ ...intent, status })),
  'availability.setAutoAnswer': (['never', 'asked', 'always'] as const).map((autoAnswer) => ({
    ...intent,
    autoAnswer,
  })),
  'availability.setCallWaiting': (['on', 'off'] as const).map((callWaiting) => ({ ...intent, callWaiting })),
  'call.answer': [ofA],
  'call.cancelTransfer': [ofA],
  'call.completeTransfer': [ofA],
  'call.consult': [{ ...ofA, consultId: 'b', target, remote, data: null }],
  'call.decline': [ofA, { ...ofA, reason: 'busy' }],
  'call.deflect': [{ ...ofA, target, remote }],
  'call.dial': [{ ...ofA, target, remote }],
  'call.hangUp': [ofA, { ...ofA, because: 'leaving' }],
  'call.hold': [ofA],
  'call.mute': [ofA],
  'call.resume': [ofA],
  'call.sendDtmf': [
    { ...ofA, tones: '1', durationMs: 100, gapMs: 70 },
    { ...ofA, tones: ',2', durationMs: 100, gapMs: 70 },
  ],
  'call.setSupervision': (['listen', 'whisper', 'barge'] as const).map((mode) => ({ ...ofA, mode })),
  'call.startRecording': [ofA],
  'call.stopRecording': [ofA],
  'call.transfer': [{ ...ofA, target, remote, data: null }],
  'call.unmute': [ofA],
  'conference.merge': [
    { ...ofA, callIds: ['a', 'b'], held: [] },
    function withOneThatIsHeld({ members = [] }: { readonly members?: readonly string[] }) {
      return { ...ofA, callIds: ['a', 'b'], held: members.includes('b') ? [] : ['b'] }
    },
    function withAThird({ members = [] }: { readonly members?: readonly string[] }) {
      return { ...ofA, callIds: ['a', 'b', 'c'], held: members.includes('c') ? [] : ['c'] }
    },
  ],
  'conference.split': [ofA],
  'connection.connect': [intent],
  'connection.disconnect': [intent],
  'devices.choose': [
    { ...intent, role: 'microphone', choice: { microphoneId: 'headset' } },
    { ...intent, role: 'microphone', choice: { microphoneId: null } },
    { ...intent, role: 'speaker', choice: { speakerId: 'headset' } },
    { ...intent, role: 'ringDevice', choice: { ringDeviceId: 'headset' } },
  ],
  'devices.requestPermission': [intent],
  'devices.setVolume': [{ ...intent, volumes: { callVolume: 0.5 } }],
  'devices.unblockAudio': [intent],
  'messages.send': [{ ...intent, remote, text: 'Hello' }],
  'parking.park': [
    { ...ofA, target, slot: '701', remote },
    { ...ofA, target, slot: null, remote },
  ],
  'preflight.cancel': [intent],
  'preflight.start': [{ ...ofA, target, remote }],
  'room.gather': [{ ...ofA, callIds: ['a', 'b'], heardId: 'a', roomCallId: 'own', target, remote }],
  'test.echo': [intent],
  'test.microphone': [intent],
  'test.ringDevice': [intent],
  'test.speaker': [intent],
  'test.stop': [intent],
  'transferee.accept': [{ ...ofA, newCallId: 'r' }],
  'transferee.refuse': [ofA],

  // Facts
  'check.failed': [{ failure }],
  'check.listened': [{ at }],
  'check.microphoneHeard': [
    { label: 'Headset', peak: 0.4 },
    { label: 'Headset', peak: 0 },
  ],
  'check.networkSeen': [
    { candidates: ['host', 'srflx'], gatheringMs: 90 },
    { candidates: [], gatheringMs: 90 },
  ],
  'choices.failed': [{}],
  'choices.loaded': [
    { account: account.uri, choices: {} },
    { account: account.uri, choices: { status: 'away', callWaiting: 'off', autoAnswer: 'always' } },
    { account: account.uri, choices: { status: 'doNotDisturb' } },
    { account: 'sip:somebody.else@pbx.example', choices: {} },
  ],
  'choices.saved': [{}],
  'credentials.aged': [
    { handle: account.handle, at },
    { handle: account.handle, at: at + 3_600_000 },
  ],
  'credentials.obtained': [
    { handle: account.handle, expiresAt: null, at },
    { handle: account.handle, expiresAt: at + 3_600_000, at },
    { handle: account.handle, expiresAt: at + 5_000, at },
    { handle: 'bygone', expiresAt: null, at },
  ],
  'credentials.refused': [
    { handle: account.handle, failure },
    { handle: 'bygone', failure },
  ],
  'credentials.rejected': [
    { handle: account.handle, failure },
    { handle: 'bygone', failure },
  ],
  'credentials.unavailable': [
    { handle: account.handle, failure, retryAfterMs: 1_500 },
    { handle: 'bygone', failure, retryAfterMs: 1_500 },
  ],
  'device.refused': (['microphone', 'speaker', 'ringDevice'] as const).map((role) => ({ role, failure })),
  'device.used': [
    { role: 'microphone', choice: { microphoneId: 'headset' } },
    { role: 'microphone', choice: { microphoneId: null } },
    { role: 'speaker', choice: { speakerId: 'headset' } },
    { role: 'ringDevice', choice: { ringDeviceId: 'headset' } },
  ],
  'devices.listed': [
    { microphones: [{ id: 'headset', label: 'Headset' }], speakers: [{ id: 'headset', label: 'Headset' }] },
    { microphones: [{ id: 'built-in', label: '' }], speakers: [{ id: 'built-in', label: '' }] },
    { microphones: [], speakers: [] },
  ],
  'invitation.received': [{ callId: 'in', remote, at }],
  'lot.failed': [{ failure, retryAfterMs: 4_000 }],
  'lot.listed': [
    { calls: [], nextMs: 5_000, at },
    { calls: [{ slot: '701', remote, since: at }], nextMs: 5_000, at },
  ],
  'media.connected': [{}],
  'media.failed': [{}],
  'media.flowing': [{}],
  'media.interrupted': [{}],
  'media.stopped': [{}],
  'message.accepted': [{ at }],
  'message.arrived': [{ messageId: 'm', remote, text: 'Hello', at }],
  'message.refused': [{ failure }],
  'microphone.acquired': [{}],
  'microphone.available': [{}],
  'microphone.ended': [{}],
  'microphone.interrupted': [{}],
  'microphone.muted': [{}],
  'microphone.refused': [{ failure: { code: 'permission-denied' }, at: 3_000 }],
  'microphone.restored': [{}],
  'microphone.unmuted': [{}],
  'mix.interrupted': [{}],
  'mix.refused': [{ failure }],
  'mix.restored': [{}],
  'mix.started': [{}],
  'permission.changed': (['prompt', 'granted', 'denied'] as const).map((permission) => ({ permission })),
  'permission.refused': [{ failure: { code: 'permission-denied' } }, { failure: { code: 'no-microphone' } }],
  'playback.blocked': [{}],
  'playback.interrupted': [{}],
  'playback.unblocked': [{}],
  'preferences.failed': [{}],
  'preferences.loaded': [
    { preferences: defaultPreferences },
    { preferences: { ...defaultPreferences, microphoneId: 'headset', speakerId: 'headset' } },
  ],
  'preferences.saved': [{}],
  'quality.sampled': named({
    fine: sample(),
    lossy: sample({ lossRatio: 0.2 }),
    jittery: sample({ jitterMs: 90, bufferMs: 200 }),
    nothingIn: sample({ packets: 0, bitrate: 0, lossRatio: null, level: 0 }),
    nothingOut: sample({}, { sent: { packets: 0, bitrate: 0 } }),
    silence: sample({}, { sent: { level: 0 } }),
    late: sample({}, { roundTripMs: 900 }),
    lossyOut: sample({}, { sent: { lossRatio: 0.2 } }),
    onHold: sample({}, { direction: 'inactive' }),
    allBad: sample(
      { packets: 0, lossRatio: 0.2, jitterMs: 90, bufferMs: 200 },
      { roundTripMs: 900, sent: { packets: 0, lossRatio: 0.2, level: 0 } },
    ),
    nothingInOrMissed: sample({ packets: 0, lossRatio: 0 }),
    unjudged: sample({ lossRatio: null, jitterMs: null }),
    hardlyBad: sample({ lossRatio: 0.03, jitterMs: 30 }, { roundTripMs: 400 }),
    hardlyLossy: sample({ lossRatio: 0.03 }),
    hardlyJittery: sample({ jitterMs: 30 }),
    hardlyLate: sample({}, { roundTripMs: 400 }),
  }),
  'refer.received': (['blind', 'attended'] as const).map((kind) => ({
    requestId: 'r',
    callId: 'a',
    kind,
    target: remote,
    by: null,
    at,
  })),
  'refer.withdrawn': [{ requestId: 'r' }, { requestId: 'bygone' }],
  'recording.confirmed': [{}],
  'recording.refused': [{ failure }],
  'registration.accepted': [{ expiresAt: 600_000 }],
  'registration.failed': [{ failure: { code: 'server-error', sipStatus: 503 }, retryAfterMs: 2_000 }],
  'registration.refused': [{ failure: { code: 'forbidden', sipStatus: 403 } }],
  'registration.removed': [{}],
  'resource.lost': [{ failure, retryAfterMs: 4_000 }],
  'resource.notified': [{ state: { package: 'dialog', dialogs: [] }, at }],
  'resource.refused': [{ failure }],
  'session.accepted': [{ remote: null, at: 5_000 }],
  'session.cancelled': [
    { by: 'caller', reason: null, at: 4_000 },
    { by: 'elsewhere', reason: { protocol: 'SIP', cause: 200, text: 'Call completed elsewhere' }, at: 4_000 },
  ],
  'session.ended': [
    { by: 'remote', failure: null, reason: null, at: 65_000 },
    { by: 'lost', failure: { code: 'dialog-gone', sipStatus: 481 }, reason: null, at: 65_000 },
  ],
  'session.negotiated': [{ offer: { hold: true } }, { offer: { hold: false } }],
  'session.offerAnswered': [{}],
  'session.offerReceived': [{}],
  'session.offerRefused': [{ failure: { code: 'not-acceptable', sipStatus: 488 } }],
  'session.offersCrossed': [{ retryAfterMs: 2_500 }],
  'session.progressed': (['trying', 'ringing', 'forwarded', 'queued', 'progressing'] as const).map((progress) => ({
    progress,
    at: 2_000,
  })),
  'session.recordingTold': [{ recording: 'on' }, { recording: 'off' }],
  'session.referAccepted': [{ willNotify: true }, { willNotify: false }],
  'session.referEnded': [{ ok: true }, { ok: false, failure: { code: 'busy', sipStatus: 486 } }],
  'session.referProgressed': [{ sipStatus: 180, text: 'Ringing' }],
  'session.referRefused': [{ failure: { code: 'forbidden', sipStatus: 403 } }],
  'session.refreshDue': [{}],
  'session.rejected': [{ failure: { code: 'busy', sipStatus: 486 }, at: 4_000 }],
  'session.remoteHeld': [{}],
  'session.remoteResumed': [{}],
  'session.replaced': [{ remote: { number: '2000', name: 'Carol', uri: 'sip:2000@pbx.example' } }],
  'sip.notLoaded': [{ failure: { code: 'sip-not-loaded' } }],
  'test.ended': [{}],
  'test.failed': [{ failure }],
  'test.opened': [{}],
  'test.played': [{}],
  'test.refused': [{ failure }],
  'tone.refused': [{ tone: '1', failure }],
  'tone.sent': [{ tone: '1' }],
  'transport.closed': [{ failure: { code: 'unreachable' }, retryAfterMs: 900 }],
  'transport.connected': [{ server: 'wss://a' }],
  'transport.disconnected': [{}],

  // What charts tell each other
  'admission.granted': [{ invitation, autoAnswer: 'asked' }],
  'admission.refused': [{ invitation, why: 'doNotDisturb' }],
  'answering.denied': [{ ...a, why: 'not-registered' }],
  'answering.due': [{ ...a, at }],
  'answering.offered': [
    { ...a, at, answerAfterMs: null, policy: 'always', obstacle: null },
    { ...a, at, answerAfterMs: 0, policy: 'asked', obstacle: null },
    { ...a, at, answerAfterMs: null, policy: 'asked', obstacle: null },
    { ...a, at, answerAfterMs: null, policy: 'never', obstacle: null },
    { ...a, at, answerAfterMs: null, policy: 'always', obstacle: 'microphone-not-granted' },
    { ...b, at, answerAfterMs: null, policy: 'always', obstacle: null },
  ],
  'auth.disproven': [{ failure: { code: 'wrong-credentials', sipStatus: 401 } }],
  'auth.lapsed': [{ failure: { code: 'wrong-credentials', sipStatus: 401 } }],
  'auth.offline': [{}],
  'auth.proven': [{}],
  'auth.unjudged': [{ failure: { code: 'unreachable' } }],
  'availability.callBegan': [
    function anotherCall({ calls }: { readonly calls: readonly string[] }) {
      return { callId: ['a', 'b', 'c'].find((callId) => !calls.includes(callId)) ?? 'd' }
    },
  ],
  'availability.use': [{ account: account.uri }],
  'check.callWanted': [{ intent: { ...ofA, type: 'call.dial', target, remote } }],
  'check.hangUpWanted': [{ intent: { ...ofA, type: 'call.hangUp' } }],
  'connection.giveUp': [{ failure: { code: 'token-refused' } }],
  'connection.leave': [{}],
  'connection.renewed': [{}],
  'connection.use': named({ byPassword: { account }, byToken: { account: withToken } }),
  'delivery.confirmed': [
    function ofTheLast(context: Messages) {
      const messageId = sentLast(context)
      return messageId === undefined ? undefined : { messageId, at }
    },
  ],
  'delivery.failed': [
    function ofTheLast(context: Messages) {
      const messageId = sentLast(context)
      return messageId === undefined ? undefined : { messageId, failure }
    },
  ],
  'focus.abandon': [{}],
  'focus.callBegan': [a, b],
  'focus.dialGranted': [{ intent: { ...ofA, type: 'call.dial', target, remote } }],
  'focus.dialRefused': [
    { ...a, failure },
    { ...b, failure },
    { callId: 'own', failure },
    { callId: 'r', failure },
  ],
  'focus.granted': [{ intent: { ...ofA, type: 'call.answer' } }],
  'focus.holdWanted': [a],
  'focus.retreat': [{}],
  'focus.wanted': [
    { intent: { ...ofA, type: 'call.resume' } },
    { intent: { ...ofB, type: 'call.answer' } },
    { intent: { ...ofB, callId: 'c', type: 'call.dial', target, remote } },
  ],
  'focus.yield': [{}],
  'line.down': [{}],
  'line.up': [{ uri: account.uri }],
  'merge.done': [{ callIds: ['a', 'b'], ...intent }],
  'merge.holdWanted': [a],
  'merge.resumeWanted': [ofA],
  'merge.retreatWanted': [a],
  'park.endWanted': [a],
  'park.referWanted': [{ ...a, target }],
  'recording.codeWanted': [{ tones: '*1', ...intent }],
  'recording.settled': [{ outcome: { ok: true } }, { outcome: { ok: false, failure } }],
  'recording.told': [{ recording: 'on' }, { recording: 'off' }],
  'report.closing': [a, b, { callId: 'c' }],
  'report.credentialsObtained': [{ account }],
  'report.ended': [
    { ...a, record },
    { ...a, record: talked },
    { ...a, record: { ...talked, ending: 'transferred' } },
    { ...a, record: { ...talked, quality } },
    { ...a, record: null },
    { ...b, record: { ...record, callId: 'b' } },
    { callId: 'c', record: { ...talked, callId: 'c' } },
    { callId: 'r', record: { ...record, callId: 'r' } },
    { callId: 'own', record: { ...talked, callId: 'own' } },
  ],
  'report.established': [a, b, { callId: 'r' }, { callId: 'own' }],
  'report.held': [a, b],
  'report.holdFailed': [a, b, { callId: 'c' }],
  'report.live': [a, b, { callId: 'r' }],
  'report.offline': [{}],
  'report.parked': [{ slot: '701', remote, at }],
  'report.quiet': [a, b],
  'report.referAccepted': [
    { ...a, willNotify: true },
    { ...a, willNotify: false },
  ],
  'report.referFailed': [
    { ...a, failure },
    { ...b, failure },
  ],
  'report.referProgressed': [{ ...a, sipStatus: 180, text: 'Ringing' }],
  'report.referSucceeded': [a, b],
  'report.refused': [{ failure }],
  'report.registered': [{}],
  'report.resumed': [a, b, { callId: 'c' }],
  'report.ringing': [a, b],
  'report.signingOut': [intent],
  'report.slotTaken': [
    { slot: '701', remote },
    { slot: '702', remote: null },
  ],
  'report.unreachable': [{ failure }],
  'report.unregistered': [{}],
  'room.dialWanted': [{ intent: { ...ofA, type: 'call.dial', target, remote } }],
  'supervising.start': [{ ...ofA, number: '1002', mode: 'listen', remote }],
  'supervision.changed': [{ mode: 'whisper' }],
  'supervision.granted': [{ target }],
  'supervision.refused': [{ failure }],
  'supervision.unchanged': [{ failure }],
  'supervision.codeWanted': [{ tones: '5', ...intent }],
  'supervision.settled': [{ outcome: { ok: true } }, { outcome: { ok: false, failure } }],
  'tones.abandon': [{}],
  'tones.settled': [
    function ofOurCode(context: Partial<WithCommand> & { readonly commandId?: string | null }) {
      return { commandId: `${context.command?.id ?? context.commandId}/code`, outcome: { ok: true } }
    },
    function ofOurCodeInVain(context: Partial<WithCommand> & { readonly commandId?: string | null }) {
      return { commandId: `${context.command?.id ?? context.commandId}/code`, outcome: { ok: false, failure } }
    },
    { commandId: 'of somebody else', outcome: { ok: true } },
  ],
  'transfer.abandonWanted': [{}],
  'transfer.dialWanted': [{ intent: { ...ofA, type: 'call.dial', target, remote } }],
  'transfer.end': [{}],
  'transfer.endWanted': [a],
  'transfer.hangUpWanted': [ofA],
  'transfer.refer': [{ target, replacesCallId: null, data: null, ending: 'transferred' }],
  'transfer.referWanted': [{ ...a, target, replacesCallId: null, data: null }],
  'transfer.resumeWanted': [ofA],
  'transfer.withdraw': [{}],
  'transfer.withdrawWanted': [a],
  'mailbox.notified': [
    { state: { package: 'message-summary', newMessages: 2, oldMessages: 1, urgentMessages: 0 } },
    { state: { package: 'message-summary', newMessages: 0, oldMessages: 3, urgentMessages: 0 } },
  ],
  'watch.changed': [
    { uri: 'sip:701@pbx.example', state: { package: 'dialog', dialogs: [] }, at },
    {
      uri: 'sip:701@pbx.example',
      state: { package: 'dialog', dialogs: [{ state: 'confirmed', direction: 'incoming', remote }] },
      at,
    },
    {
      uri: account.uri,
      state: { package: 'message-summary', newMessages: 2, oldMessages: 1, urgentMessages: 0 },
      at,
    },
    {
      uri: account.uri,
      state: { package: 'message-summary', newMessages: 0, oldMessages: 3, urgentMessages: 0 },
      at,
    },
  ],
  'watch.lost': [{ uri: 'sip:701@pbx.example', failure }],
}
