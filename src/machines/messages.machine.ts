import { type EventObject, emit, enqueueActions, setup } from 'xstate'
import type { CommandSettled, Failure } from './failure'
import type { LineSignal } from './features'
import type { MessagesIntent } from './intents'
import { type DeliveryReport, messageMachine } from './message.machine'
import type { Remote } from './ports'
import type { MessageFact } from './ports/messages'
import { done, refused, settled } from './settled'
import { unbound } from './unbound'

/** A message in or out, as it is kept for as long as the phone lives. */
export interface Message {
  readonly messageId: string
  readonly direction: 'incoming' | 'outgoing'
  /** Whom from, or to whom. */
  readonly remote: Remote
  readonly text: string
  readonly at: number
  /** What came of one of ours; the server's 200 or 202 is all that there is to know. */
  readonly delivery: 'received' | 'sending' | 'sent' | 'failed'
  readonly failure: Failure | null
}

interface MessagesContext {
  /** In their order; the oldest are forgotten. */
  readonly messages: readonly Message[]
}

type MessagesEmitted =
  | CommandSettled
  | { readonly type: 'message.received' | 'message.sent'; readonly message: Message }
  | { readonly type: 'phone.error'; readonly failure: Failure }
  | { readonly type: 'message.failed'; readonly message: Message; readonly failure: Failure }

/** More than anybody scrolls back to; a stranger who floods us fills no memory. */
const longest = 200

const keep = (messages: readonly Message[], message: Message): readonly Message[] => [
  ...messages.slice(1 - longest),
  message,
]

/** Text messages beside calls (SIP MESSAGE, RFC 3428). */
export const messagesMachine = setup({
  types: {
    context: {} as MessagesContext,
    events: {} as
      | MessagesIntent
      | LineSignal
      | MessageFact
      | DeliveryReport
      | { readonly type: `xstate.error.actor.${string}`; readonly actorId: string },
    emitted: {} as MessagesEmitted,
  },
  actors: {
    watchMessages: unbound<EventObject, undefined, MessageFact>('watchMessages'),
    message: messageMachine,
  },
  actions: {
    send: enqueueActions(({ context, enqueue }, { commandId, remote, text, at }: MessagesIntent) => {
      // The command that sends it is its name.
      const messageId = commandId
      enqueue.assign({
        messages: keep(context.messages, {
          messageId,
          direction: 'outgoing',
          remote,
          text,
          at,
          delivery: 'sending',
          failure: null,
        }),
      })
      enqueue.spawnChild('message', { id: messageId, input: { messageId, target: remote.uri, text } })
    }),
    receive: enqueueActions(({ context, enqueue }, { messageId, remote, text, at }: MessageFact) => {
      const message: Message = {
        messageId,
        direction: 'incoming',
        remote,
        text,
        at,
        delivery: 'received',
        failure: null,
      }
      enqueue.assign({ messages: keep(context.messages, message) })
      enqueue.emit({ type: 'message.received', message })
    }),
    /** What is sent to us is lost, and somebody should know. */
    publishDeafness: emit({ type: 'phone.error', failure: { code: 'sip-not-loaded' } }),
    settle: enqueueActions(({ context, enqueue }, report: DeliveryReport) => {
      const { messageId } = report
      const failure = report.type === 'delivery.failed' ? report.failure : null
      enqueue.stopChild(messageId)
      enqueue.emit(settled(messageId, failure === null ? done : refused(failure)))
      const sent = context.messages.find((message) => message.messageId === messageId)
      if (sent === undefined) return
      const message: Message = { ...sent, delivery: failure === null ? 'sent' : 'failed', failure }
      enqueue.assign({ messages: context.messages.map((other) => (other === sent ? message : other)) })
      if (failure === null) enqueue.emit({ type: 'message.sent', message })
      else enqueue.emit({ type: 'message.failed', message, failure })
    }),
  },
}).createMachine({
  id: 'messages',
  context: { messages: [] },
  invoke: { id: 'incoming', src: 'watchMessages', onError: { actions: 'publishDeafness' } },
  on: {
    'message.arrived': { actions: { type: 'receive', params: ({ event }) => event } },
    'delivery.confirmed': { actions: { type: 'settle', params: ({ event }) => event } },
    'delivery.failed': { actions: { type: 'settle', params: ({ event }) => event } },
    // The chart of a message has thrown: it is not to be waited for.
    'xstate.error.actor.*': {
      actions: {
        type: 'settle',
        params: ({ event }) => ({ type: 'delivery.failed', messageId: event.actorId, failure: { code: 'ended' } }),
      },
    },
  },
  initial: 'unreachable',
  states: {
    // Not registered: nothing can be sent.
    unreachable: { on: { 'line.up': 'reachable' } },
    reachable: {
      on: {
        'line.down': 'unreachable',
        'messages.send': { actions: { type: 'send', params: ({ event }) => event } },
      },
    },
  },
})
