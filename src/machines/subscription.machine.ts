import { assign, type EventObject, sendParent, setup } from 'xstate'
import type { Failure } from './failure'
import type { Resource, ResourceFact, ResourceState } from './ports/watching'
import { unbound } from './unbound'

/** What a subscription tells the chart that wanted it. */
export type WatchReport =
  | { readonly type: 'watch.changed'; readonly uri: string; readonly state: ResourceState; readonly at: number }
  /** What was known is not known any more. */
  | { readonly type: 'watch.lost'; readonly uri: string; readonly failure: Failure }

interface SubscriptionContext extends Resource {
  readonly failure: Failure | null
  /** Told by the server, or drawn by the adapter. */
  readonly retryAfterMs: number
}

type Lost = Pick<Extract<ResourceFact, { type: 'resource.lost' }>, 'failure' | 'retryAfterMs'>

/** A server that says nothing at all is asked again after so long. */
const patienceMs = 60_000
const silence: Lost = { failure: { code: 'timed-out' }, retryAfterMs: patienceMs }

/** One subscription (RFC 6665), for as long as somebody wants to know. */
export const subscriptionMachine = setup({
  types: {
    context: {} as SubscriptionContext,
    events: {} as ResourceFact,
    input: {} as Resource,
    tags: {} as 'busy',
  },
  actors: { watchResource: unbound<EventObject, Resource, ResourceFact>('watchResource') },
  actions: {
    tell: sendParent(
      ({ context }, { state, at }: { state: ResourceState; at: number }): WatchReport => ({
        type: 'watch.changed',
        uri: context.uri,
        state,
        at,
      }),
    ),
    recordLoss: assign((_, { failure, retryAfterMs }: Lost) => ({ failure, retryAfterMs })),
    recordFailure: assign({ failure: (_, failure: Failure) => failure }),
    tellLoss: sendParent(
      ({ context }): WatchReport => ({
        type: 'watch.lost',
        uri: context.uri,
        failure: context.failure ?? silence.failure,
      }),
    ),
  },
  delays: {
    retryAfter: ({ context }) => context.retryAfterMs,
    /** The answer and the first NOTIFY may take 64*T1 each (RFC 6665 4.1.2.4, Timer N). */
    notifyTimeout: 66_000,
  },
}).createMachine({
  id: 'subscription',
  context: ({ input }) => ({ ...input, failure: null, retryAfterMs: patienceMs }),
  initial: 'open',
  states: {
    open: {
      invoke: {
        src: 'watchResource',
        id: 'resource',
        input: ({ context: { package: event, uri } }) => ({ package: event, uri }),
        onError: { target: 'refused', actions: { type: 'recordFailure', params: { code: 'ended' } } },
      },
      initial: 'subscribing',
      on: {
        'resource.notified': { target: '.active', actions: { type: 'tell', params: ({ event }) => event } },
        'resource.lost': { target: 'waiting', actions: { type: 'recordLoss', params: ({ event }) => event } },
        'resource.refused': {
          target: 'refused',
          actions: { type: 'recordFailure', params: ({ event }) => event.failure },
        },
      },
      states: {
        // SUBSCRIBE is out; until the first NOTIFY nothing is known.
        subscribing: {
          tags: 'busy',
          after: {
            notifyTimeout: { target: '#subscription.waiting', actions: { type: 'recordLoss', params: silence } },
          },
        },
        active: {},
      },
    },
    // It is asked again when the server, or the dice, say so.
    waiting: { entry: 'tellLoss', after: { retryAfter: 'open' } },
    // The server will not tell.
    refused: { entry: 'tellLoss' },
  },
})
