import type { CredentialsHandle } from '../../machines/ports'
import type { FindSecret, Secret } from '../secrets'

/** What the host's provider gives: the token, and when it lapses (ms since the Unix epoch). */
export type GivenToken = string | { readonly token: string; readonly expiresAt?: number }

/** Where a secret comes from: somebody typed it, or the host's provider gives a token that serves as the password. */
export type SecretSource =
  | { readonly kind: 'credentials'; readonly username: string; readonly password: string }
  | { readonly kind: 'token'; readonly username: string; getToken(reason: 'signIn'): Promise<GivenToken> }

/** Keeps secrets out of the charts, the traces and every storage: in memory, each under an opaque handle. */
export interface Vault {
  keep(source: SecretSource): CredentialsHandle
  findSource(handle: CredentialsHandle): SecretSource | undefined
  /** undefined: unknown, forgotten, or a token that has not been given yet. */
  readonly findSecret: FindSecret
  /** Keeps what the source gave. Does nothing once the handle is forgotten: a token may come after the sign-out. */
  fill(handle: CredentialsHandle, secret: Secret): void
  forget(handle: CredentialsHandle): void
  clear(): void
}

export function createVault({ newId }: { readonly newId: () => string }): Vault {
  const sources = new Map<CredentialsHandle, SecretSource>()
  const secrets = new Map<CredentialsHandle, Secret>()
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
    forget: (handle) => {
      sources.delete(handle)
      secrets.delete(handle)
    },
    clear: () => {
      sources.clear()
      secrets.clear()
    },
  }
}
