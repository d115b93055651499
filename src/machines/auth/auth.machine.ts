import { stateIn } from 'xstate'
import type { Failure } from '../failure'
import type { Account } from '../ports'
import { timedOut } from '../settled'
import { asTold, authSetup, failTimedOut, obtain, publish, succeed } from './auth.setup'
import { renewalRegion } from './renewal.region'
import { tokenRegion } from './token.region'

type Of<Event> = { readonly event: Event }

const signIn = {
  target: 'signingIn',
  actions: [{ type: 'useAccount', params: ({ event }: Of<{ readonly account: Account }>) => event }, asTold.open],
} as const

const signOut = {
  target: 'signingOut',
  actions: [
    asTold.open,
    {
      type: 'report',
      params: ({ event: { commandId, at } }: Of<{ readonly commandId: string; readonly at: number }>) => ({
        type: 'report.signingOut' as const,
        commandId,
        at,
      }),
    },
  ],
} as const

const proven = { target: '#auth.signedIn', actions: [succeed, publish('auth.signedIn')] } as const
const disproven = { target: '#auth.failed', actions: [asTold.fail, asTold.publishFailure] } as const
const unjudged = { target: 'unjudged', actions: asTold.fail } as const
const fail = (failure: Failure) =>
  [
    { type: 'fail', params: { failure } },
    { type: 'publishFailure', params: { failure } },
  ] as const

/** Somebody has disconnected meanwhile. */
const disconnected = {
  target: 'unjudged',
  actions: { type: 'settle', params: { ok: false, failure: { code: 'cancelled' } } },
} as const

const keepExpiry = {
  type: 'keepExpiry',
  params: ({ event }: Of<{ readonly expiresAt: number | null; readonly at: number }>) => event,
} as const

/** There is no other token: the registrar, which waits for one, is not asked again. */
const spent = {
  guard: asTold.ours,
  target: '#auth.failed',
  actions: [
    asTold.fail,
    asTold.publishFailure,
    {
      type: 'report',
      params: ({ event: { failure } }: Of<{ readonly failure: Failure }>) => ({
        type: 'connection.giveUp' as const,
        failure,
      }),
    },
  ],
} as const
const renewable = { target: '#auth.signingIn.renewing', actions: obtain('expired') } as const

/** Who uses the phone. Credentials stay with the adapter: here is a handle. */
export const authMachine = authSetup.createMachine({
  id: 'auth',
  context: { account: null, failure: null, openCommand: null, expiresAt: null, seenAt: 0, retryAfterMs: 0 },
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
    signedOut: { on: { 'auth.signIn': signIn } },
    signingIn: {
      initial: 'obtaining',
      on: { 'auth.signOut': signOut },
      states: {
        obtaining: {
          tags: 'busy',
          entry: obtain('signIn'),
          on: {
            'credentials.obtained': {
              guard: asTold.ours,
              target: 'proving',
              actions: [keepExpiry, 'reportCredentials'],
            },
            'credentials.refused': { guard: asTold.ours, ...disproven },
            'credentials.unavailable': { guard: asTold.ours, ...disproven },
          },
          after: { credentialsTimeout: { target: '#auth.failed', actions: fail(timedOut) } },
        },
        // The registrar judges.
        proving: {
          tags: 'busy',
          on: {
            'auth.proven': proven,
            'auth.disproven': disproven,
            'auth.lapsed': renewable,
            'auth.unjudged': unjudged,
            'auth.offline': disconnected,
          },
          after: { provingTimeout: { target: 'unjudged', actions: failTimedOut } },
        },
        // The registrar does not take the token: the provider may have given one that it had kept for too long.
        renewing: {
          tags: 'busy',
          on: {
            'credentials.obtained': {
              guard: asTold.ours,
              target: 'provingAgain',
              actions: [keepExpiry, { type: 'report', params: { type: 'connection.renewed' } }],
            },
            'credentials.refused': spent,
            'credentials.unavailable': spent,
            'auth.disproven': disproven,
            'auth.unjudged': unjudged,
            'auth.offline': disconnected,
          },
          after: {
            credentialsTimeout: {
              target: '#auth.failed',
              actions: [
                ...fail(timedOut),
                { type: 'report', params: { type: 'connection.giveUp', failure: timedOut } },
              ],
            },
          },
        },
        provingAgain: {
          tags: 'busy',
          on: {
            'auth.proven': proven,
            'auth.disproven': disproven,
            'auth.lapsed': { target: '#auth.failed', actions: spent.actions },
            'auth.unjudged': unjudged,
            'auth.offline': disconnected,
          },
          after: { provingTimeout: { target: 'unjudged', actions: failTimedOut } },
        },
        // Whoever waited has been told that it has not worked; the connection goes on trying.
        unjudged: {
          on: { 'auth.proven': proven, 'auth.disproven': disproven, 'auth.lapsed': renewable },
        },
      },
    },
    signedIn: {
      entry: ['forgetFailure', 'askAge'],
      type: 'parallel',
      on: { 'auth.disproven': disproven, 'auth.signOut': signOut },
      // In this order: when the last token that there is has been refused, that is over, and not only the token.
      states: { renewal: renewalRegion, token: tokenRegion },
    },
    // Calls are hung up and the registration is removed before anybody is signed out.
    signingOut: {
      tags: 'busy',
      on: {
        'auth.offline': { target: 'signedOut', actions: ['forgetAccount', succeed, publish('auth.signedOut')] },
      },
      after: {
        signOutTimeout: { target: 'signedOut', actions: ['forgetAccount', succeed, publish('auth.signedOut')] },
      },
    },
    failed: {
      on: {
        'auth.signIn': signIn,
        // Asked to connect again, the registrar said yes after all.
        'auth.proven': proven,
        // Or that the token has lapsed.
        'auth.lapsed': renewable,
        'auth.disproven': { actions: { type: 'recordFailure', params: ({ event }) => event } },
        'auth.signOut': signOut,
      },
    },
  },
})
