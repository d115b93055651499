import type { CallbackActorLogic } from 'xstate'
import type { Failure } from '../failure'
import type { CallRef } from './session'

export type MediaCommand =
  /** Opens the microphone that is chosen, or else the system's default, with the browser's prompt if need be. */
  | { readonly type: 'microphone.acquire' }
  /** Gives it back: what is granted from here on is closed at once, until it is asked for again. */
  | { readonly type: 'microphone.release' }
  | { readonly type: 'microphone.mute' }
  | { readonly type: 'microphone.unmute' }
  /** On hold nobody hears us, whatever the negotiation comes to. */
  | { readonly type: 'media.silence' }
  | { readonly type: 'media.unsilence' }

export type MediaFact =
  /** It is open and sent: because it was asked for, or because another one was chosen. */
  | { readonly type: 'microphone.acquired' }
  | { readonly type: 'microphone.refused'; readonly failure: Failure; readonly at: number }
  /** The device itself gives silence: the system's mute, a headset's, another program's call. And sound again. */
  | { readonly type: 'microphone.interrupted' }
  | { readonly type: 'microphone.restored' }
  /** The device is gone. */
  | { readonly type: 'microphone.ended' }
  /** Devices have come or gone, and the call is without one. */
  | { readonly type: 'microphone.available' }
  /** The sender sends silence, and sends sound again. */
  | { readonly type: 'microphone.muted' }
  | { readonly type: 'microphone.unmuted' }
  /** ICE and DTLS are up, have broken off, have failed. */
  | { readonly type: 'media.connected' }
  | { readonly type: 'media.interrupted' }
  | { readonly type: 'media.failed' }
  /** RTP comes in from the far end; none has come for a while. */
  | { readonly type: 'media.flowing' }
  | { readonly type: 'media.stopped' }

export type WatchMedia = CallbackActorLogic<MediaCommand, CallRef, MediaFact>
