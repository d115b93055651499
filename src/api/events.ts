import type { ErrorCode, Problem } from './errors'
import type {
  AccountView,
  AvailabilityView,
  CallRecord,
  CallView,
  ColleagueView,
  MessageView,
  RemoteView,
} from './state'

interface OfCall {
  readonly callId: string
  /** The call as the view shows it when the event is delivered. */
  readonly call: CallView
}

/** Every event, by its type. Events are emitted by charts and delivered after the view has been rebuilt. */
export interface PhoneEvents {
  'phone.ready': object
  'auth.signedIn': { readonly account: AccountView }
  /** It lapses within a minute; `getToken` is being asked for another one. ms since the Unix epoch. */
  'auth.tokenExpiring': { readonly expiresAt: number }
  /** There is another one. */
  'auth.tokenRefreshed': object
  /**
   * It has lapsed, or the server does not take it any more. Calls go on. Told again for each request that is refused, at most
   * every 2 s.
   */
  'auth.tokenExpired': object
  'auth.failed': { readonly problem: Problem }
  'auth.signedOut': object
  'connection.registered': { readonly server: string }
  'connection.unregistered': object
  'connection.lost': { readonly problem: Problem }
  'connection.restored': object
  'connection.failed': { readonly problem: Problem }
  /** Outgoing: the call exists. */
  'call.started': OfCall
  /** Incoming: the call exists and rings here. */
  'call.incoming': OfCall
  /** Outgoing: 180 and the like. */
  'call.ringing': OfCall
  /** Outgoing: any other provisional response. */
  'call.progressed': OfCall & { readonly progress: 'forwarded' | 'queued' | 'progressing' }
  /** Incoming: we answered, and the wire has confirmed. */
  'call.answered': OfCall
  /** Either way: the conversation begins. */
  'call.established': OfCall
  'call.held': OfCall
  'call.resumed': OfCall
  'call.remoteHeld': OfCall
  'call.remoteResumed': OfCall
  'call.muted': OfCall
  'call.unmuted': OfCall
  'call.dtmfSent': OfCall & { readonly tone: string }
  /** `call` is the one that is transferred, in all events of a transfer. */
  'call.transferStarted': OfCall & { readonly kind: 'blind' | 'attended'; readonly target: RemoteView }
  /** The far end tells how its call to the target goes (a sipfrag, RFC 3515 2.4.5). */
  'call.transferProgressed': OfCall & { readonly sipStatus: number }
  /** The far end says that it has reached the target; our call to it is being ended. PBXs are known to say so wrongly. */
  'call.transferred': OfCall
  /** The calls that are left are as they were. */
  'call.transferFailed': OfCall & { readonly problem: Problem }
  /** The consultation was given up. */
  'call.transferCancelled': OfCall
  /** The far end asks that `target` be called in its place. */
  'call.transferRequested': OfCall & {
    readonly kind: 'blind' | 'attended'
    readonly target: RemoteView
    readonly by: RemoteView | null
  }
  /** It was told no: by the person, by the configured policy, or because nobody decided in 25 s. */
  'call.transferRequestRefused': OfCall & { readonly by: 'person' | 'policy' | 'silence' }
  /** The new call has been answered; this one is being ended. */
  'call.transferRequestFollowed': OfCall & { readonly newCallId: string }
  /** The new call came to nothing; this one is gone back to. */
  'call.transferRequestFailed': OfCall & { readonly problem: Problem }
  /** Somebody else has taken the far end's place (RFC 3891): `remote` is who it is now. */
  'call.replaced': OfCall
  /** presumed: the code was sent, and the server says nothing to it. */
  'call.recordingStarted': OfCall & { readonly confirmation: 'confirmed' | 'presumed' }
  'call.recordingStopped': OfCall & { readonly confirmation: 'confirmed' | 'presumed' }
  /** The call is heard together with others; for each of them. Of a server's conference: for our call to it. */
  'call.merged': OfCall
  /** It is so no more: held, hung up, or split off. */
  'call.split': OfCall
  /** The calls are as they were before; at a server, those of them that could not go there. */
  'call.mergeFailed': OfCall & { readonly problem: Problem }
  /** network: no way for the sound; microphone: the device is muted by itself, or gone, and nothing is heard of us. */
  'call.mediaInterrupted': OfCall & { readonly cause: 'network' | 'microphone' }
  'call.mediaRestored': OfCall & { readonly cause: 'network' | 'microphone' }
  /** Its grade is another one, or a warning was raised or is over. */
  'call.qualityChanged': OfCall
  /** Our call to it is over; null: nobody has told in which slot. */
  'call.parked': { readonly callId: string; readonly slot: string | null; readonly remote: RemoteView }
  /** The call is as it was. */
  'call.parkFailed': OfCall & { readonly problem: Problem }
  'call.ended': { readonly callId: string; readonly record: CallRecord }
  /** It passed or failed: `PhoneState.preflight` says which, and has the figures. */
  'preflight.finished': object
  /** Somebody was parked, picked up, came back or hung up there. */
  'parkingLot.changed': object
  /** A colleague's phone does something else. */
  'presence.changed': { readonly number: string; readonly status: ColleagueView['status'] }
  'voicemail.changed': { readonly newMessages: number; readonly oldMessages: number }
  'message.received': { readonly message: MessageView }
  /** The server has taken it. */
  'message.sent': { readonly message: MessageView }
  'message.failed': { readonly message: MessageView; readonly problem: Problem }
  /** What the person has chosen, the wrap-up or the registration. */
  'availability.changed': { readonly availability: AvailabilityView }
  'devices.changed': object
  'devices.permissionDenied': { readonly problem: Problem }
  'audio.blocked': object
  'audio.unblocked': object
  /** Something failed that no command waits for. */
  'phone.error': { readonly code: ErrorCode; readonly message: string }
}

export type PhoneEventType = keyof PhoneEvents

export type PhoneEvent = { [Type in PhoneEventType]: { readonly type: Type } & PhoneEvents[Type] }[PhoneEventType]

export type PhoneEventOf<Type extends PhoneEventType | '*'> = Type extends PhoneEventType
  ? { readonly type: Type } & PhoneEvents[Type]
  : PhoneEvent
