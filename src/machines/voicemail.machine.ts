import { assign, type EventObject, enqueueActions, setup } from 'xstate'
import type { LineSignal, VoicemailInput } from './features'
import type { MailboxFact, ResourceState } from './ports/watching'
import { subscriptionMachine, type WatchReport } from './subscription.machine'
import { unbound } from './unbound'

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

const stateOf = ({ event }: { event: { readonly state: ResourceState } }) => ({ state: event.state })

/** The server has said how many, whether it was asked or not. */
const told = <State extends 'watched' | 'told'>(state: State) =>
  [
    {
      guard: { type: 'hasNew', params: stateOf },
      target: `#voicemail.${state}.waiting`,
      actions: { type: 'record', params: stateOf },
    },
    { target: `#voicemail.${state}.empty`, actions: { type: 'record', params: stateOf } },
  ] as const

const watch = {
  guard: 'isConfigured',
  target: '#voicemail.watched',
  actions: { type: 'recordMailbox', params: ({ event }: { event: { readonly uri: string } }) => event },
} as const

/** How many messages wait in our mailbox (MWI, RFC 3842). */
export const voicemailMachine = setup({
  types: {
    context: {} as VoicemailContext,
    events: {} as LineSignal | WatchReport | MailboxFact,
    input: {} as VoicemailInput,
    emitted: {} as VoicemailEmitted,
  },
  actors: {
    subscription: subscriptionMachine,
    watchMailbox: unbound<EventObject, undefined, MailboxFact>('watchMailbox'),
  },
  actions: {
    recordMailbox: assign({ mailbox: (_, { uri }: { uri: string }) => uri }),
    forget: assign(none),
    record: enqueueActions(({ context, enqueue }, { state }: { state: ResourceState }) => {
      const counts = countsOf(state)
      enqueue.assign(counts)
      const { newMessages, oldMessages } = counts
      if (newMessages !== context.newMessages || oldMessages !== context.oldMessages)
        enqueue.emit({ type: 'voicemail.changed', newMessages, oldMessages })
    }),
  },
  guards: {
    isConfigured: ({ context }) => context.source === 'subscription',
    hasNew: (_, { state }: { state: ResourceState }) => countsOf(state).newMessages > 0,
  },
}).createMachine({
  id: 'voicemail',
  context: ({ input }) => ({ ...input, mailbox: '', ...none }),
  initial: 'unwatched',
  // Where it breaks, the server is still asked.
  invoke: { id: 'mailbox', src: 'watchMailbox', onError: {} },
  states: {
    // Not registered, or no mailbox is configured and nobody has told.
    unwatched: { on: { 'line.up': watch, 'mailbox.notified': told('told') } },
    // The server tells by itself: it may do so before it has confirmed our registration.
    told: {
      exit: 'forget',
      initial: 'empty',
      on: { 'line.up': watch, 'line.down': 'unwatched', 'mailbox.notified': told('told') },
      states: { empty: {}, waiting: {} },
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
        'watch.changed': told('watched'),
        'mailbox.notified': told('watched'),
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
