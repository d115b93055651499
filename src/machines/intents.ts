import type { Account, CallExtras, DeclineReason, DeviceChoice, DeviceRole, Remote, Volumes } from './ports'
import type { Choices, ChosenStatus } from './ports/availability'
import type { SupervisionMode } from './ports/supervision'

/**
 * What people and hosts want, as it enters through the front door of `phone`: in the imperative, with the id of the
 * command that waits for the outcome and the time at which it entered (ms since the epoch).
 */
interface Intent<Type extends string> {
  readonly type: Type
  readonly commandId: string
  readonly at: number
}

export type AuthIntent =
  | (Intent<'auth.signIn'> & { readonly account: Account })
  /** The token that the host has handed over serves, or its provider is asked. */
  | Intent<'auth.refreshToken'>
  | Intent<'auth.signOut'>

export type ConnectionIntent = Intent<'connection.connect'> | Intent<'connection.disconnect'>

/** `target` is a SIP URI; `callId` was made at the door. */
export type DialIntent = Intent<'call.dial'> & {
  readonly callId: string
  readonly target: string
  readonly remote: Remote
  readonly extras?: CallExtras
  /** The call whose place it is to take: there is room for it, where there is room for that one. */
  readonly insteadOf?: string
  /** It takes over what rings at this watched address, a SIP URI, where the server tells how; `target` is a code for the same. */
  readonly pickUpOf?: string
  /** It is a call to a colleague's call. */
  readonly supervision?: Supervision
}

export interface Supervision {
  /** Whose call it is. */
  readonly number: string
  readonly mode: SupervisionMode
  /** What changes the mode in the call; null: nothing does. */
  readonly digits: Readonly<Record<SupervisionMode, string>> | null
  /** A service has let us in, and changes the mode. */
  readonly by?: 'service'
}

/** A service of the backend is asked for a way into a colleague's call. `callId` was made at the door. */
export type SupervisingIntent = OfCall<'supervising.start'> & {
  readonly number: string
  readonly mode: SupervisionMode
  readonly remote: Remote
}

export type OfCall<Type extends string> = Intent<Type> & { readonly callId: string }

/** What goes to the call that it names, after focus has held the others. */
export type FocusingIntent = OfCall<'call.answer'> | OfCall<'call.resume'>

type PlainCallIntent =
  | (OfCall<'call.decline'> & { readonly reason?: DeclineReason })
  /** leave: the person goes, and nobody is there for those whom the phone rings for. */
  | (OfCall<'call.hangUp'> & { readonly because?: 'leaving' })
  | OfCall<'call.hold'>
  | OfCall<'call.mute'>
  | OfCall<'call.unmute'>
  | OfCall<'call.startRecording'>
  | OfCall<'call.stopRecording'>

export type TonesIntent = OfCall<'call.sendDtmf'> & {
  /** `0-9A-D#*` and the comma that waits. */
  readonly tones: string
  readonly durationMs: number
  readonly gapMs: number
}

/** The caller is told to call `target` instead, a SIP URI (RFC 3261 21.3.3). */
type DeflectIntent = OfCall<'call.deflect'> & { readonly target: string; readonly remote: Remote }

/** Another way to supervise the call that the colleague has. */
type SupervisionIntent = OfCall<'call.setSupervision'> & { readonly mode: SupervisionMode }

export type CallIntent = DeflectIntent | SupervisionIntent | FocusingIntent | PlainCallIntent | TonesIntent

/** What goes to the chart of transfers. `callId` is the call that is to be transferred. */
export type TransferIntent =
  | (OfCall<'call.transfer'> & TransferTarget)
  /** `consultId` was made at the door: the id of the call to the target. */
  | (OfCall<'call.consult'> & TransferTarget & { readonly consultId: string })
  | OfCall<'call.completeTransfer'>
  | OfCall<'call.cancelTransfer'>

/** What goes to the chart of those who are transferred. `callId` is the call that the request came in. */
export type TransfereeIntent =
  /** `newCallId`: the id that the new call will have. */
  (OfCall<'transferee.accept'> & { readonly newCallId: string }) | OfCall<'transferee.refuse'>

interface TransferTarget {
  /** A SIP URI. */
  readonly target: string
  readonly remote: Remote
  readonly data: string | null
}

/** A REFER to `target` parks; `slot` is null where the server chooses it. */
export type ParkingIntent = OfCall<'parking.park'> & {
  /** A SIP URI. */
  readonly target: string
  readonly slot: string | null
  readonly remote: Remote
}

export type MessagesIntent = Intent<'messages.send'> & { readonly remote: Remote; readonly text: string }

export type DeviceTestIntent = Intent<
  'test.microphone' | 'test.echo' | 'test.speaker' | 'test.ringDevice' | 'test.stop'
>

/**
 * What goes to the chart of conferences. `callId` is the call of which it was asked; for a split, the one that stays.
 * Which of `callIds` are on hold is said at the door, where every call is seen.
 */
export type ConferenceIntent =
  | (OfCall<'conference.merge'> & { readonly callIds: readonly string[]; readonly held: readonly string[] })
  | OfCall<'conference.split'>

/** The same calls, and a conference at the server. `roomCallId` was made at the door: the id of our own call to it. */
export type RoomIntent = OfCall<'room.gather'> & {
  readonly callIds: readonly string[]
  /** The call that is heard now; null: all are on hold. */
  readonly heardId: string | null
  readonly roomCallId: string
  /** A SIP URI. */
  readonly target: string
  readonly remote: Remote
}

export type DevicesIntent =
  | Intent<'devices.requestPermission'>
  | Intent<'devices.unblockAudio'>
  | (Intent<'devices.choose'> & { readonly role: DeviceRole; readonly choice: DeviceChoice })
  | (Intent<'devices.setVolume'> & { readonly volumes: Partial<Volumes> })

/** `callId` was made at the door: the id of the call to a number that says back what it hears. */
export type PreflightIntent =
  | (OfCall<'preflight.start'> & { readonly target: string; readonly remote: Remote })
  | Intent<'preflight.cancel'>
export type AvailabilityIntent =
  | (Intent<'availability.set'> & { readonly status: ChosenStatus })
  | (Intent<'availability.setCallWaiting'> & Pick<Choices, 'callWaiting'>)
  | (Intent<'availability.setAutoAnswer'> & Pick<Choices, 'autoAnswer'>)
  | Intent<'availability.finishWrapUp'>

export type PhoneIntent =
  | AuthIntent
  | ConnectionIntent
  | DialIntent
  | CallIntent
  | TransferIntent
  | ParkingIntent
  | MessagesIntent
  | PreflightIntent
  | TransfereeIntent
  | SupervisingIntent
  | ConferenceIntent
  | RoomIntent
  | DevicesIntent
  | DeviceTestIntent
  | AvailabilityIntent
