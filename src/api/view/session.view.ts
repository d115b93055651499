import type { SnapshotFrom } from 'xstate'
import type { authMachine } from '../../machines/auth/auth.machine'
import { type connectionMachine, serverOf } from '../../machines/connection.machine'
import type { Account } from '../../machines/ports'
import type { AccountView, ConnectionView, RenewalView, SessionView, TokenView } from '../state'
import { problemOf } from './problem.view'

export type AuthSnapshot = SnapshotFrom<typeof authMachine>
export type ConnectionSnapshot = SnapshotFrom<typeof connectionMachine>

const userOf = (uri: string): string => /^sips?:([^@]+)@/.exec(uri)?.[1] ?? uri

export const viewAccount = ({ uri, displayName }: Pick<Account, 'uri' | 'displayName'>): AccountView =>
  Object.freeze({ uri, user: userOf(uri), displayName })

export function viewSession(auth: AuthSnapshot, configured: AccountView | undefined): SessionView {
  const { value, context } = auth
  const account = context.account === null ? null : viewAccount(context.account)
  if (account === null || value === 'signedOut')
    return Object.freeze(
      configured === undefined ? { status: 'signedOut' } : { status: 'signedOut', account: configured },
    )
  if (value === 'failed')
    return Object.freeze({ status: 'failed', account, problem: problemOf(context.failure ?? { code: 'refused' }) })
  if (value === 'signingOut') return Object.freeze({ status: value, account })
  return Object.freeze(
    'signedIn' in value
      ? { status: 'signedIn', account, token: Object.freeze(viewToken(value.signedIn, context)) }
      : { status: 'signingIn', account },
  )
}

type SignedIn = Extract<AuthSnapshot['value'], { signedIn: object }>['signedIn']

function viewToken({ token, renewal }: SignedIn, { expiresAt, failure }: AuthSnapshot['context']): TokenView {
  if (token === 'lasting') return { status: 'lasting' }
  if (token === 'fresh') return { status: token, expiresAt: expiresAt ?? 0 }
  const problem = failure === null ? null : Object.freeze(problemOf(failure))
  const renewed: RenewalView = Object.freeze(
    problem !== null && (renewal === 'waiting' || renewal === 'declined')
      ? { status: renewal, problem }
      : { status: 'refreshing', problem },
  )
  return token === 'expiring'
    ? { status: token, expiresAt: expiresAt ?? 0, renewal: renewed }
    : { status: 'expired', renewal: renewed }
}

export function viewConnection(connection: ConnectionSnapshot): ConnectionView {
  const { value, context } = connection
  const server = serverOf(context)
  const problem = Object.freeze(problemOf(context.failure ?? { code: 'unreachable' }))
  if (value === 'offline') return Object.freeze({ status: 'offline' })
  if (value === 'connecting') return Object.freeze({ status: 'connecting', server })
  if (value === 'disconnecting') return Object.freeze({ status: 'unregistering', server })
  if (value === 'failed') return Object.freeze({ status: 'failed', problem })
  if ('lost' in value) return Object.freeze({ status: 'lost', problem, phase: value.lost })
  if (value.connected === 'postponed') return Object.freeze({ status: 'lost', problem, phase: 'waiting' })
  if (value.connected === 'awaitingToken') return Object.freeze({ status: 'awaitingToken', server, problem })
  if (value.connected === 'registered')
    return Object.freeze({ status: 'registered', server, expiresAt: context.expiresAt })
  return Object.freeze({ status: value.connected, server })
}
