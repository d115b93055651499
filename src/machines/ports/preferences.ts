import type { CallbackActorLogic } from 'xstate'
import type { Processing } from './devices'

/** What outlives the page. null: the system's default. */
export interface Preferences {
  readonly microphoneId: string | null
  /** What is done to its sound. */
  readonly processing: readonly Processing[]
  readonly speakerId: string | null
  readonly ringDeviceId: string | null
  /** 0-1. */
  readonly callVolume: number
  readonly ringVolume: number
}

export type PreferencesCommand = { readonly type: 'preferences.save'; readonly preferences: Preferences }

export type PreferencesFact =
  | { readonly type: 'preferences.loaded'; readonly preferences: Preferences }
  | { readonly type: 'preferences.saved' }
  /** Storage is full, closed or forbidden (private windows): the phone works on, and forgets. */
  | { readonly type: 'preferences.failed' }

export type KeepPreferences = CallbackActorLogic<PreferencesCommand, undefined, PreferencesFact>
