import type { CallbackActorLogic, EventObject } from 'xstate'
import type { Failure } from '../failure'
import type { Remote } from '../ports'

/** A MESSAGE of ours (RFC 3428). */
export interface OutgoingMessage {
  readonly messageId: string
  /** A SIP URI. */
  readonly target: string
  readonly text: string
}

export type DeliveryFact =
  /** 200: it is there; 202: the server keeps it until it can be delivered. */
  | { readonly type: 'message.accepted'; readonly at: number }
  | { readonly type: 'message.refused'; readonly failure: Failure }

/** Sends the message as it starts. */
export type DeliverMessage = CallbackActorLogic<EventObject, OutgoingMessage, DeliveryFact>

export type MessageFact = {
  readonly type: 'message.arrived'
  readonly messageId: string
  readonly remote: Remote
  /** Text of strangers: never markup. */
  readonly text: string
  readonly at: number
}

/** Hears every MESSAGE that is plain text and of a sensible size; others are refused (415, 413). */
export type WatchMessages = CallbackActorLogic<EventObject, undefined, MessageFact>
