import type { CallbackActorLogic, EventObject } from 'xstate'
import type { Failure } from '../failure'

/** One request to the server to record a call, or to stop. */
export interface RecordingRequest {
  readonly callId: string
  /** info: the header `Record`; command: a body of application/x-recording-command. */
  readonly method: string
  readonly recording: 'on' | 'off'
}

export type RecordingFact =
  /** A 2xx: the server does it. */
  { readonly type: 'recording.confirmed' } | { readonly type: 'recording.refused'; readonly failure: Failure }

export type RequestRecording = CallbackActorLogic<EventObject, RecordingRequest, RecordingFact>
