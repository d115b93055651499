import type { SupervisionMode } from './ports/supervision'
import type { Resource } from './ports/watching'

/** What of a server's extras the host has configured; URIs are whole. */
export interface Features {
  /** Where calls are merged. */
  readonly conference: 'here' | 'server'
  /** The ways in which a colleague's call can be supervised. */
  readonly supervision: readonly SupervisionMode[]
  /** How the server is asked to record a call; null: it is not. */
  readonly recording: RecordingMethod | null
  readonly colleagues: readonly ColleagueInput[]
  readonly parkingLot: ParkingLotInput
  readonly voicemail: VoicemailInput
}

/** info: INFO with the header `Record`; command: INFO with a recording command; code: digits, which nobody confirms. */
export type RecordingMethod =
  | { readonly by: 'info' | 'command' }
  | { readonly by: 'code'; readonly start: string; readonly stop: string }

export interface ColleagueInput {
  readonly number: string
  readonly name: string | null
  readonly resource: Resource
}

export interface VoicemailInput {
  /** Whether the server is asked to tell of our mailbox (RFC 3842). */
  readonly source: 'subscription' | 'none'
  /** Where the messages are listened to, a SIP URI; null: nowhere that we know of. */
  readonly uri: string | null
}

export interface ParkingLotInput {
  /** A SIP URI: a REFER there parks in a slot of the server's choice; null: the slot has to be chosen. */
  readonly extension: string | null
  /** How the slots are watched; `none`: we know of what we have parked ourselves. */
  readonly source: 'subscription' | 'polling' | 'none'
  readonly slots: readonly SlotInput[]
}

interface SlotInput {
  readonly slot: string
  /** A SIP URI: a REFER there parks in this slot. */
  readonly target: string
  /** A SIP URI: an INVITE there picks up what waits in it. */
  readonly uri: string
}

export const noFeatures: Features = {
  conference: 'here',
  recording: null,
  supervision: [],
  colleagues: [],
  parkingLot: { source: 'none', extension: null, slots: [] },
  voicemail: { source: 'none', uri: null },
}

/** From the phone to what watches: it is registered as whom, or is not. */
export type LineSignal = { readonly type: 'line.up'; readonly uri: string } | { readonly type: 'line.down' }
