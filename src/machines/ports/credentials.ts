import type { CallbackActorLogic } from 'xstate'
import type { Failure } from '../failure'

/** Names a secret that stays on the adapters' side. */
export type CredentialsHandle = string

export type CredentialsCommand = {
  readonly type: 'credentials.obtain'
  readonly handle: CredentialsHandle
}

export type CredentialsFact =
  | {
      readonly type: 'credentials.obtained'
      readonly handle: CredentialsHandle
      /** When they lapse; null: they do not. */
      readonly expiresAt: number | null
    }
  | { readonly type: 'credentials.refused'; readonly handle: CredentialsHandle; readonly failure: Failure }

export type KeepCredentials = CallbackActorLogic<CredentialsCommand, undefined, CredentialsFact>
