import type { CallbackActorLogic } from 'xstate'
import type { Failure } from '../failure'
import type { CredentialsHandle } from './credentials'

/** Who registers where. The password is found by the handle, on the other side. */
export interface Account {
  readonly handle: CredentialsHandle
  /** A token may be replaced by another; absent: a password, which may not. */
  readonly proof?: 'token'
  /** Address of record: `sip:1001@pbx.example`. */
  readonly uri: string
  readonly displayName: string | null
  /** WebSocket URLs in the order of preference. */
  readonly servers: readonly string[]
}

export type ConnectionCommand =
  | { readonly type: 'transport.connect'; readonly account: Account; readonly server: string }
  | { readonly type: 'transport.disconnect' }
  | { readonly type: 'registration.register' }
  | { readonly type: 'registration.unregister' }

export type ConnectionFact =
  | { readonly type: 'transport.connected'; readonly server: string }
  /** The socket could not be opened, or broke. `retryAfterMs` was drawn by the adapter (back-off with full jitter). */
  | { readonly type: 'transport.closed'; readonly failure: Failure; readonly retryAfterMs: number }
  /** We closed it. */
  | { readonly type: 'transport.disconnected' }
  | { readonly type: 'registration.accepted'; readonly expiresAt: number }
  /** 401 after our digest, 403, 404: asking again would not help. */
  | { readonly type: 'registration.refused'; readonly failure: Failure }
  /** No answer, 5xx, 503 with Retry-After: worth asking again after `retryAfterMs`. */
  | { readonly type: 'registration.failed'; readonly failure: Failure; readonly retryAfterMs: number }
  | { readonly type: 'registration.removed' }
  /** The chunk with the SIP stack did not load; `transport.connect` tries again. */
  | { readonly type: 'sip.notLoaded'; readonly failure: Failure }

export type WatchConnection = CallbackActorLogic<ConnectionCommand, undefined, ConnectionFact>
