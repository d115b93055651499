import type { CredentialsFact, CredentialsHandle, KeepCredentials, TokenReason } from '../../machines/ports'
import { createBackOff } from '../back-off'
import type { MakePort } from '../port'
import { type ReadToken, readToken } from './token'
import type { SecretSource, Vault } from './vault'
import { watchWaking } from './waking'

export interface CredentialsPortOptions {
  readonly makePort: MakePort
  readonly vault: Vault
  /** ms since the Unix epoch. */
  readonly now?: (() => number) | undefined
  /** 0 <= n < 1. Waits are drawn with it. */
  readonly random?: (() => number) | undefined
  /** Hears why a token could not be had: the host's own error may hold secrets and crosses no port. */
  readonly warn?: ((message: string, cause: unknown) => void) | undefined
}

type TokenSource = Extract<SecretSource, { kind: 'token' }>

/** However the die falls, no provider is asked in a tight loop. */
const leastRetryMs = 1_000

const forgotten = { code: 'wrong-credentials', text: 'The credentials are no longer kept: sign in again.' } as const

/** Has the secret of a handle ready for the digest. How long a provider may take is for the chart to say. */
export function createCredentialsPort(options: CredentialsPortOptions): KeepCredentials {
  const { makePort, vault, now = Date.now, random = Math.random, warn = () => {} } = options
  return makePort('keepCredentials', ({ tell, receive }) => {
    const backOff = createBackOff(random)
    /** Counts what was asked for: what comes of one that has been overtaken is nobody's business. */
    let latest = 0
    let stopWatching = () => {}

    const tellAge = (handle: CredentialsHandle) => tell({ type: 'credentials.aged', handle, at: now() })

    const obtain = async (handle: CredentialsHandle, reason: TokenReason) => {
      latest += 1
      const attempt = latest
      const source = vault.findSource(handle)
      if (!source) tell({ type: 'credentials.refused', handle, failure: forgotten })
      else if (source.kind === 'credentials') tell({ type: 'credentials.obtained', handle, expiresAt: null, at: now() })
      else {
        const offered = vault.takeOffer()
        const read = offered ? readToken(offered.given, now()) : await askProvider(source, reason, now, warn)
        if (attempt === latest) tell(take(handle, source, read))
      }
    }

    const take = (handle: CredentialsHandle, { username }: TokenSource, read: ReadToken): CredentialsFact => {
      if (read.status === 'refused') return { type: 'credentials.refused', handle, failure: read.failure }
      if (read.status === 'unavailable') {
        const retryAfterMs = leastRetryMs + backOff.next()
        return { type: 'credentials.unavailable', handle, failure: read.failure, retryAfterMs }
      }
      const { token, expiresAt } = read
      backOff.reset()
      vault.fill(handle, { username, password: token })
      stopWatching()
      stopWatching = expiresAt === null ? () => {} : watchWaking(now, () => tellAge(handle))
      return { type: 'credentials.obtained', handle, expiresAt, at: now() }
    }

    vault.listen((handle) => tell({ type: 'credentials.rejected', handle, failure: { code: 'wrong-credentials' } }))
    receive((command) => {
      if (command.type === 'credentials.age') tellAge(command.handle)
      else void obtain(command.handle, command.reason)
    })
    return () => {
      vault.listen(() => {})
      stopWatching()
    }
  })
}

async function askProvider(
  source: TokenSource,
  reason: TokenReason,
  now: () => number,
  warn: (message: string, cause: unknown) => void,
): Promise<ReadToken> {
  try {
    return readToken(await source.getToken(reason), now())
  } catch (cause) {
    warn('The host gave no token: config.auth.getToken() failed', cause)
    return isFinal(cause)
      ? { status: 'refused', failure: { code: 'token-refused', text: 'getToken() of the host page has none to give.' } }
      : { status: 'unavailable', failure: { code: 'token-unavailable', text: 'getToken() of the host page failed.' } }
  }
}

/** A host that knows that asking again would not help says so as a PhoneError does. */
const isFinal = (cause: unknown): boolean =>
  typeof cause === 'object' && cause !== null && 'retryable' in cause && cause.retryable === false
