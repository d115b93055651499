import type { CallbackActorLogic } from 'xstate'
import type { Remote } from './remote'

export type TransferRequestCommand =
  /** 202; from then on NOTIFY tells of the call that is invited under the request's id (RFC 3515 2.4.5). */
  | { readonly type: 'refer.accept'; readonly requestId: string }
  /** declined: 603; busy: 486; unavailable: 480. After the 202 the final NOTIFY says so, unless one has been sent. */
  | {
      readonly type: 'refer.refuse'
      readonly requestId: string
      readonly reason: 'declined' | 'busy' | 'unavailable'
    }

export type TransferRequestFact =
  /** A REFER in the dialog of a call; it waits in the adapter, unanswered. */
  | {
      readonly type: 'refer.received'
      /** Also the id of the call that follows it. */
      readonly requestId: string
      /** The call that it came in. */
      readonly callId: string
      /** attended: somebody is on the line there, and that call is to be taken over (Replaces in Refer-To). */
      readonly kind: 'blind' | 'attended'
      readonly target: Remote
      /** Who says that it was he who asked (Referred-By, RFC 3892); null: the far end says no more than it is. */
      readonly by: Remote | null
      readonly at: number
    }
  /** The dialog that it came in was taken over by somebody else. */
  | { readonly type: 'refer.withdrawn'; readonly requestId: string }

export type WatchTransferRequests = CallbackActorLogic<TransferRequestCommand, undefined, TransferRequestFact>
