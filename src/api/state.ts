import type { CallRecord } from './call-record'
import type { CallView } from './call-state'
import type { AutoAnswerMode, AvailabilityStatus } from './commands'
import type { ColleagueView, MessageView, ParkingLotView, VoicemailView } from './desk-state'
import type { DevicesView, PreflightView } from './device-state'
import type { Permission, Problem } from './errors'

export type { CallEnding, CallRecord } from './call-record'
export type {
  AutoAnswerView,
  CallPermissions,
  CallPhase,
  CallView,
  ConferenceView,
  ParkingView,
  RecordingView,
  RemoteView,
  SupervisionView,
  TransferRequestView,
  TransferView,
} from './call-state'
export type { ColleagueView, MessageView, ParkedCallView, ParkingLotView, VoicemailView } from './desk-state'
export type { DevicesView, DeviceTestView, DeviceUse, DeviceView, PreflightView } from './device-state'
export type { QualitySummary, QualityView, QualityWarning } from './quality-state'

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
  | { readonly status: 'signedIn'; readonly account: AccountView; readonly token: TokenView }
  | { readonly status: 'signingOut'; readonly account: AccountView }
  | { readonly status: 'failed'; readonly account: AccountView; readonly problem: Problem }

/** Whether what proves the account still serves. Times are ms since the Unix epoch. No state of it ends a call. */
export type TokenView =
  /** A password, or a token that does not lapse. */
  | { readonly status: 'lasting' }
  | { readonly status: 'fresh'; readonly expiresAt: number }
  /** In the minute before it lapses. */
  | { readonly status: 'expiring'; readonly expiresAt: number; readonly renewal: RenewalView }
  /** It has lapsed, or the server does not take it any more. */
  | { readonly status: 'expired'; readonly renewal: RenewalView }

export type RenewalView =
  /** `getToken` has been asked; `problem`: once more, and why it had to be. */
  | { readonly status: 'refreshing'; readonly problem: Problem | null }
  /** It failed, and is asked again in a while. */
  | { readonly status: 'waiting'; readonly problem: Problem }
  /** There is none to be had, until somebody asks for `refreshToken`. */
  | { readonly status: 'declined'; readonly problem: Problem }

export type ConnectionView =
  | { readonly status: 'offline' }
  | { readonly status: 'connecting'; readonly server: string }
  | { readonly status: 'registering'; readonly server: string }
  | { readonly status: 'registered'; readonly server: string; readonly expiresAt: number }
  | { readonly status: 'unregistering'; readonly server: string }
  /** It broke, or its server could not be reached; it is tried again by itself. */
  | { readonly status: 'lost'; readonly problem: Problem; readonly phase: 'waiting' | 'retrying' }
  /** The server does not take the token; it is tried again as soon as there is another one. */
  | { readonly status: 'awaitingToken'; readonly server: string; readonly problem: Problem }
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

export interface PhonePermissions {
  readonly runPreflight: Permission
  readonly cancelPreflight: Permission
  readonly signIn: Permission
  readonly refreshToken: Permission
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
