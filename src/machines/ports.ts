import type { CallbackActorLogic, EventObject } from 'xstate'
import type { Failure } from './failure'

/**
 * The only seam between the charts and the world. Only JSON crosses it; commands go out, facts in the past tense come
 * in, and a failure is a fact like any other. Times are milliseconds since the Unix epoch and arrive on facts, as do ids
 * and random waits: no chart asks a clock or a die.
 */

/** Who is at the other end of a call, as the wire or the number field said it. Text of strangers: never markup. */
export interface Remote {
  /** The user part of the URI: a number or a name. */
  readonly number: string
  readonly name: string | null
  readonly uri: string
}

// --- Credentials -------------------------------------------------------------------------------------------------

/** Names a secret that stays on the adapters' side. */
export type CredentialsHandle = string

export type CredentialsCommand = {
  readonly type: 'credentials.obtain'
  readonly handle: CredentialsHandle
}

export type CredentialsFact =
  | {
      readonly type: 'credentials.obtained'
      readonly handle: CredentialsHandle
      /** When they lapse; null: they do not. */
      readonly expiresAt: number | null
    }
  | { readonly type: 'credentials.refused'; readonly handle: CredentialsHandle; readonly failure: Failure }

export type KeepCredentials = CallbackActorLogic<CredentialsCommand, undefined, CredentialsFact>

// --- Connection --------------------------------------------------------------------------------------------------

/** Who registers where. The password is found by the handle, on the other side. */
export interface Account {
  readonly handle: CredentialsHandle
  /** Address of record: `sip:1001@pbx.example`. */
  readonly uri: string
  readonly displayName: string | null
  /** WebSocket URLs in the order of preference. */
  readonly servers: readonly string[]
}

export type ConnectionCommand =
  | { readonly type: 'transport.connect'; readonly account: Account; readonly server: string }
  | { readonly type: 'transport.disconnect' }
  | { readonly type: 'registration.register' }
  | { readonly type: 'registration.unregister' }

export type ConnectionFact =
  | { readonly type: 'transport.connected'; readonly server: string }
  /** The socket could not be opened, or broke. `retryAfterMs` was drawn by the adapter (back-off with full jitter). */
  | { readonly type: 'transport.closed'; readonly failure: Failure; readonly retryAfterMs: number }
  /** We closed it. */
  | { readonly type: 'transport.disconnected' }
  | { readonly type: 'registration.accepted'; readonly expiresAt: number }
  /** 401 after our digest, 403, 404: asking again would not help. */
  | { readonly type: 'registration.refused'; readonly failure: Failure }
  /** No answer, 5xx, 503 with Retry-After: worth asking again after `retryAfterMs`. */
  | { readonly type: 'registration.failed'; readonly failure: Failure; readonly retryAfterMs: number }
  | { readonly type: 'registration.removed' }
  /** The chunk with the SIP stack did not load; `transport.connect` tries again. */
  | { readonly type: 'sip.notLoaded'; readonly failure: Failure }

export type WatchConnection = CallbackActorLogic<ConnectionCommand, undefined, ConnectionFact>

// --- What goes along with a call ---------------------------------------------------------------------------------

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [name: string]: JsonValue }

/** Header fields of an INVITE that hosts read and write: X-… and a few more. Of a caller: text of strangers. */
export type CustomHeaders = Readonly<Record<string, string>>

export interface CallExtras {
  /** The identity that we would be shown by (RFC 3325 9.2), a SIP URI; null: the account's. */
  readonly callerId: string | null
  readonly headers: CustomHeaders
  /** The host's own notes. They never leave the phone by SIP. */
  readonly metadata: Readonly<Record<string, JsonValue>>
}

// --- Invitations -------------------------------------------------------------------------------------------------

export type InvitationCommand = {
  readonly type: 'invitation.refuse'
  readonly callId: string
  /** busy: 486; unavailable: 480. */
  readonly reason: 'busy' | 'unavailable'
}

/** An INVITE that opens a dialog has come in; the session waits in the adapter under this id. */
export type InvitationFact = {
  readonly type: 'invitation.received'
  readonly callId: string
  readonly remote: Remote
  /** Its X-… headers, when it has any. */
  readonly headers?: CustomHeaders
  /** The caller asks the phone to answer by itself after this (Alert-Info, Call-Info, Answer-Mode: RFC 5373). */
  readonly answerAfterMs?: number
  readonly at: number
}

export type WatchInvitations = CallbackActorLogic<InvitationCommand, undefined, InvitationFact>

// --- Being transferred -------------------------------------------------------------------------------------------

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

// --- A call's signalling -----------------------------------------------------------------------------------------

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

// --- A call's media ----------------------------------------------------------------------------------------------

export type MediaCommand =
  /** Opens the microphone that is chosen, or else the system's default, with the browser's prompt if need be. */
  | { readonly type: 'microphone.acquire' }
  /** Gives it back: what is granted from here on is closed at once, until it is asked for again. */
  | { readonly type: 'microphone.release' }
  | { readonly type: 'microphone.mute' }
  | { readonly type: 'microphone.unmute' }
  /** On hold nobody hears us, whatever the negotiation comes to. */
  | { readonly type: 'media.silence' }
  | { readonly type: 'media.unsilence' }

export type MediaFact =
  /** It is open and sent: because it was asked for, or because another one was chosen. */
  | { readonly type: 'microphone.acquired' }
  | { readonly type: 'microphone.refused'; readonly failure: Failure; readonly at: number }
  /** The device itself gives silence: the system's mute, a headset's, another program's call. And sound again. */
  | { readonly type: 'microphone.interrupted' }
  | { readonly type: 'microphone.restored' }
  /** The device is gone. */
  | { readonly type: 'microphone.ended' }
  /** Devices have come or gone, and the call is without one. */
  | { readonly type: 'microphone.available' }
  /** The sender sends silence, and sends sound again. */
  | { readonly type: 'microphone.muted' }
  | { readonly type: 'microphone.unmuted' }
  /** ICE and DTLS are up, have broken off, have failed. */
  | { readonly type: 'media.connected' }
  | { readonly type: 'media.interrupted' }
  | { readonly type: 'media.failed' }
  /** RTP comes in from the far end; none has come for a while. */
  | { readonly type: 'media.flowing' }
  | { readonly type: 'media.stopped' }

export type WatchMedia = CallbackActorLogic<MediaCommand, CallRef, MediaFact>

// --- A call's quality --------------------------------------------------------------------------------------------

/** One direction of the RTP over the last interval. */
interface RtpSample {
  /** bit/s of payload. */
  readonly bitrate: number
  readonly packets: number
  /** 0..1 of what should have come; null: nobody knows yet. */
  readonly lossRatio: number | null
  /** 0..1 of the loudest moment that the encoding allows; null: nothing is meant to be heard. */
  readonly level: number | null
}

/** What the browser has measured since the last sample (getStats). Spans are ms; null: not known. */
export interface QualitySample {
  readonly at: number
  /** As it was last negotiated. */
  readonly direction: 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive'
  /** `opus`, `PCMU`… */
  readonly codec: string | null
  readonly received: RtpSample & {
    readonly jitterMs: number | null
    /** How long a packet waits in the jitter buffer before it is heard. */
    readonly bufferMs: number | null
  }
  /** Its loss is what the far end reports (RTCP receiver reports, RFC 3550 6.4). */
  readonly sent: RtpSample
  readonly roundTripMs: number | null
}

export type QualityFact = { readonly type: 'quality.sampled'; readonly sample: QualitySample }

/** Samples every 2 s while it is open. */
export type WatchQuality = CallbackActorLogic<EventObject, CallRef, QualityFact>

// --- A conference that is mixed here ---------------------------------------------------------------------------

/** From now on these calls, at least two, hear each other; those that are not named any more hear us alone. */
export type MixCommand = { readonly type: 'mix.set'; readonly callIds: readonly string[] }

export type MixFact =
  | { readonly type: 'mix.started' }
  | { readonly type: 'mix.refused'; readonly failure: Failure }
  /** The browser has stopped the mixing (another program has taken the sound), and lets it go on. */
  | { readonly type: 'mix.interrupted' }
  | { readonly type: 'mix.restored' }

/** The mixing lasts as long as this port is open. */
export type MixCalls = CallbackActorLogic<MixCommand, undefined, MixFact>

// --- Tones (DTMF) ------------------------------------------------------------------------------------------------

/** RFC 4733 events in the RTP, or INFO requests: which of the two is bound is a matter of configuration. */
export type ToneCommand = {
  readonly type: 'tone.send'
  /** One of `0-9A-D#*`. */
  readonly tone: string
  /** 40-6,000 ms (RTCDTMFSender). */
  readonly durationMs: number
  /** >= 30 ms. */
  readonly gapMs: number
}

export type ToneFact =
  | { readonly type: 'tone.sent'; readonly tone: string }
  | { readonly type: 'tone.refused'; readonly tone: string; readonly failure: Failure }

export type SendTones = CallbackActorLogic<ToneCommand, CallRef, ToneFact>

// --- Devices -----------------------------------------------------------------------------------------------------

export interface Device {
  readonly id: string
  /** Empty until the permission is granted. */
  readonly label: string
}

/** What a device is used for; the ring device is where it rings when somebody calls. */
export type DeviceRole = 'microphone' | 'speaker' | 'ringDevice'

/** What the browser does to a microphone's sound (Media Capture and Streams 4.3.8). */
export type Processing = 'echoCancellation' | 'noiseSuppression' | 'autoGainControl'

/** What is chosen of the devices of one role. */
export type DeviceChoice = Partial<Pick<Preferences, 'microphoneId' | 'processing' | 'speakerId' | 'ringDeviceId'>>

export type Volumes = Pick<Preferences, 'callVolume' | 'ringVolume'>

export type DevicesCommand =
  /** Asks for the permission alone: the microphone is opened and closed again. */
  | { readonly type: 'permission.request' }
  /** From now on, in the calls that there are too. What the choice does not name stays as it is. */
  | { readonly type: 'device.use'; readonly role: DeviceRole; readonly choice: DeviceChoice }
  | { readonly type: 'volume.set'; readonly volumes: Volumes }
  /** Plays what the browser has kept silent; only of use in a user's gesture. */
  | { readonly type: 'playback.unblock' }

export type DevicesFact =
  | { readonly type: 'permission.changed'; readonly permission: 'prompt' | 'granted' | 'denied' }
  | { readonly type: 'permission.refused'; readonly failure: Failure }
  | {
      readonly type: 'devices.listed'
      readonly microphones: readonly Device[]
      readonly speakers: readonly Device[]
    }
  | { readonly type: 'playback.blocked' }
  /** The system has taken the sound away: a call of the telephone's, on iOS. */
  | { readonly type: 'playback.interrupted' }
  | { readonly type: 'playback.unblocked' }
  | { readonly type: 'device.used'; readonly role: DeviceRole; readonly choice: DeviceChoice }
  /** What was used before is used still. */
  | { readonly type: 'device.refused'; readonly role: DeviceRole; readonly failure: Failure }

export type WatchDevices = CallbackActorLogic<DevicesCommand, undefined, DevicesFact>

// --- Sounds ------------------------------------------------------------------------------------------------------

/**
 * ringtone: somebody calls; knock: somebody calls while we talk; ringback: it rings over there; chime: a test; beep: the
 * microphone is about to open by itself. The ringtone sounds on the ring device, and the chime where it is told; the others on the speaker. A tone is the sound of a
 * digit that is being sent, which ends by itself.
 */
export type Sound =
  | { readonly sound: 'ringtone' | 'knock' | 'ringback' | 'beep' }
  | { readonly sound: 'chime'; readonly on: Exclude<DeviceRole, 'microphone'> }
  | { readonly sound: 'tone'; readonly tone: string; readonly durationMs: number }

/** Sounds from its start to its stop; whether the browser allows it is a fact of the devices. */
export type PlaySound = CallbackActorLogic<EventObject, Sound, EventObject>

// --- Preferences -------------------------------------------------------------------------------------------------

/** What outlives the page. null: the system's default. */
export interface Preferences {
  readonly microphoneId: string | null
  /** What is done to its sound. */
  readonly processing: readonly Processing[]
  readonly speakerId: string | null
  readonly ringDeviceId: string | null
  /** 0-1. */
  readonly callVolume: number
  readonly ringVolume: number
}

export type PreferencesCommand = { readonly type: 'preferences.save'; readonly preferences: Preferences }

export type PreferencesFact =
  | { readonly type: 'preferences.loaded'; readonly preferences: Preferences }
  | { readonly type: 'preferences.saved' }
  /** Storage is full, closed or forbidden (private windows): the phone works on, and forgets. */
  | { readonly type: 'preferences.failed' }

export type KeepPreferences = CallbackActorLogic<PreferencesCommand, undefined, PreferencesFact>
