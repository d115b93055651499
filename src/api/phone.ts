import type {
  AutoAnswerMode,
  AvailabilityStatus,
  ConsultCommand,
  DeclineCommand,
  DeflectCommand,
  DialCommand,
  MergeCommand,
  RunPreflightCommand,
  SendDtmfCommand,
  SetAudioProcessingCommand,
  SetVolumeCommand,
  SuperviseCommand,
  TestDevicesCommand,
  TransferCommand,
} from './commands'
import type { GivenToken } from './config'
import type { PhoneEventOf, PhoneEventType } from './events'
import type { Levels } from './levels'
import type { PhoneSource } from './source'
import type { TraceOptions } from './trace-options'

/**
 * A phone. Each command returns a promise: resolved when the wire confirms, rejected with a PhoneError. A command that
 * the current state does not allow rejects with code `not-allowed`, and says why in words. `callId` may be left out for
 * the focused call.
 */
export interface Phone extends PhoneSource {
  readonly levels: Levels
  on<Type extends PhoneEventType | '*'>(type: Type, listener: (event: PhoneEventOf<Type>) => void): () => void
  /** Resolves when registered. */
  signIn(credentials?: { user?: string; password?: string }): Promise<void>
  /**
   * Another token in the place of the one that there is: this one, or what `config.auth.getToken` gives now. Resolves when it
   * is there; whatever the server asks for next is answered with it, and where it had refused the old one, the phone
   * registers anew. Calls are not touched.
   */
  refreshToken(token?: GivenToken): Promise<void>
  /** Hangs up every call, unregisters, and resolves when offline. */
  signOut(): Promise<void>
  connect(): Promise<void>
  disconnect(): Promise<void>
  /** Resolves with the call's id once it rings over there or is answered; rejects when it comes to nothing before. */
  dial(target: string, options?: Omit<DialCommand, 'type' | 'target'>): Promise<string>
  answer(callId?: string): Promise<void>
  /** Refuses a call that rings here; `reason` is what the caller is told: declined (603), busy, unavailable, not-found. */
  decline(callId?: string, options?: Pick<DeclineCommand, 'reason'>): Promise<void>
  /** Tells a caller who rings here to call `target` instead (302); without one, the configured voicemail. */
  deflect(target?: string, options?: Pick<DeflectCommand, 'callId'>): Promise<void>
  /** Resolves when no dialog is left, at any stage of the call. */
  hangUp(callId?: string): Promise<void>
  /** Resolves when the far end has agreed. */
  hold(callId?: string): Promise<void>
  /** Holds the other calls first. */
  resume(callId?: string): Promise<void>
  /** Holds the call that is heard and resumes the other one; resolves when both far ends have agreed. */
  swap(callId?: string): Promise<void>
  mute(callId?: string): Promise<void>
  unmute(callId?: string): Promise<void>
  /** Resolves when the last tone is out. */
  sendDtmf(tones: string, options?: Omit<SendDtmfCommand, 'type' | 'tones'>): Promise<void>
  /**
   * Blind transfer: resolves when the far end says that it has reached the target; the call is then ended. Rejects when it
   * has not, and the call is as it was.
   */
  transfer(target: string, options?: Omit<TransferCommand, 'type' | 'target'>): Promise<void>
  /** Holds the call and calls the target; resolves with the id of that call once it rings over there or is answered. */
  consult(target: string, options?: Omit<ConsultCommand, 'type' | 'target'>): Promise<string>
  /** Joins the call and the target that was consulted; while the target still rings, this is a blind transfer to it. */
  completeTransfer(callId?: string): Promise<void>
  /** Ends the consultation and resumes the call. */
  cancelTransfer(callId?: string): Promise<void>
  /**
   * Sends the far end to the parking lot and ends the call. Resolves with the slot, undefined where the server does not
   * tell it; rejects when it is not parked, and the call is as it was.
   */
  park(options?: { callId?: string; slot?: string }): Promise<string | undefined>
  /** Calls a parking slot, or picks up what rings at a colleague's number; resolves with the id of the call. */
  pickUp(number: string): Promise<string>
  callVoicemail(): Promise<string>
  /** Resolves when the server has taken it. */
  sendMessage(target: string, text: string): Promise<void>
  /** What was chosen is remembered in this browser, for each account by itself. */
  setAvailability(status: AvailabilityStatus): Promise<void>
  /** While on, callers are told that we are busy (486), and are in the history as missed. */
  setDoNotDisturb(on: boolean): Promise<void>
  /** Ends the time after a conversation in which nobody gets through. */
  finishWrapUp(): Promise<void>
  setCallWaiting(on: boolean): Promise<void>
  setAutoAnswer(mode: AutoAnswerMode): Promise<void>
  /**
   * Calls whom the far end has named (REFER). Resolves with the new call's id once it rings there or is answered; this call is
   * ended when it is answered, and gone back to when it is not.
   */
  acceptTransfer(callId?: string): Promise<string>
  refuseTransfer(callId?: string): Promise<void>
  /** Calls into a colleague's call: resolves with the id of that call of ours. */
  supervise(number: string, mode: SuperviseCommand['mode']): Promise<string>
  /** Resolves when the digits for it are out: no server confirms them. */
  setSupervision(mode: SuperviseCommand['mode'], callId?: string): Promise<void>
  /**
   * Has the server record, as `recording` configures: resolves when it has said so; by a code, when the digits are out.
   */
  startRecording(callId?: string): Promise<void>
  stopRecording(callId?: string): Promise<void>
  /**
   * Joins calls that have been answered, unless told otherwise all of them: resolves when each far end hears the others.
   * Rejects when it came to nothing; then the calls are as they were. With `conference.uri`: resolves when all have gone to
   * the server's conference.
   */
  merge(callId?: string, options?: Omit<MergeCommand, 'type' | 'callId'>): Promise<void>
  /** Ends a conference: resolves when all calls of it but this one are on hold. */
  split(callId?: string): Promise<void>
  /** Tests the microphone, the network and a call to a number that says back what it hears; see `PhoneState.preflight`. */
  runPreflight(options?: Omit<RunPreflightCommand, 'type'>): Promise<void>
  cancelPreflight(): Promise<void>
  /** Asks for the microphone ahead of the first call. */
  requestPermission(): Promise<void>
  /** Plays what the browser has kept silent; call it in a user's gesture. */
  unblockAudio(): Promise<void>
  /**
   * In the calls that there are too, without a word to the far end; null: the system's default. Resolves when it is used.
   * While it is unplugged, the default serves in its place.
   */
  setMicrophone(deviceId: string | null): Promise<void>
  /** Where calls are heard. Rejects with `unsupported` where the browser knows the system's default alone. */
  setSpeaker(deviceId: string | null): Promise<void>
  /** Where it rings when somebody calls. */
  setRingDevice(deviceId: string | null): Promise<void>
  /** 0-1. */
  setVolume(volumes: Omit<SetVolumeCommand, 'type'>): Promise<void>
  /** In the calls that there are too. Rejects with `unsupported` where the browser does not let a page decide. */
  setAudioProcessing(processing: Omit<SetAudioProcessingCommand, 'type'>): Promise<void>
  /** Tries the devices, without a call. Resolves when the step has come to its end; a microphone stays open until `stop`. */
  testDevices(step: TestDevicesCommand['step']): Promise<void>
  /**
   * What happened since the page began, as JSON Lines (docs/traces.md): without secrets, with numbers and names disguised.
   * Rejects with `no-trace` when a page before this one is asked for, and none was kept.
   */
  exportTrace(options?: TraceOptions): Promise<string>
  /** Ends everything: calls are hung up, the registration is removed, the microphone is closed. */
  dispose(): Promise<void>
}
