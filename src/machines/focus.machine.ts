import { assign, emit, enqueueActions, sendParent, setup } from 'xstate'
import type { CommandSettled, Failure } from './failure'
import type { DialIntent, FocusingIntent } from './intents'
import type { CallReport } from './reports'

/** What makes a call the one that is heard. */
export type FocusWish = DialIntent | FocusingIntent

type FocusSignal =
  | { readonly type: 'focus.wanted'; readonly intent: FocusWish }
  /** A call has come into being. */
  | { readonly type: 'focus.callBegan'; readonly callId: string }

interface FocusContext {
  /** Every call, in the order in which they began. */
  readonly calls: readonly string[]
  /** The calls that are heard. */
  readonly live: readonly string[]
  /** The call that the person attends to. */
  readonly focusedId: string | null
  readonly wish: FocusWish | null
}

/** From focus to the phone. */
export type FocusReport =
  | { readonly type: 'focus.dialGranted'; readonly intent: DialIntent }
  | { readonly type: 'focus.granted'; readonly intent: FocusingIntent }
  | { readonly type: 'focus.holdWanted'; readonly callId: string }

const without = (ids: readonly string[], id: string): readonly string[] => ids.filter((other) => other !== id)

const granted = (intent: FocusWish): FocusReport =>
  intent.type === 'call.dial' ? { type: 'focus.dialGranted', intent } : { type: 'focus.granted', intent }

/** At most one call is heard: dialling, answering or resuming one first holds the others. */
export const focusMachine = setup({
  types: {
    context: {} as FocusContext,
    events: {} as FocusSignal | CallReport,
    emitted: {} as CommandSettled,
    tags: {} as 'busy',
  },
  actions: {
    addCall: assign({
      calls: ({ context }, { callId }: { callId: string }) => [...context.calls, callId],
      // A call that rings does not take the attention from one that is talked on.
      focusedId: ({ context }, { callId }) => context.focusedId ?? callId,
    }),
    addLive: assign({
      live: ({ context }, { callId }: { callId: string }) => [...without(context.live, callId), callId],
    }),
    removeLive: assign({ live: ({ context }, { callId }: { callId: string }) => without(context.live, callId) }),
    removeCall: assign(({ context }, { callId }: { callId: string }) => {
      const calls = without(context.calls, callId)
      const live = without(context.live, callId)
      const focusedId = context.focusedId === callId ? (live.at(-1) ?? calls.at(-1) ?? null) : context.focusedId
      return { calls, live, focusedId }
    }),
    recordWish: assign({ wish: (_, params: { intent: FocusWish }) => params.intent }),
    holdOthers: enqueueActions(({ context, enqueue }) => {
      for (const callId of context.live)
        if (callId !== context.wish?.callId) enqueue.sendParent({ type: 'focus.holdWanted', callId })
    }),
    grant: enqueueActions(({ context: { wish }, enqueue }) => {
      if (wish === null) return
      enqueue.assign({ wish: null, focusedId: wish.callId })
      enqueue.sendParent(granted(wish))
    }),
    grantAtOnce: sendParent((_, { intent }: { intent: FocusWish }) => granted(intent)),
    focusOn: assign({ focusedId: (_, params: { callId: string }) => params.callId }),
    refuse: enqueueActions(({ context: { wish }, enqueue }, failure: Failure) => {
      if (wish === null) return
      enqueue.emit({ type: 'command.settled', commandId: wish.commandId, outcome: { ok: false, failure } })
      enqueue.assign({ wish: null })
    }),
    refuseAtOnce: emit((_, { intent }: { intent: FocusWish }) => ({
      type: 'command.settled' as const,
      commandId: intent.commandId,
      outcome: { ok: false as const, failure: { code: 'superseded' as const } },
    })),
  },
  guards: {
    othersAreLive: ({ context }, { intent }: { intent: FocusWish }) =>
      context.live.some((callId) => callId !== intent.callId),
    wasLastOther: ({ context }, { callId }: { callId: string }) =>
      context.live.every((live) => live === callId || live === context.wish?.callId),
    isWished: ({ context }, { callId }: { callId: string }) => context.wish?.callId === callId,
  },
  delays: {
    /** A re-INVITE's 64*T1 (RFC 3261 17.1.1.2) and a little. */
    holdTimeout: 35_000,
  },
}).createMachine({
  id: 'focus',
  context: { calls: [], live: [], focusedId: null, wish: null },
  on: {
    'focus.callBegan': { actions: { type: 'addCall', params: ({ event }) => event } },
    'report.live': { actions: { type: 'addLive', params: ({ event }) => event } },
    'report.held': { actions: { type: 'removeLive', params: ({ event }) => event } },
    'report.ended': { actions: { type: 'removeCall', params: ({ event }) => event } },
  },
  initial: 'settled',
  states: {
    settled: {
      on: {
        'focus.wanted': [
          {
            guard: { type: 'othersAreLive', params: ({ event }) => event },
            target: 'holdingOthers',
            actions: { type: 'recordWish', params: ({ event }) => event },
          },
          {
            actions: [
              { type: 'focusOn', params: ({ event }) => event.intent },
              { type: 'grantAtOnce', params: ({ event }) => event },
            ],
          },
        ],
      },
    },
    holdingOthers: {
      tags: 'busy',
      entry: 'holdOthers',
      on: {
        'report.held': [
          {
            guard: { type: 'wasLastOther', params: ({ event }) => event },
            target: 'settled',
            actions: [{ type: 'removeLive', params: ({ event }) => event }, 'grant'],
          },
          { actions: { type: 'removeLive', params: ({ event }) => event } },
        ],
        'report.ended': [
          {
            guard: { type: 'isWished', params: ({ event }) => event },
            target: 'settled',
            actions: [
              { type: 'removeCall', params: ({ event }) => event },
              { type: 'refuse', params: { code: 'ended' } },
            ],
          },
          {
            guard: { type: 'wasLastOther', params: ({ event }) => event },
            target: 'settled',
            actions: [{ type: 'removeCall', params: ({ event }) => event }, 'grant'],
          },
          { actions: { type: 'removeCall', params: ({ event }) => event } },
        ],
        'report.holdFailed': {
          target: 'settled',
          actions: { type: 'refuse', params: { code: 'other-call-not-held' } },
        },
        // The person has waited long enough to choose another call: one wish at a time.
        'focus.wanted': { actions: { type: 'refuseAtOnce', params: ({ event }) => event } },
      },
      after: {
        holdTimeout: { target: 'settled', actions: { type: 'refuse', params: { code: 'other-call-not-held' } } },
      },
    },
  },
})
