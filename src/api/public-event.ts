import type { EmittedFrom } from 'xstate'
import type { authMachine } from '../machines/auth/auth.machine'
import type { availabilityMachine } from '../machines/availability.machine'
import type { callMachine } from '../machines/call/call.machine'
import type { conferenceMachine } from '../machines/conference.machine'
import type { connectionMachine } from '../machines/connection.machine'
import type { devicesMachine } from '../machines/devices.machine'
import type { CommandSettled } from '../machines/failure'
import type { messagesMachine } from '../machines/messages.machine'
import type { parkMachine } from '../machines/park.machine'
import type { parkingLotMachine } from '../machines/parking-lot.machine'
import type { phoneMachine } from '../machines/phone.machine'
import type { preflightMachine } from '../machines/preflight.machine'
import type { presenceMachine } from '../machines/presence.machine'
import type { qualityMachine } from '../machines/quality/quality.machine'
import type { recordingMachine } from '../machines/recording.machine'
import type { roomMachine } from '../machines/room.machine'
import type { tonesMachine } from '../machines/tones.machine'
import type { transferMachine } from '../machines/transfer.machine'
import type { transfereeMachine } from '../machines/transferee.machine'
import type { voicemailMachine } from '../machines/voicemail.machine'
import type { PhoneEvent } from './events'
import type { AccountView, AvailabilityView, CallView } from './state'
import { viewRecord } from './view/call.view'
import { viewMessage } from './view/messages.view'
import { problemOf } from './view/problem.view'
import { wordsOf } from './words'

/** All that the charts emit. */
export type Emitted =
  | EmittedFrom<typeof authMachine>
  | EmittedFrom<typeof availabilityMachine>
  | EmittedFrom<typeof callMachine>
  | EmittedFrom<typeof conferenceMachine>
  | EmittedFrom<typeof connectionMachine>
  | EmittedFrom<typeof devicesMachine>
  | EmittedFrom<typeof messagesMachine>
  | EmittedFrom<typeof parkMachine>
  | EmittedFrom<typeof parkingLotMachine>
  | EmittedFrom<typeof phoneMachine>
  | EmittedFrom<typeof preflightMachine>
  | EmittedFrom<typeof qualityMachine>
  | EmittedFrom<typeof presenceMachine>
  | EmittedFrom<typeof recordingMachine>
  | EmittedFrom<typeof roomMachine>
  | EmittedFrom<typeof tonesMachine>
  | EmittedFrom<typeof transferMachine>
  | EmittedFrom<typeof voicemailMachine>
  | EmittedFrom<typeof transfereeMachine>

/** What an event is dressed with when it is delivered. */
export interface EventScope {
  readonly account: AccountView | null
  readonly availability: AvailabilityView
  findCall(callId: string): CallView | undefined
}

/** The public event that a chart's emission is; null when the call that it is about was never to be seen. */
export function publicEventOf(emitted: Exclude<Emitted, CommandSettled>, scope: EventScope): PhoneEvent | null {
  switch (emitted.type) {
    case 'auth.signedIn':
      return scope.account && { type: 'auth.signedIn', account: scope.account }
    case 'auth.failed':
      return { type: 'auth.failed', problem: problemOf(emitted.failure) }
    case 'connection.lost':
    case 'connection.failed':
      return { type: emitted.type, problem: problemOf(emitted.failure) }
    case 'devices.permissionDenied':
      return { type: 'devices.permissionDenied', problem: problemOf(emitted.failure) }
    case 'phone.error':
      return { type: 'phone.error', code: emitted.failure.code, message: wordsOf(emitted.failure.code) }
    case 'call.ended':
      return { type: 'call.ended', callId: emitted.callId, record: viewRecord(emitted.record) }
    case 'call.mergeFailed':
    case 'call.parkFailed':
    case 'call.transferFailed':
    case 'call.transferRequestFailed': {
      const call = scope.findCall(emitted.callId)
      const { type, callId, failure } = emitted
      return call === undefined ? null : { type, callId, call, problem: problemOf(failure) }
    }
    case 'message.received':
    case 'message.sent':
      return { type: emitted.type, message: viewMessage(emitted.message) }
    case 'message.failed':
      return { type: emitted.type, message: viewMessage(emitted.message), problem: problemOf(emitted.failure) }
    case 'availability.changed':
      return { type: 'availability.changed', availability: scope.availability }
    case 'auth.tokenExpiring':
    case 'call.parked':
    case 'presence.changed':
    case 'voicemail.changed':
    case 'connection.registered':
      return emitted
    case 'auth.signedOut':
    case 'auth.tokenRefreshed':
    case 'auth.tokenExpired':
    case 'connection.unregistered':
    case 'connection.restored':
    case 'phone.ready':
    case 'preflight.finished':
    case 'devices.changed':
    case 'parkingLot.changed':
    case 'audio.blocked':
    case 'audio.unblocked':
      return { type: emitted.type }
    case 'call.started':
    case 'call.incoming':
    case 'call.ringing':
    case 'call.progressed':
    case 'call.answered':
    case 'call.established':
    case 'call.held':
    case 'call.resumed':
    case 'call.remoteHeld':
    case 'call.remoteResumed':
    case 'call.muted':
    case 'call.unmuted':
    case 'call.dtmfSent':
    case 'call.transferStarted':
    case 'call.transferProgressed':
    case 'call.transferred':
    case 'call.transferCancelled':
    case 'call.transferRequested':
    case 'call.transferRequestRefused':
    case 'call.transferRequestFollowed':
    case 'call.replaced':
    case 'call.recordingStarted':
    case 'call.recordingStopped':
    case 'call.merged':
    case 'call.split':
    case 'call.mediaInterrupted':
    case 'call.mediaRestored':
    case 'call.qualityChanged': {
      const call = scope.findCall(emitted.callId)
      return call === undefined ? null : { ...emitted, call }
    }
  }
}
