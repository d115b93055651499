import { assign, emit, enqueueActions, sendParent, sendTo, stateIn } from 'xstate'
import type { CommandSettled, Failure, Outcome } from './failure'
import type { AuthIntent } from './intents'
import type { Account, CredentialsCommand, CredentialsFact } from './ports'
import { refused, settled, superseded, timedOut } from './settled'
import { setup } from './setup'
import { unbound } from './unbound'

/** What the phone tells this chart of the connection: the registrar is the judge of the credentials. */
type AuthSignal =
  | { readonly type: 'auth.proven' }
  | { readonly type: 'auth.disproven'; readonly failure: Failure }
  /** Nobody could judge yet; it is tried again. */
  | { readonly type: 'auth.unjudged'; readonly failure: Failure }
  | { readonly type: 'auth.offline' }

interface AuthContext {
  readonly account: Account | null
  readonly failure: Failure | null
  /** The sign-in, or the sign-out, that waits. */
  readonly openCommand: string | null
}

type AuthEmitted =
  | CommandSettled
  | { readonly type: 'auth.signedIn' | 'auth.signedOut' }
  | { readonly type: 'auth.failed'; readonly failure: Failure }

const fail = (failure: Failure) =>
  [
    { type: 'recordFailure', params: { failure } },
    { type: 'settle', params: { ok: false, failure } },
    { type: 'publishFailure', params: { failure } },
  ] as const

/** Who uses the phone. Credentials stay with the adapter: here is a handle. Refresh and expiry have their place in signedIn. */
export const authMachine = setup({
  types: {
    context: {} as AuthContext,
    events: {} as AuthIntent | AuthSignal | CredentialsFact,
    emitted: {} as AuthEmitted,
    tags: {} as 'busy',
  },
  actors: { keepCredentials: unbound<CredentialsCommand, undefined, CredentialsFact>('keepCredentials') },
  actions: {
    useAccount: assign({ account: (_, params: { account: Account }) => params.account, failure: null }),
    forgetAccount: assign({ account: null, failure: null }),
    recordFailure: assign({ failure: (_, params: { failure: Failure }) => params.failure }),
    forgetFailure: assign({ failure: null }),
    obtain: sendTo(
      'credentials',
      ({ context }): CredentialsCommand => ({ type: 'credentials.obtain', handle: context.account?.handle ?? '' }),
    ),
    openCommand: enqueueActions(({ context, enqueue }, { commandId }: { commandId: string }) => {
      if (context.openCommand !== null) enqueue.emit(settled(context.openCommand, refused(superseded)))
      enqueue.assign({ openCommand: commandId })
    }),
    settle: enqueueActions(({ context, enqueue }, outcome: Outcome) => {
      if (context.openCommand === null) return
      enqueue.emit(settled(context.openCommand, outcome))
      enqueue.assign({ openCommand: null })
    }),
    publish: emit((_, params: { type: 'auth.signedIn' | 'auth.signedOut' }) => ({ type: params.type })),
    publishFailure: emit((_, { failure }: { failure: Failure }) => ({ type: 'auth.failed' as const, failure })),
    reportCredentials: sendParent(({ context }) => ({
      type: 'report.credentialsObtained',
      account: context.account,
    })),
    reportSigningOut: sendParent((_, { commandId, at }: { commandId: string; at: number }) => ({
      type: 'report.signingOut',
      commandId,
      at,
    })),
  },
  guards: {
    /** A token that arrives late for somebody who has signed out, or in as another, is nobody's. */
    isOurs: ({ context }, params: { handle: string }) => params.handle === context.account?.handle,
  },
  delays: {
    /** A token provider is a host's network request. */
    credentialsTimeout: 30_000,
    /** Two servers' time to connect (30 s each) and to register (33 s), and a little. */
    provingTimeout: 95_000,
    /** Hanging up (64*T1) and unregistering. */
    signOutTimeout: 40_000,
  },
}).createMachine({
  id: 'auth',
  context: { account: null, failure: null, openCommand: null },
  invoke: {
    id: 'credentials',
    src: 'keepCredentials',
    // Who is signed in stays so: nobody needs the credentials before the next sign-in.
    onError: [
      { guard: stateIn({ signingIn: 'obtaining' }), target: '.failed', actions: fail({ code: 'token-unavailable' }) },
      {},
    ],
  },
  initial: 'signedOut',
  states: {
    signedOut: {
      on: {
        'auth.signIn': {
          target: 'signingIn',
          actions: [
            { type: 'useAccount', params: ({ event }) => event },
            { type: 'openCommand', params: ({ event }) => event },
          ],
        },
      },
    },
    signingIn: {
      initial: 'obtaining',
      on: {
        'auth.signOut': {
          target: 'signingOut',
          actions: [
            { type: 'openCommand', params: ({ event }) => event },
            { type: 'reportSigningOut', params: ({ event }) => event },
          ],
        },
      },
      states: {
        obtaining: {
          tags: 'busy',
          entry: 'obtain',
          on: {
            'credentials.obtained': { guard: { type: 'isOurs', params: ({ event }) => event }, target: 'proving' },
            'credentials.refused': {
              guard: { type: 'isOurs', params: ({ event }) => event },
              target: '#auth.failed',
              actions: [
                { type: 'recordFailure', params: ({ event }) => event },
                { type: 'settle', params: ({ event }) => ({ ok: false, failure: event.failure }) },
                { type: 'publishFailure', params: ({ event }) => event },
              ],
            },
          },
          after: {
            credentialsTimeout: {
              target: '#auth.failed',
              actions: fail(timedOut),
            },
          },
        },
        // The registrar judges.
        proving: {
          tags: 'busy',
          entry: 'reportCredentials',
          on: {
            'auth.proven': {
              target: '#auth.signedIn',
              actions: [
                { type: 'settle', params: { ok: true } },
                { type: 'publish', params: { type: 'auth.signedIn' } },
              ],
            },
            'auth.disproven': {
              target: '#auth.failed',
              actions: [
                { type: 'recordFailure', params: ({ event }) => event },
                { type: 'settle', params: ({ event }) => ({ ok: false, failure: event.failure }) },
                { type: 'publishFailure', params: ({ event }) => event },
              ],
            },
            'auth.unjudged': {
              target: 'unjudged',
              actions: { type: 'settle', params: ({ event }) => ({ ok: false, failure: event.failure }) },
            },
            // Somebody has disconnected meanwhile.
            'auth.offline': {
              target: 'unjudged',
              actions: { type: 'settle', params: { ok: false, failure: { code: 'cancelled' } } },
            },
          },
          after: {
            provingTimeout: {
              target: 'unjudged',
              actions: { type: 'settle', params: { ok: false, failure: timedOut } },
            },
          },
        },
        // Whoever waited has been told that it has not worked; the connection goes on trying.
        unjudged: {
          on: {
            'auth.proven': {
              target: '#auth.signedIn',
              actions: { type: 'publish', params: { type: 'auth.signedIn' } },
            },
            'auth.disproven': {
              target: '#auth.failed',
              actions: [
                { type: 'recordFailure', params: ({ event }) => event },
                { type: 'publishFailure', params: ({ event }) => event },
              ],
            },
          },
        },
      },
    },
    signedIn: {
      on: {
        'auth.disproven': {
          target: 'failed',
          actions: [
            { type: 'recordFailure', params: ({ event }) => event },
            { type: 'publishFailure', params: ({ event }) => event },
          ],
        },
        'auth.signOut': {
          target: 'signingOut',
          actions: [
            { type: 'openCommand', params: ({ event }) => event },
            { type: 'reportSigningOut', params: ({ event }) => event },
          ],
        },
      },
    },
    // Calls are hung up and the registration is removed before anybody is signed out.
    signingOut: {
      tags: 'busy',
      on: {
        'auth.offline': {
          target: 'signedOut',
          actions: [
            'forgetAccount',
            { type: 'settle', params: { ok: true } },
            { type: 'publish', params: { type: 'auth.signedOut' } },
          ],
        },
      },
      after: {
        signOutTimeout: {
          target: 'signedOut',
          actions: [
            'forgetAccount',
            { type: 'settle', params: { ok: true } },
            { type: 'publish', params: { type: 'auth.signedOut' } },
          ],
        },
      },
    },
    failed: {
      on: {
        'auth.signIn': {
          target: 'signingIn',
          actions: [
            { type: 'useAccount', params: ({ event }) => event },
            { type: 'openCommand', params: ({ event }) => event },
          ],
        },
        // Asked to connect again, the registrar said yes after all.
        'auth.proven': {
          target: 'signedIn',
          actions: ['forgetFailure', { type: 'publish', params: { type: 'auth.signedIn' } }],
        },
        'auth.disproven': { actions: { type: 'recordFailure', params: ({ event }) => event } },
        'auth.signOut': {
          target: 'signingOut',
          actions: [
            { type: 'openCommand', params: ({ event }) => event },
            { type: 'reportSigningOut', params: ({ event }) => event },
          ],
        },
      },
    },
  },
})
