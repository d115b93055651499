import type { CredentialsFact, CredentialsHandle, KeepCredentials } from '../../machines/ports'
import type { MakePort } from '../port'
import { readToken } from './token'
import type { SecretSource, Vault } from './vault'

export interface CredentialsPortOptions {
  readonly makePort: MakePort
  readonly vault: Vault
  /** ms since the Unix epoch. */
  readonly now?: (() => number) | undefined
  /** Hears why a token could not be had: the host's own error may hold secrets and crosses no port. */
  readonly warn?: ((message: string, cause: unknown) => void) | undefined
}

/** Has the secret of a handle ready for the digest. How long a provider may take is for the chart to say. */
export function createCredentialsPort(options: CredentialsPortOptions): KeepCredentials {
  return options.makePort('keepCredentials', ({ tell, receive }) => {
    receive(({ handle }) => void obtain(handle, options).then(tell))
    return undefined
  })
}

async function obtain(handle: CredentialsHandle, options: CredentialsPortOptions): Promise<CredentialsFact> {
  const source = options.vault.findSource(handle)
  if (!source)
    return {
      type: 'credentials.refused',
      handle,
      failure: { code: 'wrong-credentials', text: 'The credentials are no longer kept: sign in again.' },
    }
  if (source.kind === 'credentials') return { type: 'credentials.obtained', handle, expiresAt: null }
  return obtainToken(handle, source, options)
}

async function obtainToken(
  handle: CredentialsHandle,
  source: Extract<SecretSource, { kind: 'token' }>,
  { vault, now = Date.now, warn = () => {} }: CredentialsPortOptions,
): Promise<CredentialsFact> {
  let given: unknown
  try {
    given = await source.getToken('signIn')
  } catch (cause) {
    warn('The host gave no token: config.auth.getToken() failed', cause)
    return {
      type: 'credentials.refused',
      handle,
      failure: { code: 'token-unavailable', text: 'getToken() of the host page failed.' },
    }
  }
  const read = readToken(given, now())
  if (read.token === null) return { type: 'credentials.refused', handle, failure: read.failure }
  vault.fill(handle, { username: source.username, password: read.token })
  return { type: 'credentials.obtained', handle, expiresAt: read.expiresAt }
}
