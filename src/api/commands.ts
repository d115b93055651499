import type { GivenToken } from './config'
import type { JsonValue } from './json'

/**
 * The commands, as data: what a host, the UI, another tab or a dialect may ask of a phone. `Phone` has a method for each.
 * A command without `callId` is for the focused call.
 */
export type PhoneCommand =
  | SignInCommand
  | RefreshTokenCommand
  | { readonly type: 'signOut' }
  | { readonly type: 'connect' }
  | { readonly type: 'disconnect' }
  | DialCommand
  | { readonly type: 'answer'; readonly callId?: string }
  | DeclineCommand
  | DeflectCommand
  | { readonly type: 'hangUp'; readonly callId?: string }
  | { readonly type: 'hold'; readonly callId?: string }
  | { readonly type: 'resume'; readonly callId?: string }
  /** Holds the call that is heard and resumes the one on hold. `callId`: the one to resume; absent: the one held last. */
  | { readonly type: 'swap'; readonly callId?: string }
  | { readonly type: 'mute'; readonly callId?: string }
  | { readonly type: 'unmute'; readonly callId?: string }
  | SendDtmfCommand
  | TransferCommand
  | ConsultCommand
  | { readonly type: 'completeTransfer'; readonly callId?: string }
  | { readonly type: 'cancelTransfer'; readonly callId?: string }
  | ParkCommand
  | { readonly type: 'pickUp'; readonly number: string }
  | { readonly type: 'callVoicemail' }
  | SendMessageCommand
  | { readonly type: 'setAvailability'; readonly status: AvailabilityStatus }
  | { readonly type: 'setDoNotDisturb'; readonly on: boolean }
  | { readonly type: 'finishWrapUp' }
  | { readonly type: 'setCallWaiting'; readonly on: boolean }
  | { readonly type: 'setAutoAnswer'; readonly mode: AutoAnswerMode }
  | { readonly type: 'acceptTransfer'; readonly callId?: string }
  | { readonly type: 'refuseTransfer'; readonly callId?: string }
  | { readonly type: 'startRecording'; readonly callId?: string }
  | { readonly type: 'stopRecording'; readonly callId?: string }
  | SuperviseCommand
  | SetSupervisionCommand
  | MergeCommand
  | { readonly type: 'split'; readonly callId?: string }
  | { readonly type: 'requestPermission' }
  | { readonly type: 'unblockAudio' }
  | RunPreflightCommand
  | { readonly type: 'cancelPreflight' }
  | { readonly type: 'setMicrophone'; readonly deviceId: string | null }
  | { readonly type: 'setSpeaker'; readonly deviceId: string | null }
  | { readonly type: 'setRingDevice'; readonly deviceId: string | null }
  | SetVolumeCommand
  | SetAudioProcessingCommand
  | TestDevicesCommand

export interface SignInCommand {
  readonly type: 'signIn'
  /** A SIP address (`sip:1001@pbx.example`), or its user part at the configured domain. Absent: the configured account. */
  readonly user?: string
  readonly password?: string
}

/** Another token, before the one that there is lapses or after. It is used for whatever is asked for next; calls go on. */
interface RefreshTokenCommand {
  readonly type: 'refreshToken'
  /** Absent: `config.auth.getToken` is asked for it. */
  readonly token?: GivenToken
}

export interface DialCommand {
  readonly type: 'dial'
  /** A number (spaces, dots, dashes and brackets are dropped), a user name, or a SIP URI. */
  readonly target: string
  /** A name to show until the far end says its own. */
  readonly name?: string
  /**
   * Who we would be shown as: a number or SIP URI that the server lets the account use (sent as P-Preferred-Identity,
   * RFC 3325); what the far end sees is the server's choice.
   */
  readonly callerId?: string
  /** Sent with the INVITE, by name: `X-…`, `Subject`, `Priority`, `User-to-User`; at most 20 lines of 512 characters. */
  readonly headers?: Readonly<Record<string, string>>
  /** The host's notes on the call: JSON of at most 16,384 characters. Kept with the call and its record, never sent. */
  readonly metadata?: Readonly<Record<string, JsonValue>>
}

/** What a person says about being called; a phone that is offline or in a wrap-up says that by itself. */
export type AvailabilityStatus = 'available' | 'away' | 'doNotDisturb'

/** asked: when the caller's INVITE asks for it (Alert-Info, Call-Info or Answer-Mode). */
export type AutoAnswerMode = 'never' | 'asked' | 'always'

export interface DeclineCommand {
  readonly type: 'decline'
  readonly callId?: string
  /** declined: 603, the default; busy: 486; unavailable: 480; not-found: 404. What becomes of it is the server's choice. */
  readonly reason?: 'declined' | 'busy' | 'unavailable' | 'not-found'
}

export interface DeflectCommand {
  readonly type: 'deflect'
  readonly callId?: string
  /** A number, a user name or a SIP URI, as for `dial`. Absent: the configured voicemail. */
  readonly target?: string
}

export interface SendDtmfCommand {
  readonly type: 'sendDtmf'
  readonly callId?: string
  /** `0-9A-D#*`; a comma waits 2 s. */
  readonly tones: string
  /** 40-6,000 ms, 100 unless told. */
  readonly durationMs?: number
  /** >= 30 ms, 70 unless told. */
  readonly gapMs?: number
}

/** What is not named stays as it is. */
export interface SetVolumeCommand {
  readonly type: 'setVolume'
  /** 0-1: calls, and what else sounds on the speaker. */
  readonly call?: number
  /** 0-1: the ringtone. */
  readonly ring?: number
}

/** What the browser does to the microphone's sound. What is not named stays as it is. */
export interface SetAudioProcessingCommand {
  readonly type: 'setAudioProcessing'
  readonly echoCancellation?: boolean
  readonly noiseSuppression?: boolean
  readonly autoGainControl?: boolean
}

/** Tests the microphone, the network, and a call. Rejects with what failed; `PhoneState.preflight` has the figures. */
export interface RunPreflightCommand {
  readonly type: 'runPreflight'
  /** A number that says back what it hears. Default: `config.echoNumber`. */
  readonly target?: string
}

/**
 * `microphone` opens it and tells its level (`levels`); `echo` records 3 s and plays them back; `speaker` and `ringDevice`
 * sound a chime there; `stop` closes and silences everything.
 */
export interface TestDevicesCommand {
  readonly type: 'testDevices'
  readonly step: 'microphone' | 'echo' | 'speaker' | 'ringDevice' | 'stop'
}

/** Whom a call is transferred to, or whom to ask first. */
interface TransferDetails {
  /** A number, a user name or a SIP URI, as for `dial`. */
  readonly target: string
  /** The call that is transferred. */
  readonly callId?: string
  /** What travels with the transfer, in the header X-Transfer-Data: at most 490 characters, none of them a control. */
  readonly data?: string
}

/** A blind transfer. */
export interface TransferCommand extends TransferDetails {
  readonly type: 'transfer'
}

/** The first half of an attended transfer: the call is put on hold, and the target called. */
export interface ConsultCommand extends TransferDetails {
  readonly type: 'consult'
}

interface ParkCommand {
  readonly type: 'park'
  readonly callId?: string
  /** One of the configured slots. Absent: the server chooses it, or it is the first free one. */
  readonly slot?: string
}

interface SendMessageCommand {
  readonly type: 'sendMessage'
  /** A number, a user name or a SIP URI, as for `dial`. */
  readonly target: string
  /** 1-1,000 characters. */
  readonly text: string
}

/** Into a colleague's call, by the number that `supervision` configures for the mode, or its service names. */
export interface SuperviseCommand {
  readonly type: 'supervise'
  /** The colleague's number. */
  readonly number: string
  readonly mode: 'listen' | 'whisper' | 'barge'
}

/** Another mode in a supervision that there is, by the digits that are configured for it, or by the service. */
interface SetSupervisionCommand {
  readonly type: 'setSupervision'
  readonly callId?: string
  readonly mode: 'listen' | 'whisper' | 'barge'
}

/** A conference of calls that have been answered. Those on hold are resumed for it. */
export interface MergeCommand {
  readonly type: 'merge'
  readonly callId?: string
  /** With which; absent: with every other call that has been answered. */
  readonly with?: readonly string[]
}

export type CommandName = PhoneCommand['type']

/** What a command's promise resolves to. */
export interface CommandResults {
  /** The call's id, once it rings over there or is answered. */
  readonly dial: string
  /** The id of our call, once it rings over there or is answered. */
  readonly supervise: string
  /** The id of the call to the target, once it rings over there or is answered. */
  readonly consult: string
  /** The slot, when it is known. */
  readonly park: string | undefined
  /** The id of the call that was picked up. */
  readonly pickUp: string
  readonly callVoicemail: string
  /** The id of the call to whom the far end has named, once it rings there or is answered. */
  readonly acceptTransfer: string
}

export type CommandResult<Name extends CommandName> = Name extends keyof CommandResults
  ? CommandResults[Name]
  : undefined
