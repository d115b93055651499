import type { CallbackActorLogic, EventObject } from 'xstate'
import type { DeviceRole } from './devices'

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
