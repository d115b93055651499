import {
  type ActorRefFrom,
  type AnyActorRef,
  assign,
  type EventFromLogic,
  emit,
  enqueueActions,
  type SnapshotFrom,
  sendTo,
  setup,
} from 'xstate'
import { authMachine } from './auth.machine'
import { callMachine } from './call/call.machine'
import { type CallInput, noExtras, pendingTones } from './call/call.setup'
import { connectionMachine } from './connection.machine'
import { devicesMachine } from './devices.machine'
import type { CommandSettled, Failure } from './failure'
import { type FocusReport, focusMachine } from './focus.machine'
import type { CallIntent, DialIntent, FocusingIntent, PhoneIntent, TransferIntent } from './intents'
import type { InvitationCommand, InvitationFact, Preferences } from './ports'
import type { AuthReport, CallRecord, CallReport, ConnectionReport, DevicesReport, ReferReport } from './reports'
import { ringerMachine } from './ringer.machine'
import { type TransferReport, transferMachine } from './transfer.machine'
import { unbound } from './unbound'

export interface PhoneInput {
  /** How many calls there may be at once. */
  readonly maxCalls: number
  /** What the host prefers, until the person chooses. */
  readonly preferences: Preferences
}

interface PhoneContext extends PhoneInput {
  /** Every call that has not ended, in the order in which they began. */
  readonly calls: readonly string[]
  readonly lastCall: CallRecord | null
}

type TransferEvent = EventFromLogic<typeof transferMachine>

type Crash = { readonly type: `xstate.error.actor.${string}`; readonly actorId: string }

type PhoneEvent =
  | PhoneIntent
  | InvitationFact
  | FocusReport
  | CallReport
  | ReferReport
  | TransferReport
  | AuthReport
  | ConnectionReport
  | DevicesReport
  | Crash

const refusal = (commandId: string, failure: Failure): CommandSettled => ({
  type: 'command.settled',
  commandId,
  outcome: { ok: false, failure },
})

const callOf = (phone: AnyActorRef, callId: string): ActorRefFrom<typeof callMachine> | undefined =>
  (phone.getSnapshot() as { children: Record<string, ActorRefFrom<typeof callMachine>> }).children[callId]

type ConsultIntent = Extract<TransferIntent, { type: 'call.consult' }>
type Resumption = Omit<Extract<TransferReport, { type: 'transfer.resumeWanted' }>, 'type'>

type PhoneEmitted =
  | CommandSettled
  | { readonly type: 'call.started' | 'call.incoming'; readonly callId: string }
  | { readonly type: 'phone.error'; readonly failure: Failure }

const dialOf = ({ commandId, at, consultId, target, remote }: ConsultIntent): DialIntent => ({
  type: 'call.dial',
  commandId,
  at,
  callId: consultId,
  target,
  remote,
})

/** Intents of one call, which decides on them by itself. */
const toItsCall = {
  guard: { type: 'hasCall', params: ({ event }: { event: CallIntent }) => event },
  actions: { type: 'toCall', params: ({ event }: { event: CallIntent }) => event },
} as const

/** A transfer takes two calls: its chart decides. */
const toTransfer = {
  guard: { type: 'hasCall', params: ({ event }: { event: { readonly callId: string } }) => event },
  actions: { type: 'toTransfer', params: ({ event }: { event: TransferEvent }) => event },
} as const

/** A chart that the phone cannot do without has thrown: a defect of ours, and told as such. */
const publishCrash = {
  actions: { type: 'publishError', params: { failure: { code: 'ended' } } },
} as const

/** The root: one sign-in, one connection, many calls, and what no single call can decide. Every intent enters here. */
export const phoneMachine = setup({
  types: {
    context: {} as PhoneContext,
    events: {} as PhoneEvent,
    input: {} as PhoneInput,
    emitted: {} as PhoneEmitted,
  },
  actors: {
    auth: authMachine,
    connection: connectionMachine,
    devices: devicesMachine,
    focus: focusMachine,
    ringer: ringerMachine,
    transfer: transferMachine,
    call: callMachine,
    watchInvitations: unbound<InvitationCommand, undefined, InvitationFact>('watchInvitations'),
  },
  actions: {
    toAuth: sendTo('auth', (_, event: EventFromLogic<typeof authMachine>) => event),
    toConnection: sendTo('connection', (_, event: EventFromLogic<typeof connectionMachine>) => event),
    toDevices: sendTo('devices', (_, event: EventFromLogic<typeof devicesMachine>) => event),
    toFocus: sendTo('focus', (_, event: EventFromLogic<typeof focusMachine>) => event),
    toRinger: sendTo('ringer', (_, event: CallReport) => event),
    toTransfer: sendTo('transfer', (_, event: TransferEvent) => event),
    toCall: sendTo(
      (_, event: EventFromLogic<typeof callMachine> & { readonly callId: string }) => event.callId,
      (_, event) => event,
    ),
    yieldFocus: sendTo(
      (_, { callId }: { callId: string }) => callId,
      () => ({ type: 'focus.yield' as const }),
    ),
    spawnCall: enqueueActions(({ context, enqueue }, input: CallInput) => {
      enqueue.spawnChild('call', { id: input.callId, input })
      enqueue.assign({ calls: [...context.calls, input.callId], lastCall: null })
      enqueue.sendTo('focus', { type: 'focus.callBegan', callId: input.callId })
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
    recordMicrophone: assign({
      preferences: ({ context }, { deviceId }: { deviceId: string | null }) => ({
        ...context.preferences,
        microphoneId: deviceId,
      }),
    }),
    refuseInvitation: sendTo(
      'invitations',
      (_, { callId, reason }: Omit<InvitationCommand, 'type'>): InvitationCommand => ({
        type: 'invitation.refuse',
        callId,
        reason,
      }),
    ),
    /** What the focus has granted may have become impossible while the others were being held. */
    toCallIfItCan: enqueueActions(({ enqueue, self }, intent: FocusingIntent) => {
      if (callOf(self, intent.callId)?.getSnapshot().can(intent)) enqueue.sendTo(intent.callId, intent)
      else enqueue.emit(refusal(intent.commandId, { code: 'superseded' }))
    }),
    refuseDial: enqueueActions(({ enqueue }, { commandId, callId }: DialIntent) => {
      enqueue.emit(refusal(commandId, { code: 'superseded' }))
      enqueue.sendTo('focus', { type: 'report.ended', callId, record: null })
      enqueue.sendTo('transfer', { type: 'focus.dialRefused', callId })
    }),
    /** Back to a call that was put on hold for another one; it may be heard already. */
    resumeIfHeld: enqueueActions(({ enqueue, self }, { callId, commandId, at }: Resumption) => {
      const intent: FocusingIntent = { type: 'call.resume', callId, commandId, at }
      if (callOf(self, callId)?.getSnapshot().can(intent)) enqueue.sendTo('focus', { type: 'focus.wanted', intent })
      else enqueue.emit({ type: 'command.settled', commandId, outcome: { ok: true } })
    }),
    /** A chart that throws leaves behind what it has opened, the microphone too, and the commands that wait for it. */
    cleanUpAfter: enqueueActions(({ enqueue, self }, { callId }: { callId: string }) => {
      const call = callOf(self, callId)
      // One that threw before its first state has neither.
      const { context, children }: Partial<SnapshotFrom<typeof callMachine>> = call?.getSnapshot() ?? {}
      if (call === undefined || context === undefined || children === undefined) return
      for (const commandId of [...Object.values(context.commands), ...pendingTones(call)])
        enqueue.emit(refusal(commandId, { code: 'ended' }))
      for (const child of Object.values(children)) if (child) enqueue.sendTo(child, { type: 'xstate.stop' })
    }),
    hangUpAll: enqueueActions(({ context, enqueue }, { commandId, at }: { commandId: string; at: number }) => {
      for (const callId of context.calls)
        enqueue.sendTo(callId, { type: 'call.hangUp', callId, commandId: `${commandId}/${callId}`, at })
    }),
    publishError: emit((_, { failure }: { failure: Failure }) => ({ type: 'phone.error' as const, failure })),
  },
  guards: {
    hasRoom: ({ context }) => context.calls.length < context.maxCalls,
    hasCall: ({ context }, { callId }: { callId: string }) => context.calls.includes(callId),
  },
}).createMachine({
  id: 'phone',
  context: ({ input }) => ({ ...input, calls: [], lastCall: null }),
  invoke: [
    { id: 'auth', src: 'auth', onError: publishCrash },
    { id: 'connection', src: 'connection', onError: publishCrash },
    { id: 'devices', src: 'devices', input: ({ context }) => context.preferences, onError: publishCrash },
    { id: 'focus', src: 'focus', onError: publishCrash },
    { id: 'ringer', src: 'ringer', onError: publishCrash },
    { id: 'transfer', src: 'transfer', onError: publishCrash },
    {
      id: 'invitations',
      src: 'watchInvitations',
      onError: { actions: { type: 'publishError', params: { failure: { code: 'sip-not-loaded' } } } },
    },
  ],
  on: {
    // Intents to the chart that they are for
    'auth.*': { actions: { type: 'toAuth', params: ({ event }) => event } },
    'connection.*': { actions: { type: 'toConnection', params: ({ event }) => event } },
    'devices.*': { actions: { type: 'toDevices', params: ({ event }) => event } },
    'call.answer': { actions: { type: 'toFocus', params: ({ event }) => ({ type: 'focus.wanted', intent: event }) } },
    'call.resume': { actions: { type: 'toFocus', params: ({ event }) => ({ type: 'focus.wanted', intent: event }) } },
    'call.decline': toItsCall,
    'call.hangUp': toItsCall,
    'call.hold': toItsCall,
    'call.mute': toItsCall,
    'call.unmute': toItsCall,
    'call.sendDtmf': toItsCall,

    'call.transfer': toTransfer,
    'call.completeTransfer': toTransfer,
    'call.cancelTransfer': toTransfer,

    // Transfers
    'transfer.referWanted': {
      guard: { type: 'hasCall', params: ({ event }) => event },
      actions: { type: 'toCall', params: ({ event }) => ({ ...event, type: 'transfer.refer' }) },
    },
    'transfer.endWanted': {
      guard: { type: 'hasCall', params: ({ event }) => event },
      actions: { type: 'toCall', params: ({ event }) => ({ ...event, type: 'transfer.end' }) },
    },
    'transfer.hangUpWanted': {
      guard: { type: 'hasCall', params: ({ event }) => event },
      actions: { type: 'toCall', params: ({ event }) => ({ ...event, type: 'call.hangUp' }) },
    },
    'transfer.resumeWanted': { actions: { type: 'resumeIfHeld', params: ({ event }) => event } },
    'transfer.abandonWanted': { actions: { type: 'toFocus', params: { type: 'focus.abandon' } } },
    'focus.dialRefused': { actions: { type: 'toTransfer', params: ({ event }) => event } },
    'report.established': { actions: { type: 'toTransfer', params: ({ event }) => event } },
    'report.referAccepted': { actions: { type: 'toTransfer', params: ({ event }) => event } },
    'report.referProgressed': { actions: { type: 'toTransfer', params: ({ event }) => event } },
    'report.referSucceeded': { actions: { type: 'toTransfer', params: ({ event }) => event } },
    'report.referFailed': { actions: { type: 'toTransfer', params: ({ event }) => event } },

    // Focus
    'focus.dialGranted': [
      {
        guard: 'hasRoom',
        actions: {
          type: 'spawnCall',
          params: ({ context, event: { intent } }) => ({
            callId: intent.callId,
            direction: 'outgoing',
            remote: intent.remote,
            target: intent.target,
            commandId: intent.commandId,
            microphoneId: context.preferences.microphoneId,
            startedAt: intent.at,
            ...(intent.extras ? { extras: intent.extras } : {}),
          }),
        },
      },
      // Somebody has called while the others were being held, and taken the last place.
      { actions: { type: 'refuseDial', params: ({ event }) => event.intent } },
    ],
    'focus.granted': { actions: { type: 'toCallIfItCan', params: ({ event }) => event.intent } },
    'focus.holdWanted': {
      guard: { type: 'hasCall', params: ({ event }) => event },
      actions: { type: 'yieldFocus', params: ({ event }) => event },
    },

    // Callers
    'invitation.received': [
      {
        guard: 'hasRoom',
        actions: {
          type: 'spawnCall',
          params: ({ context, event }) => ({
            callId: event.callId,
            direction: 'incoming',
            remote: event.remote,
            target: null,
            commandId: null,
            microphoneId: context.preferences.microphoneId,
            startedAt: event.at,
            ...(event.headers ? { extras: { ...noExtras, headers: event.headers } } : {}),
          }),
        },
      },
      {
        actions: { type: 'refuseInvitation', params: ({ event: { callId } }) => ({ callId, reason: 'busy' as const }) },
      },
    ],

    // What the charts report
    'report.ringing': {
      actions: [
        { type: 'toRinger', params: ({ event }) => event },
        { type: 'toFocus', params: ({ event }) => event },
      ],
    },
    'report.quiet': { actions: { type: 'toRinger', params: ({ event }) => event } },
    'report.live': {
      actions: [
        { type: 'toRinger', params: ({ event }) => event },
        { type: 'toFocus', params: ({ event }) => event },
        { type: 'toTransfer', params: ({ event }) => event },
      ],
    },
    'report.held': {
      actions: [
        { type: 'toRinger', params: ({ event }) => event },
        { type: 'toFocus', params: ({ event }) => event },
      ],
    },
    'report.closing': {
      actions: [
        { type: 'toRinger', params: ({ event }) => event },
        { type: 'toFocus', params: ({ event }) => event },
        { type: 'toTransfer', params: ({ event }) => event },
      ],
    },
    'report.holdFailed': { actions: { type: 'toFocus', params: ({ event }) => event } },
    'report.ended': {
      actions: [
        { type: 'removeCall', params: ({ event }) => event },
        { type: 'recordLastCall', params: ({ event }) => event },
        { type: 'toRinger', params: ({ event }) => event },
        { type: 'toFocus', params: ({ event }) => event },
        { type: 'toTransfer', params: ({ event }) => event },
      ],
    },
    // A chart that throws is a defect of ours: its call is over, the phone is not.
    'xstate.error.actor.*': {
      actions: [
        { type: 'cleanUpAfter', params: ({ event }) => ({ callId: event.actorId }) },
        { type: 'removeCall', params: ({ event }) => ({ callId: event.actorId }) },
        { type: 'toRinger', params: ({ event }) => ({ type: 'report.ended', callId: event.actorId, record: null }) },
        { type: 'toFocus', params: ({ event }) => ({ type: 'report.ended', callId: event.actorId, record: null }) },
        { type: 'toTransfer', params: ({ event }) => ({ type: 'report.ended', callId: event.actorId, record: null }) },
        { type: 'publishError', params: { failure: { code: 'ended' } } },
      ],
    },
    'report.credentialsObtained': {
      actions: { type: 'toConnection', params: ({ event }) => ({ type: 'connection.use', account: event.account }) },
    },
    'report.signingOut': {
      target: '.leaving',
      actions: [
        { type: 'toFocus', params: { type: 'focus.abandon' } },
        { type: 'hangUpAll', params: ({ event }) => event },
        { type: 'toConnection', params: { type: 'connection.leave' } },
      ],
    },
    'report.refused': {
      actions: { type: 'toAuth', params: ({ event }) => ({ type: 'auth.disproven', failure: event.failure }) },
    },
    'report.unreachable': {
      actions: { type: 'toAuth', params: ({ event }) => ({ type: 'auth.unjudged', failure: event.failure }) },
    },
    'report.offline': { actions: { type: 'toAuth', params: { type: 'auth.offline' } } },
    'report.microphoneChosen': { actions: { type: 'recordMicrophone', params: ({ event }) => event } },
  },
  initial: 'unreachable',
  states: {
    // Not registered: nobody can be called. The calls there are go on.
    unreachable: {
      on: {
        'report.registered': { target: 'reachable', actions: { type: 'toAuth', params: { type: 'auth.proven' } } },
      },
    },
    reachable: {
      on: {
        'report.unregistered': 'unreachable',
        'call.dial': {
          guard: 'hasRoom',
          actions: { type: 'toFocus', params: ({ event }) => ({ type: 'focus.wanted', intent: event }) },
        },
        // Calling the target is a dial like any other; what it is for, the chart of transfers knows.
        'call.consult': {
          guard: 'hasRoom',
          actions: [
            { type: 'toTransfer', params: ({ event }) => event },
            { type: 'toFocus', params: ({ event }) => ({ type: 'focus.wanted', intent: dialOf(event) }) },
          ],
        },
      },
    },
    // Signing out: what is there is hung up, and nothing new begins.
    leaving: {
      on: {
        'invitation.received': {
          actions: {
            type: 'refuseInvitation',
            params: ({ event: { callId } }) => ({ callId, reason: 'unavailable' as const }),
          },
        },
        'report.offline': { target: 'unreachable', actions: { type: 'toAuth', params: { type: 'auth.offline' } } },
        'report.registered': { target: 'reachable', actions: { type: 'toAuth', params: { type: 'auth.proven' } } },
      },
    },
  },
})
