import { noExtras } from './call/call.setup'
import { noFeatures } from './features'
import type { CallIntent, DialIntent, TransferIntent } from './intents'
import { mourners, passed } from './phone.routes'
import { incomingOf, type MicrophoneIntent, phoneSetup, type TransferEvent } from './phone.setup'

type ConsultIntent = Extract<TransferIntent, { type: 'call.consult' }>

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

/** In a conference there is one microphone for all. */
const toMergedCalls = {
  guard: { type: 'hasCall', params: ({ event }: { event: MicrophoneIntent }) => event },
  actions: { type: 'toMergedCalls', params: ({ event }: { event: MicrophoneIntent }) => event },
} as const

/** A transfer takes two calls: its chart decides. */
const toTransfer = {
  guard: { type: 'hasCall', params: ({ event }: { event: { readonly callId: string } }) => event },
  actions: { type: 'toTransfer', params: ({ event }: { event: TransferEvent }) => event },
} as const

/** The call's part is over: whom it was with is elsewhere. */
const endCall = {
  guard: { type: 'hasCall', params: ({ event }: { event: { readonly callId: string } }) => event },
  actions: [
    // It may be in the middle of a step: nobody is to be granted meanwhile what it will not do any more.
    {
      type: 'toFocus',
      params: ({ event: { callId } }: { event: { readonly callId: string } }) => ({
        type: 'report.closing' as const,
        callId,
      }),
    },
    {
      type: 'toCall',
      params: ({ event: { callId } }: { event: { readonly callId: string } }) => ({
        type: 'transfer.end' as const,
        callId,
      }),
    },
  ],
} as const

/** A chart that the phone cannot do without has thrown: a defect of ours, and told as such. */
const publishCrash = {
  actions: { type: 'publishError', params: { failure: { code: 'ended' } } },
} as const

/** The root: one sign-in, one connection, many calls, and what no single call can decide. Every intent enters here. */
export const phoneMachine = phoneSetup.createMachine({
  id: 'phone',
  context: ({ input }) => ({ ...input, calls: [], lastCall: null }),
  invoke: [
    { id: 'auth', src: 'auth', onError: publishCrash },
    {
      id: 'autoAnswer',
      src: 'autoAnswer',
      input: ({ context }) => ({ ringMs: incomingOf(context).ringMs }),
      onError: publishCrash,
    },
    {
      id: 'availability',
      src: 'availability',
      input: ({ context }) => ({ maxCalls: context.maxCalls, ...incomingOf(context) }),
      onError: publishCrash,
    },
    { id: 'connection', src: 'connection', onError: publishCrash },
    { id: 'conference', src: 'conference', onError: publishCrash },
    { id: 'devices', src: 'devices', input: ({ context }) => context.preferences, onError: publishCrash },
    { id: 'deviceTest', src: 'deviceTest', onError: publishCrash },
    { id: 'focus', src: 'focus', onError: publishCrash },
    { id: 'ringer', src: 'ringer', onError: publishCrash },
    { id: 'room', src: 'room', onError: publishCrash },
    { id: 'transfer', src: 'transfer', onError: publishCrash },
    { id: 'park', src: 'park', onError: publishCrash },
    {
      id: 'parkingLot',
      src: 'parkingLot',
      input: ({ context: { features = noFeatures } }) => features.parkingLot,
      onError: publishCrash,
    },
    {
      id: 'presence',
      src: 'presence',
      input: ({ context: { features = noFeatures } }) => features.colleagues,
      onError: publishCrash,
    },
    {
      id: 'voicemail',
      src: 'voicemail',
      input: ({ context: { features = noFeatures } }) => features.voicemail,
      onError: publishCrash,
    },
    { id: 'messages', src: 'messages', onError: publishCrash },
    { id: 'preflight', src: 'preflight', onError: publishCrash },
    { id: 'supervisor', src: 'supervisor', onError: publishCrash },
    {
      id: 'transferee',
      src: 'transferee',
      input: ({ context }) => ({ policy: context.transferRequests ?? 'ask' }),
      onError: publishCrash,
    },
    {
      id: 'invitations',
      src: 'watchInvitations',
      onError: { actions: { type: 'publishError', params: { failure: { code: 'sip-not-loaded' } } } },
    },
  ],
  on: {
    ...passed,

    // Intents of one call
    'call.answer': { actions: { type: 'toFocus', params: ({ event }) => ({ type: 'focus.wanted', intent: event }) } },
    'call.resume': { actions: { type: 'toFocus', params: ({ event }) => ({ type: 'focus.wanted', intent: event }) } },
    'call.decline': toItsCall,
    'call.deflect': toItsCall,
    'call.hangUp': toItsCall,
    'call.hold': toItsCall,
    'call.mute': toMergedCalls,
    'call.unmute': toMergedCalls,
    'call.sendDtmf': toItsCall,
    'call.setSupervision': toItsCall,
    'call.startRecording': toItsCall,
    'call.stopRecording': toItsCall,

    'call.transfer': toTransfer,
    'call.completeTransfer': toTransfer,
    'call.cancelTransfer': toTransfer,

    'parking.*': {
      guard: { type: 'hasCall', params: ({ event }) => event },
      actions: { type: 'toPark', params: ({ event }) => event },
    },

    // The test before the shift makes a call like any other
    'check.callWanted': { actions: { type: 'toFocus', params: ({ event }) => ({ ...event, type: 'focus.wanted' }) } },
    'check.hangUpWanted': {
      guard: { type: 'hasCall', params: ({ event }) => event.intent },
      actions: { type: 'toCall', params: ({ event }) => event.intent },
    },

    // Parking
    'park.referWanted': {
      guard: { type: 'hasCall', params: ({ event }) => event },
      actions: {
        type: 'toCall',
        params: ({ event }) => ({
          ...event,
          type: 'transfer.refer',
          replacesCallId: null,
          data: null,
          ending: 'parked',
        }),
      },
    },
    'park.endWanted': endCall,

    // Conferences
    'merge.resumeWanted': {
      guard: { type: 'hasCall', params: ({ event }) => event },
      actions: { type: 'resumeBeside', params: ({ event }) => event },
    },
    'merge.holdWanted': {
      guard: { type: 'hasCall', params: ({ event }) => event },
      actions: { type: 'yieldFocus', params: ({ event }) => event },
    },
    'merge.retreatWanted': {
      guard: { type: 'hasCall', params: ({ event }) => event },
      actions: { type: 'toCall', params: ({ event: { callId } }) => ({ type: 'focus.retreat', callId }) },
    },
    'merge.done': { actions: { type: 'muteAlike', params: ({ event }) => event } },
    'room.dialWanted': {
      actions: { type: 'toFocus', params: ({ event }) => ({ type: 'focus.wanted', intent: event.intent }) },
    },

    // Transfers
    'transfer.referWanted': {
      guard: { type: 'hasCall', params: ({ event }) => event },
      actions: { type: 'toCall', params: ({ event }) => ({ ...event, type: 'transfer.refer', ending: 'transferred' }) },
    },
    'transfer.endWanted': endCall,
    'transfer.hangUpWanted': {
      guard: { type: 'hasCall', params: ({ event }) => event },
      actions: { type: 'toCall', params: ({ event }) => ({ ...event, type: 'call.hangUp' }) },
    },
    'transfer.withdrawWanted': {
      guard: { type: 'hasCall', params: ({ event }) => event },
      actions: { type: 'toCall', params: ({ event }) => ({ ...event, type: 'transfer.withdraw' }) },
    },
    'transfer.resumeWanted': { actions: { type: 'resumeIfHeld', params: ({ event }) => event } },
    'transfer.abandonWanted': { actions: { type: 'toFocus', params: { type: 'focus.abandon' } } },
    'report.referAccepted': { actions: { type: 'toReferrer', params: ({ event }) => event } },
    'report.referProgressed': { actions: { type: 'toReferrer', params: ({ event }) => event } },
    'report.referSucceeded': { actions: { type: 'toReferrer', params: ({ event }) => event } },
    'report.referFailed': { actions: { type: 'toReferrer', params: ({ event }) => event } },

    // Focus
    // Nobody can be called: it could have been, when it was asked.
    'transfer.dialWanted': { actions: { type: 'refuseDial', params: ({ event }) => event.intent } },
    'focus.dialGranted': [
      {
        guard: { type: 'hasRoomFor', params: ({ event }) => event.intent },
        actions: {
          type: 'spawnCall',
          params: ({ event: { intent } }) => ({
            callId: intent.callId,
            direction: 'outgoing',
            remote: intent.remote,
            target: intent.target,
            commandId: intent.commandId,
            startedAt: intent.at,
            ...(intent.extras ? { extras: intent.extras } : {}),
            ...(intent.supervision ? { supervision: intent.supervision } : {}),
            ...(intent.pickUpOf ? { pickUpOf: intent.pickUpOf } : {}),
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
    'admission.granted': {
      actions: [
        {
          type: 'spawnCall',
          params: ({ event: { invitation } }) => ({
            callId: invitation.callId,
            direction: 'incoming',
            remote: invitation.remote,
            target: null,
            commandId: null,
            startedAt: invitation.at,
            ...(invitation.headers ? { extras: { ...noExtras, headers: invitation.headers } } : {}),
          }),
        },
        { type: 'offerAutoAnswer', params: ({ event }) => event },
      ],
    },
    'admission.refused': { actions: { type: 'missInvitation', params: ({ event }) => event } },
    'answering.due': {
      guard: { type: 'hasCall', params: ({ event }) => event },
      actions: { type: 'answerByItself', params: ({ event }) => event },
    },

    // What the charts report
    'report.ended': {
      actions: [
        { type: 'removeCall', params: ({ event }) => event },
        { type: 'recordLastCall', params: ({ event }) => event },
        { type: 'pass', params: { to: mourners } },
      ],
    },
    // A chart that throws is a defect of ours: its call is over, the phone is not.
    'xstate.error.actor.*': {
      actions: [
        { type: 'cleanUpAfter', params: ({ event }) => ({ callId: event.actorId }) },
        { type: 'endWithoutRecord', params: ({ event }) => ({ callId: event.actorId }) },
        { type: 'publishError', params: { failure: { code: 'ended' } } },
      ],
    },
    'report.credentialsObtained': {
      actions: [
        { type: 'toAvailability', params: ({ event }) => ({ type: 'availability.use', account: event.account.uri }) },
        { type: 'toConnection', params: ({ event }) => ({ type: 'connection.use', account: event.account }) },
      ],
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
      entry: { type: 'tellLine', params: { type: 'line.up' } },
      exit: { type: 'tellLine', params: { type: 'line.down' } },
      on: {
        'report.unregistered': 'unreachable',
        'call.dial': {
          guard: 'hasRoom',
          actions: { type: 'toFocus', params: ({ event }) => ({ type: 'focus.wanted', intent: event }) },
        },
        'transfer.dialWanted': {
          actions: { type: 'toFocus', params: ({ event }) => ({ type: 'focus.wanted', intent: event.intent }) },
        },
        'room.gather': { guard: 'hasRoom', actions: { type: 'toRoom', params: ({ event }) => event } },
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
