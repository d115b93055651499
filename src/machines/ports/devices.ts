import type { CallbackActorLogic } from 'xstate'
import type { Failure } from '../failure'
import type { Preferences } from './preferences'

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
