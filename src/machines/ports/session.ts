import type { CallbackActorLogic } from 'xstate'
import type { Failure } from '../failure'
import type { CustomHeaders } from './call-extras'
import type { Remote } from './remote'

/** A call keeps its id when its SIP dialog changes; the dialog stays on the adapter's side of the port. */
export interface CallRef {
  readonly callId: string
}

/** What an offer says about media: our intention, never what the last negotiation happened to end in (RFC 3264 8.4). */
export interface Offer {
  readonly hold: boolean
}

/** declined: 603; busy: 486; unavailable: 480; not-found: 404. */
export type DeclineReason = 'declined' | 'busy' | 'unavailable' | 'not-found'

export type SessionCommand =
  /** Makes the offer and sends the INVITE. `target` is a SIP URI. */
  | {
      readonly type: 'session.invite'
      readonly target: string
      readonly callerId?: string
      readonly headers?: CustomHeaders
      /** What rings at this watched address is to be taken over (RFC 3891); where the server says nothing of it, `target` is called. */
      readonly pickUpOf?: string
    }
  | { readonly type: 'session.accept' }
  | { readonly type: 'session.reject'; readonly reason: DeclineReason }
  /** 302: the caller is to try `target`, a SIP URI, instead (RFC 3261 8.1.3.4). */
  | { readonly type: 'session.deflect'; readonly target: string }
  /** Sends nothing when nothing was sent yet, CANCEL once a 1xx has come (RFC 3261 9.1). */
  | { readonly type: 'session.cancel' }
  /** CANCEL too, but an answer that crosses it is taken. */
  | { readonly type: 'session.withdraw' }
  /** Ends what stands: BYE in a dialog; an INVITE that is still to be answered gets 480, one of ours is cancelled. */
  | { readonly type: 'session.bye' }
  | { readonly type: 'session.offer'; readonly offer: Offer }
  | SessionRefer

/** REFER: the far end is to call `target`, in place of the call `replacesCallId` where there is one (RFC 5589). */
export interface SessionRefer {
  readonly type: 'session.refer'
  /** A SIP URI. */
  readonly target: string
  readonly replacesCallId: string | null
  /** What travels with the transfer, at most 490 characters without controls; null: nothing. */
  readonly data: string | null
}

/** A Reason header (RFC 3326). */
export interface Reason {
  readonly protocol: string
  readonly cause: number | null
  readonly text: string | null
}

export type SessionFact =
  /** A 1xx to our INVITE. 180 ringing, 181 forwarded, 182 queued, 183 or 199 progressing; 100 is trying. */
  | {
      readonly type: 'session.progressed'
      readonly progress: 'trying' | 'ringing' | 'forwarded' | 'queued' | 'progressing'
      readonly at: number
    }
  /** The dialog is confirmed: a 2xx to our INVITE, or the ACK to our 200. */
  | { readonly type: 'session.accepted'; readonly remote: Remote | null; readonly at: number }
  /** A final response to our INVITE that is none of the 2xx, or an offer that could not be made. */
  | { readonly type: 'session.rejected'; readonly failure: Failure; readonly at: number }
  /** The caller's CANCEL, or one that says that somebody else answered (Reason: SIP;cause=200, Q.850;cause=26). */
  | {
      readonly type: 'session.cancelled'
      readonly by: 'caller' | 'elsewhere'
      readonly reason: Reason | null
      readonly at: number
    }
  /** No dialog and no transaction is left. lost: 481 or 408 to a request of ours, or the transport went for good. */
  | {
      readonly type: 'session.ended'
      readonly by: 'local' | 'remote' | 'lost'
      readonly failure: Failure | null
      readonly reason: Reason | null
      readonly at: number
    }
  | { readonly type: 'session.negotiated'; readonly offer: Offer }
  /** 488 and the like; the dialog lives on with what was agreed before. */
  | { readonly type: 'session.offerRefused'; readonly failure: Failure }
  /** 491. `retryAfterMs` was drawn by the adapter: 2,100-4,000 where we own the Call-ID, else 0-2,000 (RFC 3261 14.1). */
  | { readonly type: 'session.offersCrossed'; readonly retryAfterMs: number }
  /** The session is to be refreshed (RFC 4028), and the far end takes no UPDATE: what is wanted is offered once more. */
  | { readonly type: 'session.refreshDue' }
  | { readonly type: 'session.offerReceived' }
  | { readonly type: 'session.offerAnswered' }
  /** The far end's offer or answer sends only, or nothing (sendonly, inactive, c=0.0.0.0; RFC 3264 8.4). */
  /** A 2xx to our REFER: no success yet, unless nobody will tell of one (`Refer-Sub: false`, RFC 4488). */
  | { readonly type: 'session.referAccepted'; readonly willNotify: boolean }
  /** A NOTIFY with a provisional status of what we asked for. */
  | { readonly type: 'session.referProgressed'; readonly sipStatus: number; readonly text: string }
  /** A NOTIFY with its final status, or the end of the subscription without one. */
  | { readonly type: 'session.referEnded'; readonly ok: true }
  | { readonly type: 'session.referEnded'; readonly ok: false; readonly failure: Failure }
  /** A final response to our REFER that is none of the 2xx. */
  | { readonly type: 'session.referRefused'; readonly failure: Failure }
  /** The server says by itself that it records the call, or no more. */
  | { readonly type: 'session.recordingTold'; readonly recording: 'on' | 'off' }
  | { readonly type: 'session.remoteHeld' }
  | { readonly type: 'session.remoteResumed' }
  /** Somebody has taken the far end's place in the call, with a dialog of his own (Replaces, RFC 3891). */
  | { readonly type: 'session.replaced'; readonly remote: Remote }

export type WatchSession = CallbackActorLogic<SessionCommand, CallRef, SessionFact>
