import { assign, emit, enqueueActions, sendParent, sendTo, setup, stateIn } from 'xstate'
import type { CommandSettled, Failure, Outcome } from '../failure'
import type { AuthIntent } from '../intents'
import type { Account, CredentialsCommand, CredentialsFact, CredentialsHandle, TokenReason } from '../ports'
import type { AuthReport } from '../reports'
import { refused, settled, superseded, timedOut } from '../settled'
import { unbound } from '../unbound'

/** What the phone tells this chart of the connection: the registrar is the judge of the credentials. */
type AuthSignal =
  | { readonly type: 'auth.proven' }
  | { readonly type: 'auth.disproven'; readonly failure: Failure }
  /** The registrar does not take the token; it waits for another one. */
  | { readonly type: 'auth.lapsed'; readonly failure: Failure }
  /** Nobody could judge yet; it is tried again. */
  | { readonly type: 'auth.unjudged'; readonly failure: Failure }
  | { readonly type: 'auth.offline' }

interface AuthContext {
  readonly account: Account | null
  readonly failure: Failure | null
  /** The sign-in, the refresh or the sign-out that waits. */
  readonly openCommand: string | null
  /** When the token lapses, and how late it was when that was looked at; ms since the epoch. null: it does not. */
  readonly expiresAt: number | null
  readonly seenAt: number
  readonly retryAfterMs: number
}

type AuthEmitted =
  | CommandSettled
  | { readonly type: PlainEvent }
  | { readonly type: 'auth.tokenExpiring'; readonly expiresAt: number }
  | { readonly type: 'auth.failed'; readonly failure: Failure }

interface Failed {
  readonly failure: Failure
}
interface Handled {
  readonly handle: CredentialsHandle
}
type OfTheirs = { readonly event: Handled }
type PlainEvent = 'auth.signedIn' | 'auth.signedOut' | 'auth.tokenRefreshed' | 'auth.tokenExpired'

/** How long before it lapses a new token is asked for. */
const leadMs = 60_000
/** A provider whose tokens live for less is not asked more often. */
const leastFreshMs = 10_000
/** Browsers take no longer wait for one (a signed 32-bit integer), and fire at once. */
const longestMs = 2 ** 31 - 1

const lifeOf = ({ expiresAt, seenAt }: AuthContext) => Math.max(0, (expiresAt ?? seenAt) - seenAt)
const freshMs = (context: AuthContext) => Math.min(longestMs, Math.max(leastFreshMs, lifeOf(context) - leadMs))

/** Everything that the chart of the sign-in is made of. */
export const authSetup = setup({
  types: {
    context: {} as AuthContext,
    events: {} as AuthIntent | AuthSignal | CredentialsFact,
    emitted: {} as AuthEmitted,
    tags: {} as 'busy',
  },
  actors: { keepCredentials: unbound<CredentialsCommand, undefined, CredentialsFact>('keepCredentials') },
  actions: {
    useAccount: assign({
      account: (_, params: { account: Account }) => params.account,
      failure: null,
      expiresAt: null,
    }),
    forgetAccount: assign({ account: null, failure: null, expiresAt: null }),
    recordFailure: assign({ failure: (_, { failure }: Failed) => failure }),
    forgetFailure: assign({ failure: null }),
    keepExpiry: assign({
      expiresAt: (_, { expiresAt }: { expiresAt: number | null; at: number }) => expiresAt,
      seenAt: (_, { at }) => at,
    }),
    lookAgain: assign({ seenAt: (_, { at }: { at: number }) => at }),
    letFreshnessPass: assign({ seenAt: ({ context }) => context.seenAt + freshMs(context) }),
    obtain: sendTo(
      'credentials',
      ({ context }, { reason }: { reason: TokenReason }): CredentialsCommand => ({
        type: 'credentials.obtain',
        handle: context.account?.handle ?? '',
        reason,
      }),
    ),
    /** Proving may have taken long: the registrar may have been out of reach. */
    askAge: enqueueActions(({ context, enqueue }) => {
      if (context.expiresAt === null || context.account === null) return
      enqueue.sendTo('credentials', { type: 'credentials.age', handle: context.account.handle })
    }),
    openCommand: enqueueActions(({ context, enqueue }, { commandId }: { commandId: string }) => {
      if (context.openCommand !== null) enqueue.emit(settled(context.openCommand, refused(superseded)))
      enqueue.assign({ openCommand: commandId })
    }),
    settle: enqueueActions(({ context, enqueue }, outcome: Outcome) => {
      if (context.openCommand === null) return
      enqueue.emit(settled(context.openCommand, outcome))
      enqueue.assign({ openCommand: null })
    }),
    /** Whoever waits is told that it has not worked, and why. */
    fail: enqueueActions(({ context, enqueue }, { failure }: Failed) => {
      if (context.openCommand !== null) enqueue.emit(settled(context.openCommand, { ok: false, failure }))
      enqueue.assign({ failure, openCommand: null })
    }),
    /** The same, and it is asked for again. */
    postpone: enqueueActions(({ context, enqueue }, { failure, retryAfterMs }: Failed & { retryAfterMs: number }) => {
      if (context.openCommand !== null) enqueue.emit(settled(context.openCommand, { ok: false, failure }))
      enqueue.assign({ failure, retryAfterMs, openCommand: null })
    }),
    publish: emit((_, params: { type: PlainEvent }) => ({ type: params.type })),
    publishExpiring: emit(({ context }) => ({
      type: 'auth.tokenExpiring' as const,
      expiresAt: context.expiresAt ?? 0,
    })),
    publishFailure: emit((_, { failure }: Failed) => ({ type: 'auth.failed' as const, failure })),
    reportCredentials: sendParent(({ context }) => ({
      type: 'report.credentialsObtained',
      account: context.account,
    })),
    report: sendParent((_, report: AuthReport) => report),
  },
  guards: {
    /** A token that arrives late for somebody who has signed out, or in as another, is nobody's. */
    isOurs: ({ context }, params: Handled) => params.handle === context.account?.handle,
    isNobodys: ({ context }, params: Handled) => params.handle !== context.account?.handle,
    /** A password is what it is: no other one can be asked for. */
    isOurToken: ({ context: { account } }, params: Handled) =>
      account?.proof === 'token' && params.handle === account.handle,
    lapses: ({ context }) => context.expiresAt !== null,
    hasLapsed: ({ context }, { at }: { at: number }) => context.expiresAt !== null && context.expiresAt <= at,
    isToken: ({ context }) => context.account?.proof === 'token',
    isExpiring: stateIn({ signedIn: { token: 'expiring' } }),
    isExpired: stateIn({ signedIn: { token: 'expired' } }),
  },
  delays: {
    /** A token provider is a host's network request. */
    credentialsTimeout: 30_000,
    /** Two servers' time to connect (30 s each) and to register (33 s), and a little. */
    provingTimeout: 95_000,
    /** Hanging up (64*T1) and unregistering. */
    signOutTimeout: 40_000,
    expiringAfter: ({ context }) => freshMs(context),
    expiredAfter: ({ context }) => Math.min(longestMs, lifeOf(context)),
    retryAfter: ({ context }) => context.retryAfterMs,
    /** The host is told of each request that is refused, but not in a storm. */
    tellingPause: 2_000,
  },
})

/** Facts and signals, as guards and actions take them. */
export const asTold = {
  ours: { type: 'isOurs', params: ({ event }: OfTheirs) => event },
  nobodys: { type: 'isNobodys', params: ({ event }: OfTheirs) => event },
  ourToken: { type: 'isOurToken', params: ({ event }: OfTheirs) => event },
  open: { type: 'openCommand', params: ({ event }: { event: { readonly commandId: string } }) => event },
  fail: { type: 'fail', params: ({ event }: { event: Failed }) => event },
  publishFailure: { type: 'publishFailure', params: ({ event }: { event: Failed }) => event },
} as const

export const publish = (type: PlainEvent) => ({ type: 'publish', params: { type } }) as const

export const obtain = (reason: TokenReason) => ({ type: 'obtain', params: { reason } }) as const
export const succeed = { type: 'settle', params: { ok: true } } as const
export const failTimedOut = { type: 'fail', params: { failure: timedOut } } as const
