import { assign, type EventObject, enqueueActions, setup } from 'xstate'
import { idOf } from './of-call'
import type { CallRef, Sound } from './ports'
import type { Choices } from './ports/availability'
import type { CallReport } from './reports'
import { unbound } from './unbound'

/** Why a call that was to be answered by itself rings as any other. */
export type AutoAnswerRefusal = 'off' | 'not-registered' | 'microphone-not-granted' | 'other-call'

/** An incoming call, and what there is to know before it may be answered without anybody's hand. */
interface AutoAnswerOffer {
  readonly callId: string
  /** When it began to ring; ms since the epoch. */
  readonly at: number
  /** What the caller asks for; null: nothing. */
  readonly answerAfterMs: number | null
  readonly policy: Choices['autoAnswer']
  /** What speaks against it, and is not this chart's business; null: nothing. */
  readonly obstacle: Extract<AutoAnswerRefusal, 'not-registered' | 'microphone-not-granted'> | null
}

type AutoAnswerSignal =
  | ({ readonly type: 'answering.offered' } & AutoAnswerOffer)
  /** It was due, and what has come about meanwhile speaks against it. */
  | { readonly type: 'answering.denied'; readonly callId: string; readonly why: AutoAnswerRefusal }

/** From here to the phone: now. */
export interface AutoAnswerReport {
  readonly type: 'answering.due'
  readonly callId: string
  readonly at: number
}

export interface AutoAnswerInput {
  /** How long a call rings before it is answered, when the caller does not say. */
  readonly ringMs: number
}

interface AutoAnswerContext extends AutoAnswerInput {
  /** The call that is about to be answered, and when; ms since the epoch. */
  readonly pending: { readonly callId: string; readonly at: number; readonly afterMs: number } | null
  /** Why calls that ring were not, by their ids. */
  readonly refused: Readonly<Record<string, AutoAnswerRefusal>>
  /** The calls that are heard, or are about to be. */
  readonly live: readonly string[]
}

/** How long the beep is heard before the microphone opens; it is a part of the ringing. */
const beepMs = 500

const offerOf = ({ event }: { event: AutoAnswerOffer }): AutoAnswerOffer => event
const without = (ids: readonly string[], id: string): readonly string[] => ids.filter((other) => other !== id)
const forget = { type: 'forget', params: idOf } as const
const refuse = (why: AutoAnswerRefusal) =>
  ({ type: 'refuse', params: ({ event }: { event: CallRef }) => ({ callId: event.callId, why }) }) as const
const isPending = { type: 'isPending', params: idOf } as const

const beforeTheAnswer = {
  'answering.offered': [
    { guard: { type: 'isUnwanted', params: offerOf } },
    { guard: { type: 'isOff', params: offerOf }, actions: refuse('off') },
    { actions: refuse('other-call') },
  ],
  // Answered by hand; or another call is talked on, and takes precedence.
  'report.live': [
    { guard: isPending, target: '#autoAnswer.idle', actions: ['forgetPending', { type: 'addLive', params: idOf }] },
    { target: '#autoAnswer.idle', actions: ['refusePending', { type: 'addLive', params: idOf }] },
  ],
  // Declined, given up, answered elsewhere.
  'report.quiet': { guard: isPending, target: '#autoAnswer.idle', actions: 'forgetPending' },
} as const

/** Answers calls by itself, where the policy, the connection and the microphone allow it, and nobody is talked to. */
export const autoAnswerMachine = setup({
  types: {
    context: {} as AutoAnswerContext,
    events: {} as AutoAnswerSignal | CallReport,
    input: {} as AutoAnswerInput,
  },
  actors: { playSound: unbound<EventObject, Sound, EventObject>('playSound') },
  actions: {
    addLive: assign({ live: ({ context }, { callId }: CallRef) => [...without(context.live, callId), callId] }),
    removeLive: assign({ live: ({ context }, { callId }: CallRef) => without(context.live, callId) }),
    recordPending: assign({
      pending: ({ context }, { callId, at, answerAfterMs }: AutoAnswerOffer) => {
        const afterMs = Math.max(answerAfterMs ?? context.ringMs, beepMs)
        return { callId, at: at + afterMs, afterMs }
      },
    }),
    forgetPending: assign({ pending: null }),
    refuse: assign({
      refused: ({ context }, { callId, why }: CallRef & { why: AutoAnswerRefusal }) => ({
        ...context.refused,
        [callId]: why,
      }),
    }),
    refusePending: assign(({ context: { pending, refused } }) =>
      pending === null ? {} : { pending: null, refused: { ...refused, [pending.callId]: 'other-call' as const } },
    ),
    forget: assign({
      refused: ({ context }, { callId }: CallRef) =>
        Object.fromEntries(Object.entries(context.refused).filter(([id]) => id !== callId)),
    }),
    reportDue: enqueueActions(({ context: { pending }, enqueue }) => {
      if (pending === null) return
      enqueue.assign({ pending: null })
      enqueue.sendParent({ type: 'answering.due', callId: pending.callId, at: pending.at })
    }),
  },
  guards: {
    isUnwanted: (_, { policy, answerAfterMs }: AutoAnswerOffer) => policy !== 'always' && answerAfterMs === null,
    isOff: (_, { policy }: AutoAnswerOffer) => policy === 'never',
    hasObstacle: (_, { obstacle, is }: AutoAnswerOffer & { is: AutoAnswerRefusal }) => obstacle === is,
    someoneIsLive: ({ context }) => context.live.length > 0,
    isPending: ({ context }, { callId }: CallRef) => context.pending?.callId === callId,
  },
  delays: {
    ringTime: ({ context }) => Math.max((context.pending?.afterMs ?? 0) - beepMs, 0),
    beepTime: beepMs,
  },
}).createMachine({
  id: 'autoAnswer',
  context: ({ input }) => ({ ...input, pending: null, refused: {}, live: [] }),
  on: {
    'report.held': { actions: { type: 'removeLive', params: idOf } },
    'report.closing': { actions: [{ type: 'removeLive', params: idOf }, forget] },
    'report.ended': { actions: [{ type: 'removeLive', params: idOf }, forget] },
    // Its answer came to nothing, and it rings again; a second time is the person's business.
    'report.ringing': { actions: { type: 'removeLive', params: idOf } },
    'report.live': { actions: [{ type: 'addLive', params: idOf }, forget] },
    'answering.denied': { actions: { type: 'refuse', params: ({ event }) => event } },
  },
  initial: 'idle',
  states: {
    idle: {
      on: {
        'answering.offered': [
          { guard: { type: 'isUnwanted', params: offerOf } },
          { guard: { type: 'isOff', params: offerOf }, actions: refuse('off') },
          {
            guard: { type: 'hasObstacle', params: ({ event }) => ({ ...event, is: 'not-registered' as const }) },
            actions: refuse('not-registered'),
          },
          {
            guard: {
              type: 'hasObstacle',
              params: ({ event }) => ({ ...event, is: 'microphone-not-granted' as const }),
            },
            actions: refuse('microphone-not-granted'),
          },
          { guard: 'someoneIsLive', actions: refuse('other-call') },
          { target: 'ringing', actions: { type: 'recordPending', params: offerOf } },
        ],
      },
    },
    // It rings here until it is answered: by the person, or by itself.
    ringing: {
      on: beforeTheAnswer,
      after: { ringTime: 'announcing' },
    },
    // Nobody's microphone opens without a sign: who is there hears that it will.
    announcing: {
      invoke: { src: 'playSound', input: { sound: 'beep' }, onError: {} },
      on: beforeTheAnswer,
      after: { beepTime: { target: 'idle', actions: 'reportDue' } },
    },
  },
})
