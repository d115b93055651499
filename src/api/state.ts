import type { AutoAnswerMode, AvailabilityStatus } from './commands'
import type { Permission, Problem } from './errors'
import type { JsonValue } from './json'

/** Everything that a UI, a host, another tab or a replay sees of a phone: plain frozen JSON with structural sharing. */
export interface PhoneState {
  readonly session: SessionView
  readonly connection: ConnectionView
  /** Every call that has not ended, in the order in which they began. */
  readonly calls: readonly CallView[]
  /** The call that the user's attention and the default of call commands are on; null without calls. */
  readonly focusedCallId: string | null
  /** The call that ended last, until the next one begins. */
  readonly lastCall: CallRecord | null
  readonly devices: DevicesView
  readonly preflight: PreflightView
  readonly parkingLot: ParkingLotView
  /** Those who are configured, in their order. */
  readonly colleagues: readonly ColleagueView[]
  readonly voicemail: VoicemailView
  /** Text messages in and out, in their order: the last 200. */
  readonly messages: readonly MessageView[]
  /** The ways in which colleagues' calls can be supervised here. */
  readonly supervisionModes: readonly ('listen' | 'whisper' | 'barge')[]
  readonly availability: AvailabilityView
  readonly can: PhonePermissions
}

export interface AccountView {
  /** Address of record, `sip:1001@pbx.example`. */
  readonly uri: string
  /** Its user part. */
  readonly user: string
  readonly displayName: string | null
}

export type SessionView =
  /** `account`: the configured one, when there is one. */
  | { readonly status: 'signedOut'; readonly account?: AccountView }
  | { readonly status: 'signingIn'; readonly account: AccountView }
  | { readonly status: 'signedIn'; readonly account: AccountView }
  | { readonly status: 'signingOut'; readonly account: AccountView }
  | { readonly status: 'failed'; readonly account: AccountView; readonly problem: Problem }

export type ConnectionView =
  | { readonly status: 'offline' }
  | { readonly status: 'connecting'; readonly server: string }
  | { readonly status: 'registering'; readonly server: string }
  | { readonly status: 'registered'; readonly server: string; readonly expiresAt: number }
  | { readonly status: 'unregistering'; readonly server: string }
  /** It broke, or its server could not be reached; it is tried again by itself. */
  | { readonly status: 'lost'; readonly problem: Problem; readonly phase: 'waiting' | 'retrying' }
  /** It will not be tried again unless somebody asks. */
  | { readonly status: 'failed'; readonly problem: Problem }

/** What counts for callers now; `chosen` is what the person has said. */
export type AvailabilityView = AvailabilityChoices &
  (
    | { readonly status: AvailabilityStatus | 'offline' }
    /** After a conversation: callers are told that we are busy. ms since the Unix epoch. */
    | { readonly status: 'wrapUp'; readonly since: number; readonly endsAt: number }
  )

interface AvailabilityChoices {
  readonly chosen: AvailabilityStatus
  /** Whether a second caller may knock while there is a call. */
  readonly callWaiting: 'on' | 'off'
  readonly autoAnswer: AutoAnswerMode
}

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

export type QualityWarning =
  /** One-way audio: nothing arrives, or nothing gets there, though it should. */
  | 'notHearing'
  | 'notHeard'
  /** Open, unmuted, and without any sound for 10 s. */
  | 'silentMicrophone'
  /** 3 % of the packets or more. */
  | 'incomingLoss'
  | 'outgoingLoss'
  /** 30 ms or more. */
  | 'jitter'
  /** A round trip of 400 ms or more. */
  | 'delay'

/** How a call sounds, from the browser's statistics, every 2 s. */
export interface QualityView {
  /** By the mean opinion score: excellent from 4.34, good from 4.02, fair from 3.60 (ITU-T G.107 annex B). */
  readonly status: 'unknown' | 'excellent' | 'good' | 'fair' | 'poor'
  /** Mean opinion score of what comes in, 1-4.41, by the simplified E-model (ITU-T G.107), smoothed; null: not known. */
  readonly mos: number | null
  /** What is wrong for longer than a moment, the worst first. */
  readonly warnings: readonly QualityWarning[]
  /** The last interval's; null: not measured yet. */
  readonly measured: {
    readonly codec: string | null
    /** bit/s */
    readonly incomingBitrate: number
    readonly outgoingBitrate: number
    /** 0-1 */
    readonly incomingLoss: number | null
    readonly outgoingLoss: number | null
    readonly jitterMs: number | null
    readonly roundTripMs: number | null
  } | null
}

/** How a call sounded as a whole: means, but for the lowest MOS. */
export interface QualitySummary {
  /** How many intervals of 2 s could be judged. */
  readonly samples: number
  readonly averageMos: number | null
  readonly lowestMos: number | null
  /** 0-1 of the packets that should have come in. */
  readonly lossRatio: number
  readonly jitterMs: number
  readonly roundTripMs: number | null
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

export interface ParkingLotView {
  /** off: none is configured, or it is not watched. unknown: nobody has told yet. failed: not all of it is told. */
  readonly status: 'off' | 'unknown' | 'watched' | 'failed'
  readonly slots: readonly string[]
  readonly calls: readonly ParkedCallView[]
}

export interface ParkedCallView {
  readonly slot: string
  /** null: the server does not tell who waits there. */
  readonly remote: RemoteView | null
  /** ms since the Unix epoch: since when, as far as we know. */
  readonly since: number
}

export interface ColleagueView {
  readonly number: string
  readonly name: string | null
  readonly uri: string
  readonly status: 'unknown' | 'offline' | 'idle' | 'ringing' | 'busy'
  /** Who calls there, or whom with; null: the server does not tell. */
  readonly remote: RemoteView | null
}

export interface VoicemailView {
  /** off: not watched. unknown: nobody has told yet, or tells any more. */
  readonly status: 'off' | 'unknown' | 'empty' | 'waiting'
  readonly newMessages: number
  readonly oldMessages: number
  /** Of the new ones. */
  readonly urgentMessages: number
}

export interface MessageView {
  readonly id: string
  readonly direction: 'incoming' | 'outgoing'
  readonly remote: RemoteView
  /** Text of strangers, never markup. */
  readonly text: string
  /** ms since the Unix epoch. */
  readonly at: number
  /** `sent`: the server has taken it (200 or 202). */
  readonly delivery: 'received' | 'sending' | 'sent' | 'failed'
  readonly problem: Problem | null
}

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

/** How a call ended. */
export type CallEnding =
  /** After a conversation. */
  | 'completed'
  /** After a conversation: the far end, or we at its request, talk to somebody else now. */
  | 'transferred'
  /** After a conversation: the far end waits in the parking lot. */
  | 'parked'
  /** Outgoing: the far end was busy, said no, is unknown, does not answer… */
  | 'rejected'
  /** Outgoing: we gave up before the answer. */
  | 'cancelled'
  /** Incoming: nobody answered. */
  | 'missed'
  /** Incoming: we said no. */
  | 'declined'
  | 'answeredElsewhere'
  /** Incoming: the caller was told to call somebody else. */
  | 'forwarded'
  /** It could not be made, or broke. */
  | 'failed'

/** An ended call. Times are ms since the Unix epoch, spans are ms. */
export interface CallRecord {
  readonly callId: string
  readonly direction: 'incoming' | 'outgoing'
  readonly remote: RemoteView
  readonly startedAt: number
  readonly answeredAt: number | null
  readonly endedAt: number
  /** From the start to the answer, or to the end without one. */
  readonly waitMs: number
  /** From the answer to the end; 0 without an answer. */
  readonly durationMs: number
  readonly ending: CallEnding
  readonly endedBy: 'local' | 'remote' | 'lost'
  readonly problem: Problem | null
  /** When it was measured. */
  readonly quality?: QualitySummary
  /** Missed without having rung here: the caller was told that we are busy (486). */
  readonly refusedFor?: 'tooManyCalls' | 'doNotDisturb' | 'wrapUp' | 'callWaitingOff'
  /** Whom the caller was told to call instead. */
  readonly forwardedTo?: RemoteView
  /** Why the far side, or the server for it, ended the call (RFC 3326), when it said so. `text` is text of strangers. */
  readonly reason?: ReasonView
  /** What the host gave to `dial`, when it gave any. */
  readonly metadata?: Readonly<Record<string, JsonValue>>
}

/** A Reason header: `SIP` with a status, `Q.850` with a cause of ISDN. */
interface ReasonView {
  readonly protocol: string
  readonly cause: number | null
  readonly text: string | null
}

export interface DeviceView {
  readonly id: string
  /** Empty until the permission is granted. */
  readonly label: string
}

/** missing: the chosen one is unplugged, and the system's default serves until it is back. */
export type DeviceUse = 'settled' | 'switching' | 'missing'

export interface DevicesView {
  /** The browser's permission for the microphone. */
  readonly permission: 'unknown' | 'prompt' | 'asking' | 'granted' | 'denied'
  readonly microphone: 'unknown' | 'present' | 'absent'
  /** Whether the browser lets us sound; `blocked` until somebody touches the page, `interrupted` by the system. */
  readonly playback: 'allowed' | 'blocked' | 'interrupted' | 'unblocking'
  readonly microphones: readonly DeviceView[]
  readonly speakers: readonly DeviceView[]
  /** What is chosen; null: the system's default. */
  readonly microphoneId: string | null
  readonly speakerId: string | null
  /** Where it rings when somebody calls. */
  readonly ringDeviceId: string | null
  readonly use: { readonly microphone: DeviceUse; readonly speaker: DeviceUse; readonly ringDevice: DeviceUse }
  /** What the browser does to the microphone's sound. */
  readonly processing: {
    readonly echoCancellation: boolean
    readonly noiseSuppression: boolean
    readonly autoGainControl: boolean
  }
  /** 0-1. */
  readonly volumes: { readonly call: number; readonly ring: number }
  readonly test: DeviceTestView
}

/** What `testDevices` does. */
export interface DeviceTestView {
  readonly microphone: 'closed' | 'opening' | 'listening' | 'recording' | 'playing'
  readonly chime: 'quiet' | 'speaker' | 'ringDevice'
  /** Why the last test came to nothing. */
  readonly problem: Problem | null
}

/** A test of the microphone, the network and a call, and what it has seen so far. */
export interface PreflightView {
  /** microphone, network, call: that part is under way. */
  readonly status: 'idle' | 'microphone' | 'network' | 'call' | 'passed' | 'failed'
  readonly microphone: {
    readonly label: string
    /** 0-1, its loudest moment; 0 is no sound at all. */
    readonly peak: number
  } | null
  readonly network: {
    /** The kinds of ICE candidates: of this machine, as a STUN server sees it, through a TURN server. */
    readonly candidates: readonly ('host' | 'srflx' | 'relay')[]
    readonly gatheringMs: number
  } | null
  readonly quality: QualitySummary | null
  readonly problem: Problem | null
}

export interface PhonePermissions {
  readonly runPreflight: Permission
  readonly cancelPreflight: Permission
  readonly signIn: Permission
  readonly signOut: Permission
  readonly connect: Permission
  readonly disconnect: Permission
  readonly dial: Permission
  readonly swap: Permission
  readonly finishWrapUp: Permission
  /** Whether there is a voicemail to `deflect` to. */
  readonly deflectToVoicemail: Permission
  readonly supervise: Permission
  readonly unblockAudio: Permission
  /** A parked call, or what rings at a colleague's. */
  readonly pickUp: Permission
  readonly callVoicemail: Permission
  readonly sendMessage: Permission
}

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
