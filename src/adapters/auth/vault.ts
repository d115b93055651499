import type { CredentialsHandle, TokenReason } from '../../machines/ports'
import type { FindSecret, Secret } from '../secrets'

/** What the host's provider gives: the token, and when it lapses. null: there is none, and will be none. */
export type GivenToken =
  | string
  | {
      readonly token: string
      /** ms since the Unix epoch; null: never. */
      readonly expiresAt?: number | null
      /** The same in ms from now on, which no clock that is wrong spoils. */
      readonly expiresInMs?: number
    }
  | null

/** Where a secret comes from: somebody typed it, or the host's provider gives a token that serves as the password. */
export type SecretSource =
  | { readonly kind: 'credentials'; readonly username: string; readonly password: string }
  | { readonly kind: 'token'; readonly username: string; getToken(reason: TokenReason): Promise<GivenToken> }

/** Keeps secrets out of the charts, the traces and every storage: in memory, each under an opaque handle. */
export interface Vault {
  keep(source: SecretSource): CredentialsHandle
  findSource(handle: CredentialsHandle): SecretSource | undefined
  /** undefined: unknown, forgotten, or a token that has not been given yet. */
  readonly findSecret: FindSecret
  /** Keeps what the source gave. Does nothing once the handle is forgotten: a token may come after the sign-out. */
  fill(handle: CredentialsHandle, secret: Secret): void
  /** Keeps what the host hands over, unread, for whoever asks for the next token. */
  offer(given: unknown): void
  /** undefined: nothing was handed over since the last time. */
  takeOffer(): { readonly given: unknown } | undefined
  /** A server has not taken the secret. */
  readonly reject: (handle: CredentialsHandle) => void
  listen(onRejected: (handle: CredentialsHandle) => void): void
  forget(handle: CredentialsHandle): void
  clear(): void
}

export function createVault({ newId }: { readonly newId: () => string }): Vault {
  const sources = new Map<CredentialsHandle, SecretSource>()
  const secrets = new Map<CredentialsHandle, Secret>()
  let offered: { readonly given: unknown } | undefined
  let listener: (handle: CredentialsHandle) => void = () => {}
  return {
    keep: (source) => {
      const handle = newId()
      sources.set(handle, source)
      if (source.kind === 'credentials') secrets.set(handle, { username: source.username, password: source.password })
      return handle
    },
    findSource: (handle) => sources.get(handle),
    findSecret: (handle) => secrets.get(handle),
    fill: (handle, secret) => {
      if (sources.has(handle)) secrets.set(handle, secret)
    },
    offer: (given) => {
      offered = { given }
    },
    takeOffer: () => {
      const taken = offered
      offered = undefined
      return taken
    },
    reject: (handle) => {
      if (sources.get(handle)?.kind === 'token') listener(handle)
    },
    listen: (onRejected) => {
      listener = onRejected
    },
    forget: (handle) => {
      sources.delete(handle)
      secrets.delete(handle)
      offered = undefined
    },
    clear: () => {
      sources.clear()
      secrets.clear()
      offered = undefined
    },
  }
}
