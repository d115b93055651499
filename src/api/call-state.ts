import type { Permission, Problem } from './errors'
import type { JsonValue } from './json'
import type { QualityView } from './quality-state'

export interface RemoteView {
  /** The user part of the URI: a number or a name. */
  readonly number: string
  /** What the far side calls itself: text of strangers, never markup. */
  readonly name: string | null
  readonly uri: string
}

export type CallPhase =
  /** Outgoing: the microphone is asked for. */
  | 'preparing'
  /** Outgoing: the INVITE is on its way, or rings over there. */
  | 'dialing'
  /** Incoming: it rings here. */
  | 'alerting'
  /** Incoming: the microphone is asked for, or the answer is on its way. */
  | 'answering'
  | 'established'
  /** Outgoing: given up before the answer. */
  | 'cancelling'
  /** Incoming: refused before the answer. */
  | 'declining'
  /** Incoming: the caller is told to call somebody else. */
  | 'forwarding'
  /** Hung up by us; the far end has not confirmed yet. */
  | 'ending'

export interface CallView {
  readonly id: string
  readonly direction: 'incoming' | 'outgoing'
  readonly remote: RemoteView
  readonly phase: CallPhase
  /** What the far end said before the answer (180 ringing, 181 forwarded, 182 queued). */
  readonly progress: 'none' | 'ringing' | 'forwarded' | 'queued'
  /** Sound from the far end before the answer (RFC 3960). */
  readonly earlyMedia: 'none' | 'flowing'
  /**
   * Our hold. `holding` and `resuming` wait for the far end's confirmation. `silenced`: the far end did not agree to be held
   * again when a merge came to nothing; it does not hear us, while another call is heard.
   */
  readonly hold: 'none' | 'holding' | 'held' | 'resuming' | 'silenced'
  /** The far end's hold. */
  readonly remoteHold: 'none' | 'held'
  readonly microphone: 'none' | 'open' | 'muting' | 'muted' | 'unmuting'
  /**
   * The device behind it. `interrupted`: it is muted by itself, by the system or a headset's button. `replacing`: it is
   * gone, and another is being opened. `lost`: there is none; one that is plugged in or chosen is taken.
   */
  readonly capture: 'none' | 'working' | 'interrupted' | 'replacing' | 'lost'
  /** The way of the sound. `none` before there is one. */
  readonly media: 'none' | 'connecting' | 'flowing' | 'interrupted' | 'lost'
  /** How it sounds; `unknown` until it has been measured. */
  readonly quality: QualityView
  /** What of a transfer this call has a part in. */
  readonly transfer: TransferView
  /** Whether it is being parked. */
  readonly parking: ParkingView
  /** The parking slot that it comes back from, since nobody has picked it up; null: none. */
  readonly returnedFrom: string | null
  /** Incoming: whether it is about to be answered by itself. */
  readonly autoAnswer: AutoAnswerView
  /** What the far end asks for: that somebody else be called in its place. */
  readonly transferRequest: TransferRequestView
  /** How it supervises a colleague's call, if it does. */
  readonly supervision: SupervisionView
  /**
   * Whether the server records it. `on` is what it has said; `presumed…`: a code was sent, and the server says nothing to it.
   */
  readonly recording: RecordingView
  /** Whom it is merged with. */
  readonly conference: ConferenceView
  /** Digits that are still to be sent. */
  readonly pendingTones: string
  /** Custom headers of the INVITE: sent with `dial`, or the caller's `X-…`, which are text of strangers. */
  readonly headers: Readonly<Record<string, string>>
  /** What the host gave to `dial`; empty without. */
  readonly metadata: Readonly<Record<string, JsonValue>>
  /** ms since the Unix epoch. */
  readonly startedAt: number
  readonly answeredAt: number | null
  /** Why the last command on this call came to nothing; null again when the next one is given. */
  readonly problem: Problem | null
  readonly can: CallPermissions
}

export type AutoAnswerView =
  | { readonly status: 'none' }
  /** ms since the Unix epoch. */
  | { readonly status: 'pending'; readonly at: number }
  /** It was to be answered by itself, and rings as any other. */
  | {
      readonly status: 'refused'
      readonly why: 'off' | 'not-registered' | 'microphone-not-granted' | 'other-call'
    }

/** A call's part in a transfer (RFC 5589). */
export type TransferView =
  | { readonly status: 'none' }
  /** The far end has been asked to call the target. */
  | { readonly status: 'referring'; readonly target: RemoteView }
  /** It does, and tells how that goes; null: it has only said that it will. */
  | { readonly status: 'progressing'; readonly target: RemoteView; readonly sipStatus: number | null }
  /** The target is asked first. `calling` until it answers. */
  | {
      readonly status: 'consulting'
      readonly target: RemoteView
      readonly consultation: 'waiting' | 'calling' | 'talking'
      readonly consultCallId: string
    }
  /** This call is the consultation; `callId` is the one that is to be transferred. */
  | { readonly status: 'consultation'; readonly callId: string }
  /** The far end takes our place in the consultation. */
  | { readonly status: 'completing'; readonly target: RemoteView; readonly consultCallId: string }
  /** The consultation is being hung up. */
  | { readonly status: 'cancelling'; readonly target: RemoteView; readonly consultCallId: string }
  /** The last transfer of this call came to nothing. */
  | { readonly status: 'failed'; readonly target: RemoteView; readonly problem: Problem }

export type ParkingView =
  | { readonly status: 'none' }
  /** Its far end is on its way there; null: the server chooses the slot. */
  | { readonly status: 'parking'; readonly slot: string | null }
  /** It came to nothing, the last time. */
  | { readonly status: 'failed'; readonly problem: Problem }

/** A call's part in a transfer that its far end asks for: REFER (RFC 3515). */
export type TransferRequestView =
  | { readonly status: 'none' }
  /**
   * The person is asked, for 25 s; then the request is refused. `attended`: somebody waits on the line there, in a call that
   * is to be taken over. `by`: who says that it was he who asked (Referred-By); null: the far end says no more than it is.
   */
  | {
      readonly status: 'asked'
      readonly kind: 'blind' | 'attended'
      readonly target: RemoteView
      readonly by: RemoteView | null
      readonly newCallId: string
    }
  /** The target is being called; this call is kept until it answers. `waiting`: the other calls are being held first. */
  | {
      readonly status: 'dialing'
      readonly phase: 'waiting' | 'calling'
      readonly target: RemoteView
      readonly newCallId: string
    }
  /** This is the call to the target; `callId` is the one in which it was asked for. */
  | { readonly status: 'following'; readonly callId: string }
  /** The target could not be called, or did not answer. */
  | { readonly status: 'failed'; readonly target: RemoteView; readonly problem: Problem }

/** `switching` is being changed to `mode`; a mode that was changed by digits is the one that was sent last. */
export type SupervisionView =
  | { readonly status: 'none' }
  | {
      readonly status: 'supervising' | 'switching'
      /** The colleague's. */
      readonly number: string
      readonly mode: 'listen' | 'whisper' | 'barge'
    }

export type RecordingView = 'off' | 'starting' | 'on' | 'presumedOn' | 'stopping' | 'presumedOff'

/** A call's part in a conference; `with` are the ids of the others. */
export type ConferenceView =
  | { readonly status: 'none' }
  | { readonly status: 'merging'; readonly with: readonly string[] }
  /** `interrupted`: the browser has stopped the mixing; until it goes on, the others hear us and not each other. */
  | { readonly status: 'merged'; readonly with: readonly string[]; readonly sound: 'mixed' | 'interrupted' }
  /** All but one are being put on hold. */
  | { readonly status: 'splitting'; readonly with: readonly string[] }
  /** The last merge that this call was asked for came to nothing. */
  | { readonly status: 'failed'; readonly problem: Problem }

export interface CallPermissions {
  readonly answer: Permission
  readonly decline: Permission
  readonly deflect: Permission
  readonly hangUp: Permission
  readonly hold: Permission
  readonly resume: Permission
  readonly mute: Permission
  readonly unmute: Permission
  readonly sendDtmf: Permission
  readonly transfer: Permission
  readonly consult: Permission
  readonly completeTransfer: Permission
  readonly cancelTransfer: Permission
  readonly park: Permission
  readonly acceptTransfer: Permission
  readonly refuseTransfer: Permission
  readonly setSupervision: Permission
  readonly startRecording: Permission
  readonly stopRecording: Permission
  readonly merge: Permission
  readonly split: Permission
}
