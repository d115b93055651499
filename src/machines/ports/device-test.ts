import type { CallbackActorLogic } from 'xstate'
import type { Failure } from '../failure'

export type DeviceTestCommand =
  /** From now on, and nothing that was recorded before. */
  | { readonly type: 'test.record' }
  /** What was recorded, on the speaker. */
  | { readonly type: 'test.play' }

export type DeviceTestFact =
  | { readonly type: 'test.opened' }
  | { readonly type: 'test.refused'; readonly failure: Failure }
  /** The device is gone. */
  | { readonly type: 'test.ended' }
  | { readonly type: 'test.played' }
  /** It could not be recorded, or not be played. */
  | { readonly type: 'test.failed'; readonly failure: Failure }

/** The microphone that is chosen is open as long as the port is. */
export type TestMicrophone = CallbackActorLogic<DeviceTestCommand, undefined, DeviceTestFact>
