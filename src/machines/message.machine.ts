import { type EventObject, sendParent, setup } from 'xstate'
import type { Failure } from './failure'
import type { DeliveryFact, OutgoingMessage } from './ports/messages'
import { unbound } from './unbound'

/** What became of a message, to the chart that keeps them. */
export type DeliveryReport =
  | { readonly type: 'delivery.confirmed'; readonly messageId: string; readonly at: number }
  | { readonly type: 'delivery.failed'; readonly messageId: string; readonly failure: Failure }

const broken: Failure = { code: 'ended' }

/** One message of ours, from being written to being delivered (RFC 3428). */
export const messageMachine = setup({
  types: {
    context: {} as OutgoingMessage,
    events: {} as DeliveryFact,
    input: {} as OutgoingMessage,
    tags: {} as 'busy',
  },
  actors: { deliverMessage: unbound<EventObject, OutgoingMessage, DeliveryFact>('deliverMessage') },
  actions: {
    confirm: sendParent(
      ({ context: { messageId } }, { at }: { at: number }): DeliveryReport => ({
        type: 'delivery.confirmed',
        messageId,
        at,
      }),
    ),
    fail: sendParent(
      ({ context: { messageId } }, failure: Failure): DeliveryReport => ({
        type: 'delivery.failed',
        messageId,
        failure,
      }),
    ),
  },
  delays: {
    /** Past 64*T1 (RFC 3261 17.1.2.2) the adapter has reported something, unless it is broken. */
    answerTimeout: 33_000,
  },
}).createMachine({
  id: 'message',
  context: ({ input }) => input,
  initial: 'sending',
  states: {
    sending: {
      tags: 'busy',
      invoke: {
        id: 'delivery',
        src: 'deliverMessage',
        input: ({ context }) => context,
        onError: { target: 'failed', actions: { type: 'fail', params: broken } },
      },
      on: {
        'message.accepted': { target: 'sent', actions: { type: 'confirm', params: ({ event }) => event } },
        'message.refused': { target: 'failed', actions: { type: 'fail', params: ({ event }) => event.failure } },
      },
      after: {
        answerTimeout: { target: 'failed', actions: { type: 'fail', params: { code: 'timed-out' } } },
      },
    },
    sent: { type: 'final' },
    failed: { type: 'final' },
  },
})
