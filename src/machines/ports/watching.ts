import type { CallbackActorLogic, EventObject } from 'xstate'
import type { Failure } from '../failure'
import type { Remote } from '../ports'

/** What is watched by SUBSCRIBE (RFC 6665): a phone, a parking slot or a mailbox. */
export interface Resource {
  /** dialog: RFC 4235; presence: RFC 3856; message-summary: RFC 3842. */
  readonly package: 'dialog' | 'presence' | 'message-summary'
  /** A SIP URI. */
  readonly uri: string
}

/** A dialog of somebody else's that is not over. Its Call-ID and tags are secrets, and stay on the adapter's side. */
export interface WatchedDialog {
  readonly state: 'trying' | 'early' | 'confirmed'
  /** Who called: the watched one, or the other side. */
  readonly direction: 'outgoing' | 'incoming' | 'unknown'
  /** Whom with, when the server says so. */
  readonly remote: Remote | null
}

/** What a NOTIFY says, whole: what it leaves out of a partial document, the adapter remembers. */
export type ResourceState =
  | { readonly package: 'dialog'; readonly dialogs: readonly WatchedDialog[] }
  | { readonly package: 'presence'; readonly status: 'idle' | 'offline' | 'ringing' | 'busy' }
  | {
      readonly package: 'message-summary'
      readonly newMessages: number
      readonly oldMessages: number
      readonly urgentMessages: number
    }

type MailboxState = Extract<ResourceState, { readonly package: 'message-summary' }>

/** What the server tells of our mailbox without having been asked (RFC 3842 3.5), over the connection that we registered by. */
export type MailboxFact = { readonly type: 'mailbox.notified'; readonly state: MailboxState }

export type WatchMailbox = CallbackActorLogic<EventObject, undefined, MailboxFact>

export type ResourceFact =
  | { readonly type: 'resource.notified'; readonly state: ResourceState; readonly at: number }
  /** No answer, 481, 503, the end of the subscription: worth asking again after `retryAfterMs`. */
  | { readonly type: 'resource.lost'; readonly failure: Failure; readonly retryAfterMs: number }
  /** 403, 404, 489, `rejected` and the like: asking again would not help. */
  | { readonly type: 'resource.refused'; readonly failure: Failure }

/** Watched from its start to its stop, refreshed meanwhile. */
export type WatchResource = CallbackActorLogic<EventObject, Resource, ResourceFact>

/** A call that waits in a slot of the parking lot. */
export interface ParkedCall {
  readonly slot: string
  /** Who waits there; null: nobody has told us. */
  readonly remote: Remote | null
  /** Since when, or since when we know. */
  readonly since: number
}

export type ParkingLotCommand = { readonly type: 'lot.poll' }

export type ParkingLotFact =
  | {
      readonly type: 'lot.listed'
      readonly calls: readonly ParkedCall[]
      /** When to ask next. */
      readonly nextMs: number
      readonly at: number
    }
  | { readonly type: 'lot.failed'; readonly failure: Failure; readonly retryAfterMs: number }

/** The parking lot as a service of the backend tells it, whenever it is asked. */
export type PollParkingLot = CallbackActorLogic<ParkingLotCommand, undefined, ParkingLotFact>
