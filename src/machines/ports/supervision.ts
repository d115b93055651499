import type { CallbackActorLogic, EventObject } from 'xstate'
import type { Failure } from '../failure'
import type { CallRef } from '../ports'

/** Only hear; be heard by the colleague alone; be heard by both. */
export type SupervisionMode = 'listen' | 'whisper' | 'barge'

/** Asks a service of the backend for a way into a colleague's call. What the service calls it stays with the adapter. */
export interface SupervisionRequest extends CallRef {
  /** Whose call it is. */
  readonly number: string
  /** The colleague's address; what the service names by a number alone is at the same host. */
  readonly uri: string
  readonly mode: SupervisionMode
}

export type SupervisionGrant =
  /** Whom to call for it: a SIP URI. */
  | { readonly type: 'supervision.granted'; readonly target: string }
  | { readonly type: 'supervision.refused'; readonly failure: Failure }

export type RequestSupervision = CallbackActorLogic<EventObject, SupervisionRequest, SupervisionGrant>

export type SteeringCommand = { readonly type: 'supervision.set'; readonly mode: SupervisionMode }

export type SteeringFact =
  /** The service has said so: nobody was asked to believe a digit. */
  | { readonly type: 'supervision.changed'; readonly mode: SupervisionMode }
  | { readonly type: 'supervision.unchanged'; readonly failure: Failure }

/** A supervision that a service has granted, under its call's id; when the port is closed, the service is told that it is over. */
export type SteerSupervision = CallbackActorLogic<SteeringCommand, CallRef, SteeringFact>
