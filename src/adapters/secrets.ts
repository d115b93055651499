import type { CredentialsHandle } from '../machines/ports'

/** What a digest needs (RFC 7616). It stays on this side of the ports: charts hold the handle. */
export interface Secret {
  readonly username: string
  readonly password: string
}

export type FindSecret = (handle: CredentialsHandle) => Secret | undefined
