import {
  type ActorRefFrom,
  type AnyActorLogic,
  type AnyActorRef,
  assign,
  type EventFromLogic,
  emit,
  enqueueActions,
  raise,
  type SnapshotFrom,
  sendTo,
  setup,
} from 'xstate'
import { authMachine } from './auth/auth.machine'
import { type AutoAnswerInput, type AutoAnswerReport, autoAnswerMachine } from './auto-answer.machine'
import { type AdmissionReport, type AvailabilityInput, availabilityMachine } from './availability.machine'
import { callMachine } from './call/call.machine'
import { type CallInput, pendingTones } from './call/call.setup'
import { type ConferenceReport, conferenceMachine } from './conference.machine'
import { connectionMachine } from './connection.machine'
import { deviceTestMachine } from './device-test.machine'
import { devicesMachine } from './devices.machine'
import type { CommandSettled, Failure } from './failure'
import type { Features, LineSignal } from './features'
import { type FocusReport, focusMachine } from './focus.machine'
import type { CallIntent, DialIntent, FocusingIntent, PhoneIntent } from './intents'
import { messagesMachine } from './messages.machine'
import { type ParkReport, parkMachine } from './park.machine'
import { parkingLotMachine, type SlotReport, slotOfReturned } from './parking-lot.machine'
import type { InvitationCommand, InvitationFact, Preferences } from './ports'
import { type PreflightReport, preflightMachine } from './preflight.machine'
import { presenceMachine } from './presence.machine'
import type { AuthReport, CallRecord, CallReport, ConnectionReport, ReferReport, ResumeReport } from './reports'
import { ringerMachine } from './ringer.machine'
import { type RoomReport, roomMachine } from './room.machine'
import { done, refused, settled, superseded } from './settled'
import { supervisorMachine } from './supervisor.machine'
import { type TransferReport, transferMachine } from './transfer.machine'
import { type TransfereeReport, type TransferRequestPolicy, transfereeMachine } from './transferee.machine'
import { unbound } from './unbound'
import { voicemailMachine } from './voicemail.machine'

export interface PhoneInput {
  /** How many calls there may be at once. */
  readonly maxCalls: number
  /** What the host prefers, until the person chooses. */
  readonly preferences: Preferences
  /** Absent: none. */
  readonly features?: Features
  /** What becomes of callers. Absent: they ring. */
  readonly incoming?: Omit<AvailabilityInput, 'maxCalls'> & AutoAnswerInput
  /** What becomes of a far end's request to call somebody else; default: ask. */
  readonly transferRequests?: TransferRequestPolicy
}

const incomingUnlessTold: NonNullable<PhoneInput['incoming']> = {
  wrapUpMs: 0,
  preferred: { callWaiting: 'on', autoAnswer: 'never' },
  ringMs: 2_000,
}
/** The host's wishes about callers. */
export const incomingOf = ({ incoming = incomingUnlessTold }: PhoneInput) => incoming

interface PhoneContext extends PhoneInput {
  /** Every call that has not ended, in the order in which they began. */
  readonly calls: readonly string[]
  readonly lastCall: CallRecord | null
}

export type TransferEvent = EventFromLogic<typeof transferMachine>

type Crash = { readonly type: `xstate.error.actor.${string}`; readonly actorId: string }

export type PhoneEvent =
  | PhoneIntent
  | InvitationFact
  | FocusReport
  | CallReport
  | ReferReport
  | ResumeReport
  | ConferenceReport
  | RoomReport
  | TransferReport
  | ParkReport
  | PreflightReport
  | SlotReport
  | AdmissionReport
  | AutoAnswerReport
  | TransfereeReport
  | AuthReport
  | ConnectionReport
  | Crash

const callOf = (phone: AnyActorRef, callId: string): ActorRefFrom<typeof callMachine> | undefined =>
  (phone.getSnapshot() as { children: Record<string, ActorRefFrom<typeof callMachine>> }).children[callId]

/** Another chart, as the phone looks at it before it decides. */
const chartOf = <Logic extends AnyActorLogic>(phone: AnyActorRef, id: string): SnapshotFrom<Logic> | undefined =>
  (phone.getSnapshot() as { children: Record<string, { getSnapshot(): SnapshotFrom<Logic> } | undefined> }).children[
    id
  ]?.getSnapshot()

type Resumption = Omit<Extract<TransferReport, { type: 'transfer.resumeWanted' }>, 'type'>

type Granted = Extract<AdmissionReport, { type: 'admission.granted' }>
type Refused = Extract<AdmissionReport, { type: 'admission.refused' }>

/**
 * What forbids to answer without anybody's hand: a call that comes by another way than the registration that we have made,
 * or a microphone that the person has not yet let us use.
 */
function obstacleTo(phone: AnyActorRef) {
  if ((phone.getSnapshot() as { value: unknown }).value !== 'reachable') return 'not-registered'
  const devices = chartOf<typeof devicesMachine>(phone, 'devices')
  return devices?.value.permission === 'granted' ? null : 'microphone-not-granted'
}

type Merged = Omit<Extract<ConferenceReport, { type: 'merge.done' }>, 'type'>

export type MicrophoneIntent = Extract<CallIntent, { type: 'call.mute' | 'call.unmute' }>

const microphonesOff = (['muting', 'muted'] as const).map((microphone) => ({ open: { underway: { microphone } } }))

/** The others of its conference. */
const mergedWith = (phone: AnyActorRef, callId: string): readonly string[] => {
  const conference = chartOf<typeof conferenceMachine>(phone, 'conference')
  const members = conference?.hasTag('merged') ? conference.context.members : []
  return members.includes(callId) ? members.filter((id) => id !== callId) : []
}

type PhoneEmitted =
  | CommandSettled
  | { readonly type: 'call.started' | 'call.incoming'; readonly callId: string }
  | { readonly type: 'call.ended'; readonly callId: string; readonly record: CallRecord }
  | { readonly type: 'phone.error'; readonly failure: Failure }

const charts = {
  auth: authMachine,
  autoAnswer: autoAnswerMachine,
  availability: availabilityMachine,
  conference: conferenceMachine,
  connection: connectionMachine,
  devices: devicesMachine,
  deviceTest: deviceTestMachine,
  focus: focusMachine,
  ringer: ringerMachine,
  room: roomMachine,
  transfer: transferMachine,
  park: parkMachine,
  parkingLot: parkingLotMachine,
  presence: presenceMachine,
  voicemail: voicemailMachine,
  messages: messagesMachine,
  preflight: preflightMachine,
  supervisor: supervisorMachine,
  transferee: transfereeMachine,
  call: callMachine,
}
export type PhoneCharts = typeof charts

/** Everything that the phone's chart is made of: types, the charts below it, actions and guards. */
export const phoneSetup = setup({
  types: {
    context: {} as PhoneContext,
    events: {} as PhoneEvent,
    input: {} as PhoneInput,
    emitted: {} as PhoneEmitted,
  },
  actors: {
    ...charts,
    watchInvitations: unbound<InvitationCommand, undefined, InvitationFact>('watchInvitations'),
  },
  actions: {
    /** To the charts that it concerns, as it is. */
    pass: enqueueActions(({ enqueue, event }, { to }: { readonly to: readonly (keyof PhoneCharts)[] }) => {
      for (const chart of to) enqueue.sendTo(chart, event)
    }),
    toAuth: sendTo('auth', (_, event: EventFromLogic<typeof authMachine>) => event),
    toConnection: sendTo('connection', (_, event: EventFromLogic<typeof connectionMachine>) => event),
    toFocus: sendTo('focus', (_, event: EventFromLogic<typeof focusMachine>) => event),
    toAvailability: sendTo('availability', (_, event: EventFromLogic<typeof availabilityMachine>) => event),
    toTransfer: sendTo('transfer', (_, event: TransferEvent) => event),
    toPark: sendTo('park', (_, event: EventFromLogic<typeof parkMachine>) => event),
    /** What came of a REFER, to the chart that wanted it. */
    toReferrer: enqueueActions(({ enqueue, self }, event: ReferReport) => {
      const park = chartOf<typeof parkMachine>(self, 'park')
      const isParked = park?.hasTag('referring') && park.context.parking?.callId === event.callId
      const isGathered = chartOf<typeof roomMachine>(self, 'room')?.context.members.includes(event.callId)
      enqueue.sendTo(isGathered ? 'room' : isParked ? 'park' : 'transfer', event)
    }),
    /** To the charts that watch or write by the registration that there is. */
    tellLine: enqueueActions(({ enqueue, self }, { type }: Pick<LineSignal, 'type'>) => {
      const uri = chartOf<typeof connectionMachine>(self, 'connection')?.context.account?.uri ?? ''
      const signal: LineSignal = type === 'line.up' ? { type, uri } : { type }
      for (const chart of ['availability', 'parkingLot', 'presence', 'voicemail', 'messages'])
        enqueue.sendTo(chart, signal)
    }),
    toRoom: sendTo('room', (_, event: EventFromLogic<typeof roomMachine>) => event),
    toMergedCalls: enqueueActions(({ enqueue, self }, intent: MicrophoneIntent) => {
      enqueue.sendTo(intent.callId, intent)
      for (const callId of mergedWith(self, intent.callId))
        enqueue.sendTo(callId, { ...intent, callId, commandId: `${intent.commandId}/${callId}` })
    }),
    /** Who has muted one of them does not expect to be heard by another. */
    muteAlike: enqueueActions(({ enqueue, self }, { callIds, commandId, at }: Merged) => {
      const isMuted = (callId: string) => microphonesOff.some((off) => callOf(self, callId)?.getSnapshot().matches(off))
      if (!callIds.some(isMuted)) return
      for (const callId of callIds)
        enqueue.sendTo(callId, { type: 'call.mute', callId, commandId: `${commandId}/${callId}`, at })
    }),
    /** Beside the calls that are heard, so not by the focus. */
    resumeBeside: sendTo(
      (_, { callId }: Resumption) => callId,
      (_, { callId, commandId, at }): FocusingIntent => ({ type: 'call.resume', callId, commandId, at }),
    ),
    toCall: sendTo(
      (_, event: EventFromLogic<typeof callMachine> & { readonly callId: string }) => event.callId,
      (_, event) => event,
    ),
    yieldFocus: sendTo(
      (_, { callId }: { callId: string }) => callId,
      () => ({ type: 'focus.yield' as const }),
    ),
    spawnCall: enqueueActions(({ context, enqueue, self }, input: CallInput) => {
      const lot = input.direction === 'incoming' ? chartOf<typeof parkingLotMachine>(self, 'parkingLot') : undefined
      const slot = lot ? slotOfReturned(lot.context, input) : null
      const recording = context.features?.recording
      enqueue.spawnChild('call', {
        id: input.callId,
        input: {
          ...input,
          ...(slot === null ? {} : { returnedFrom: slot }),
          ...(recording ? { recording } : {}),
        },
      })
      enqueue.assign({ calls: [...context.calls, input.callId], lastCall: null })
      enqueue.sendTo('focus', { type: 'focus.callBegan', callId: input.callId })
      enqueue.sendTo('availability', { type: 'availability.callBegan', callId: input.callId })
      enqueue.emit({
        type: input.direction === 'incoming' ? 'call.incoming' : 'call.started',
        callId: input.callId,
      })
    }),
    removeCall: enqueueActions(({ context, enqueue }, { callId }: { callId: string }) => {
      enqueue.stopChild(callId)
      enqueue.assign({ calls: context.calls.filter((id) => id !== callId) })
    }),
    recordLastCall: assign({
      lastCall: ({ context }, params: { record: CallRecord | null }) => params.record ?? context.lastCall,
    }),
    refuseInvitation: sendTo(
      'invitations',
      (_, { callId, reason }: Omit<InvitationCommand, 'type'>): InvitationCommand => ({
        type: 'invitation.refuse',
        callId,
        reason,
      }),
    ),
    /** Told that we are busy, and to be called back perhaps: it is in the history, though it never rang. */
    missInvitation: enqueueActions(({ enqueue }, { invitation, why }: Omit<Refused, 'type'>) => {
      const { callId, remote, at } = invitation
      const record: CallRecord = {
        callId,
        direction: 'incoming',
        remote,
        startedAt: at,
        answeredAt: null,
        endedAt: at,
        waitMs: 0,
        durationMs: 0,
        ending: 'missed',
        endedBy: 'local',
        failure: null,
        refusedFor: why,
      }
      enqueue.sendTo('invitations', { type: 'invitation.refuse', callId, reason: 'busy' })
      enqueue.assign({ lastCall: record })
      enqueue.emit({ type: 'call.ended', callId, record })
    }),
    /** Whether it may be, the chart of automatic answers decides; what speaks against it is known here. */
    offerAutoAnswer: enqueueActions(({ enqueue, self }, { invitation, autoAnswer: policy }: Omit<Granted, 'type'>) => {
      const { callId, at, answerAfterMs = null } = invitation
      const obstacle = obstacleTo(self)
      enqueue.sendTo('autoAnswer', { type: 'answering.offered', callId, at, answerAfterMs, policy, obstacle })
    }),
    /** The time has come; the microphone and the connection may have gone meanwhile. */
    answerByItself: enqueueActions(({ enqueue, self }, { callId, at }: AutoAnswerReport) => {
      const intent: FocusingIntent = { type: 'call.answer', commandId: `autoAnswer/${callId}`, callId, at }
      const why = obstacleTo(self)
      if (why === null) enqueue.sendTo('focus', { type: 'focus.wanted', intent })
      else enqueue.sendTo('autoAnswer', { type: 'answering.denied', callId, why })
    }),
    /** What the focus has granted may have become impossible while the others were being held. */
    toCallIfItCan: enqueueActions(({ enqueue, self }, intent: FocusingIntent) => {
      if (callOf(self, intent.callId)?.getSnapshot().can(intent)) enqueue.sendTo(intent.callId, intent)
      else enqueue.emit(settled(intent.commandId, refused(superseded)))
    }),
    refuseDial: enqueueActions(({ enqueue }, { commandId, callId }: DialIntent) => {
      const failure: Failure = { code: 'too-many-calls' }
      enqueue.emit(settled(commandId, refused(failure)))
      enqueue.sendTo('focus', { type: 'report.ended', callId, record: null })
      for (const chart of ['transfer', 'transferee', 'preflight', 'room'] as const)
        enqueue.sendTo(chart, { type: 'focus.dialRefused', callId, failure })
    }),
    /** Back to a call that was put on hold for another one; it may be heard already. */
    resumeIfHeld: enqueueActions(({ enqueue, self }, { callId, commandId, at }: Resumption) => {
      const intent: FocusingIntent = { type: 'call.resume', callId, commandId, at }
      if (callOf(self, callId)?.getSnapshot().can(intent)) enqueue.sendTo('focus', { type: 'focus.wanted', intent })
      else enqueue.emit(settled(commandId, done))
    }),
    /** A chart that throws leaves behind what it has opened, the microphone too, and the commands that wait for it. */
    cleanUpAfter: enqueueActions(({ enqueue, self }, { callId }: { callId: string }) => {
      const call = callOf(self, callId)
      // One that threw before its first state has neither.
      const { context, children }: Partial<SnapshotFrom<typeof callMachine>> = call?.getSnapshot() ?? {}
      if (call === undefined || context === undefined || children === undefined) return
      for (const commandId of [...Object.values(context.commands), ...pendingTones(call)])
        enqueue.emit(settled(commandId, refused({ code: 'ended' })))
      for (const child of Object.values(children)) if (child) enqueue.sendTo(child, { type: 'xstate.stop' })
    }),
    endWithoutRecord: raise((_, { callId }: { callId: string }) => ({
      type: 'report.ended' as const,
      callId,
      record: null,
    })),
    hangUpAll: enqueueActions(({ context, enqueue }, { commandId, at }: { commandId: string; at: number }) => {
      for (const callId of context.calls)
        enqueue.sendTo(callId, {
          type: 'call.hangUp',
          callId,
          commandId: `${commandId}/${callId}`,
          at,
          because: 'leaving',
        })
    }),
    publishError: emit((_, { failure }: { failure: Failure }) => ({ type: 'phone.error' as const, failure })),
  },
  guards: {
    hasRoom: ({ context }) => context.calls.length < context.maxCalls,
    /** One that takes another's place makes room for itself, as soon as it is answered. */
    hasRoomFor: ({ context: { calls, maxCalls } }, { insteadOf }: DialIntent) =>
      calls.filter((callId) => callId !== insteadOf).length < maxCalls,
    hasCall: ({ context }, { callId }: { callId: string }) => context.calls.includes(callId),
  },
})
