import type { CallbackActorLogic } from 'xstate'
import type { Failure } from '../failure'

/** Names a secret that stays on the adapters' side. */
export type CredentialsHandle = string

/** Why a token is asked for: the provider may give one that it has kept only at the sign-in and when it is `asked`. */
export type TokenReason =
  | 'signIn'
  /** The one that there is lapses soon. */
  | 'expiring'
  /** The one that there is has lapsed, or the server takes it no more. */
  | 'expired'
  /** Somebody has told the phone to. */
  | 'asked'

export type CredentialsCommand =
  | { readonly type: 'credentials.obtain'; readonly handle: CredentialsHandle; readonly reason: TokenReason }
  /** What time is it? A chart has no clock, and it may be long since they were obtained. */
  | { readonly type: 'credentials.age'; readonly handle: CredentialsHandle }

/** Times are ms since the epoch, by this machine's clock. */
export type CredentialsFact = { readonly handle: CredentialsHandle } & (
  | {
      readonly type: 'credentials.obtained'
      /** When they lapse; null: they do not. */
      readonly expiresAt: number | null
      readonly at: number
    }
  /** There are none to be had, and it would be the same if they were asked for again. */
  | { readonly type: 'credentials.refused'; readonly failure: Failure }
  /** Whoever gives them could not be asked, or gave what has lapsed. `retryAfterMs` was drawn by the adapter. */
  | { readonly type: 'credentials.unavailable'; readonly failure: Failure; readonly retryAfterMs: number }
  /** The page has slept, or the chart has asked: so late it is. */
  | { readonly type: 'credentials.aged'; readonly at: number }
  /** A server has not taken them, for something else than a registration. */
  | { readonly type: 'credentials.rejected'; readonly failure: Failure }
)

export type KeepCredentials = CallbackActorLogic<CredentialsCommand, undefined, CredentialsFact>
