import type { CallbackActorLogic } from 'xstate'
import type { Failure } from '../failure'

/** From now on these calls, at least two, hear each other; those that are not named any more hear us alone. */
export type MixCommand = { readonly type: 'mix.set'; readonly callIds: readonly string[] }

export type MixFact =
  | { readonly type: 'mix.started' }
  | { readonly type: 'mix.refused'; readonly failure: Failure }
  /** The browser has stopped the mixing (another program has taken the sound), and lets it go on. */
  | { readonly type: 'mix.interrupted' }
  | { readonly type: 'mix.restored' }

/** The mixing lasts as long as this port is open. */
export type MixCalls = CallbackActorLogic<MixCommand, undefined, MixFact>
