import type {
  ConsultCommand,
  DialCommand,
  SendDtmfCommand,
  SetAudioProcessingCommand,
  SetVolumeCommand,
  TransferCommand,
} from './commands'
import type { PhoneEventOf, PhoneEventType } from './events'
import type { PhoneSource } from './source'
import type { TraceOptions } from './trace-options'

/**
 * A phone. Each command returns a promise: resolved when the wire confirms, rejected with a PhoneError. A command that
 * the current state does not allow rejects with code `not-allowed`, and says why in words. `callId` may be left out for
 * the focused call.
 */
export interface Phone extends PhoneSource {
  on<Type extends PhoneEventType | '*'>(type: Type, listener: (event: PhoneEventOf<Type>) => void): () => void
  /** Resolves when registered. */
  signIn(credentials?: { user?: string; password?: string }): Promise<void>
  /** Hangs up every call, unregisters, and resolves when offline. */
  signOut(): Promise<void>
  connect(): Promise<void>
  disconnect(): Promise<void>
  /** Resolves with the call's id once it rings over there or is answered; rejects when it comes to nothing before. */
  dial(target: string, options?: Omit<DialCommand, 'type' | 'target'>): Promise<string>
  answer(callId?: string): Promise<void>
  decline(callId?: string): Promise<void>
  /** Resolves when no dialog is left, at any stage of the call. */
  hangUp(callId?: string): Promise<void>
  /** Resolves when the far end has agreed. */
  hold(callId?: string): Promise<void>
  /** Holds the other calls first. */
  resume(callId?: string): Promise<void>
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
  /**
   * What happened since the page began, as JSON Lines (docs/traces.md): without secrets, with numbers and names disguised.
   * Rejects with `no-trace` when a page before this one is asked for, and none was kept.
   */
  exportTrace(options?: TraceOptions): Promise<string>
  /** Ends everything: calls are hung up, the registration is removed, the microphone is closed. */
  dispose(): Promise<void>
}
