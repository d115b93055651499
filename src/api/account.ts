import type { Account } from '../machines/ports'
import type { SignInCommand } from './commands'
import type { PhoneConfig } from './config'
import { PhoneError } from './errors'
import { errorOf } from './phone-error'
import { wordsOf } from './words'

/** Whom a sign-in is for, and what proves it; the handle is still to be had. */
export interface SignIn {
  readonly account: Omit<Account, 'handle'>
  readonly username: string
  /** undefined: the configuration's token provider is asked. */
  readonly password: string | undefined
}

const hostOf = (uri: string): string | undefined => /@([^;?>]+)/.exec(uri)?.[1]
const userOf = (uri: string): string => /^sips?:([^@]+)@/i.exec(uri)?.[1] ?? uri

/** The host part of addresses that have none. */
export const domainOf = ({ domain, account, servers }: PhoneConfig): string =>
  domain ?? (account && hostOf(account.uri)) ?? new URL(servers[0] ?? 'ws://localhost').hostname

/** A server's address as charts, states and traces have it: a query may be a secret, and stays with the adapter. */
export const publicServer = (server: string): string => {
  const { protocol, host, pathname } = new URL(server)
  return `${protocol}//${host}${pathname === '/' ? '' : pathname}`
}

function addressOf(user: string, domain: string): string {
  if (/^sips?:/i.test(user)) return user
  return user.includes('@') ? `sip:${user}` : `sip:${user}@${domain}`
}

/** Reads a sign-in against the configuration. Throws PhoneError `wrong-credentials` when a user or a password is missing. */
export function readSignIn({ user, password }: Omit<SignInCommand, 'type'>, config: PhoneConfig): SignIn {
  if ([user, password].some((given) => given !== undefined && typeof given !== 'string'))
    throw errorOf({ code: 'invalid-command' })
  const typed = user?.trim()
  const uri = typed ? addressOf(typed, domainOf(config)) : config.account?.uri
  // Somebody else than the configured account has neither its password nor its name.
  const account = uri === config.account?.uri ? config.account : undefined
  const secret = password ?? account?.password
  const byToken = config.auth?.kind === 'token' && password === undefined
  if (uri === undefined || !/^sips?:[^@:\s]+@[^@\s]+$/i.test(uri) || (!byToken && !secret))
    throw new PhoneError('wrong-credentials', `${wordsOf('wrong-credentials')}: give both`)
  return {
    account: {
      uri,
      displayName: account?.displayName ?? null,
      servers: config.servers.map(publicServer),
      ...(byToken && { proof: 'token' }),
    },
    username: account?.username ?? userOf(uri),
    password: byToken ? undefined : secret,
  }
}
