import { assign, enqueueActions, setup } from 'xstate'
import type { LineSignal, VoicemailInput } from './features'
import type { ResourceState } from './ports/watching'
import { subscriptionMachine, type WatchReport } from './subscription.machine'

interface VoicemailContext {
  readonly source: VoicemailInput['source']
  readonly uri: VoicemailInput['uri']
  /** Whose it is: the account's address. */
  readonly mailbox: string
  readonly newMessages: number
  readonly oldMessages: number
  readonly urgentMessages: number
}

type Counts = Pick<VoicemailContext, 'newMessages' | 'oldMessages' | 'urgentMessages'>

type VoicemailEmitted = {
  readonly type: 'voicemail.changed'
  readonly newMessages: number
  readonly oldMessages: number
}

const none: Counts = { newMessages: 0, oldMessages: 0, urgentMessages: 0 }

const countsOf = (state: ResourceState): Counts =>
  state.package === 'message-summary'
    ? { newMessages: state.newMessages, oldMessages: state.oldMessages, urgentMessages: state.urgentMessages }
    : none

const stateOf = ({ event }: { event: { readonly state: ResourceState } }): Counts => countsOf(event.state)

/** How many messages wait in our mailbox (MWI, RFC 3842). */
export const voicemailMachine = setup({
  types: {
    context: {} as VoicemailContext,
    events: {} as LineSignal | WatchReport,
    input: {} as VoicemailInput,
    emitted: {} as VoicemailEmitted,
  },
  actors: { subscription: subscriptionMachine },
  actions: {
    recordMailbox: assign({ mailbox: (_, { uri }: { uri: string }) => uri }),
    forget: assign(none),
    record: enqueueActions(({ context, enqueue }, counts: Counts) => {
      enqueue.assign(counts)
      const { newMessages, oldMessages } = counts
      if (newMessages !== context.newMessages || oldMessages !== context.oldMessages)
        enqueue.emit({ type: 'voicemail.changed', newMessages, oldMessages })
    }),
  },
  guards: {
    isConfigured: ({ context }) => context.source === 'subscription',
    hasNew: (_, { newMessages }: Counts) => newMessages > 0,
  },
}).createMachine({
  id: 'voicemail',
  context: ({ input }) => ({ ...input, mailbox: '', ...none }),
  initial: 'unwatched',
  states: {
    // Not registered, or no mailbox is configured.
    unwatched: {
      on: {
        'line.up': {
          guard: 'isConfigured',
          target: 'watched',
          actions: { type: 'recordMailbox', params: ({ event }) => event },
        },
      },
    },
    watched: {
      invoke: {
        id: 'subscription',
        src: 'subscription',
        input: ({ context }) => ({ package: 'message-summary', uri: context.mailbox }),
        onError: '.unknown',
      },
      exit: 'forget',
      on: {
        'line.down': 'unwatched',
        'watch.lost': '.unknown',
        'watch.changed': [
          {
            guard: { type: 'hasNew', params: stateOf },
            target: '.waiting',
            actions: { type: 'record', params: stateOf },
          },
          { target: '.empty', actions: { type: 'record', params: stateOf } },
        ],
      },
      initial: 'unknown',
      states: {
        // The server has not told yet, or will not. The last count is shown meanwhile.
        unknown: {},
        empty: {},
        waiting: {},
      },
    },
  },
})
