import { assign, emit, enqueueActions, sendParent, setup } from 'xstate'
import type { CommandSettled, Failure } from './failure'
import type { DialIntent, FocusingIntent } from './intents'
import { idOf } from './of-call'
import type { CallRef } from './ports'
import type { CallReport } from './reports'
import { refused, settled } from './settled'

/** What makes a call the one that is heard. */
export type FocusWish = DialIntent | FocusingIntent

type FocusSignal =
  | { readonly type: 'focus.wanted'; readonly intent: FocusWish }
  /** A call has come into being. */
  | { readonly type: 'focus.callBegan'; readonly callId: string }
  /** The person signs out: nothing new is begun. */
  | { readonly type: 'focus.abandon' }

interface FocusContext {
  /** Every call, in the order in which they began. */
  readonly calls: readonly string[]
  /** The calls that are heard, or are about to be. */
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
  /** The call will not be made; its command has been settled. */
  | { readonly type: 'focus.dialRefused'; readonly callId: string; readonly failure: Failure }

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
      calls: ({ context }, { callId }: CallRef) => [...context.calls, callId],
      // A call that rings does not take the attention from one that is talked on.
      focusedId: ({ context }, { callId }) => context.focusedId ?? callId,
    }),
    addLive: assign({ live: ({ context }, { callId }: CallRef) => [...without(context.live, callId), callId] }),
    removeLive: assign({ live: ({ context }, { callId }: CallRef) => without(context.live, callId) }),
    removeCall: assign(({ context }, { callId }: CallRef) => {
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
    refuse: enqueueActions(({ context: { wish }, enqueue }, failure: Failure) => {
      if (wish === null) return
      enqueue(emit(settled(wish.commandId, refused(failure))))
      enqueue.assign({ wish: null })
      if (wish.type === 'call.dial') enqueue.sendParent({ type: 'focus.dialRefused', callId: wish.callId, failure })
    }),
    grantAtOnce: sendParent((_, { intent }: { intent: FocusWish }) => granted(intent)),
    focusOn: assign({ focusedId: (_, params: CallRef) => params.callId }),
  },
  guards: {
    othersAreLive: ({ context }, { intent }: { intent: FocusWish }) =>
      context.live.some((callId) => callId !== intent.callId),
    wasLastOther: ({ context }, { callId }: CallRef) =>
      context.live.every((live) => live === callId || live === context.wish?.callId),
    isOther: ({ context }, { callId }: CallRef) => context.wish?.callId !== callId,
    isWished: ({ context }, { callId }: CallRef) => context.wish?.callId === callId,
  },
  delays: {
    /** A re-INVITE's 64*T1 (RFC 3261 17.1.1.2) and a little. */
    holdTimeout: 35_000,
  },
}).createMachine({
  id: 'focus',
  context: { calls: [], live: [], focusedId: null, wish: null },
  on: {
    'focus.callBegan': { actions: { type: 'addCall', params: idOf } },
    'report.live': { actions: { type: 'addLive', params: idOf } },
    'report.held': { actions: { type: 'removeLive', params: idOf } },
    // Its answer came to nothing, and it rings again.
    'report.ringing': { actions: { type: 'removeLive', params: idOf } },
    'report.closing': { actions: { type: 'removeLive', params: idOf } },
    'report.ended': { actions: { type: 'removeCall', params: idOf } },
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
            guard: { type: 'wasLastOther', params: idOf },
            target: 'settled',
            actions: [{ type: 'removeLive', params: idOf }, 'grant'],
          },
          { actions: { type: 'removeLive', params: idOf } },
        ],
        'report.closing': [
          {
            guard: { type: 'isWished', params: idOf },
            target: 'settled',
            actions: [
              { type: 'removeLive', params: idOf },
              { type: 'refuse', params: { code: 'ended' } },
            ],
          },
          {
            guard: { type: 'wasLastOther', params: idOf },
            target: 'settled',
            actions: [{ type: 'removeLive', params: idOf }, 'grant'],
          },
          { actions: { type: 'removeLive', params: idOf } },
        ],
        'report.ended': [
          {
            guard: { type: 'isWished', params: idOf },
            target: 'settled',
            actions: [
              { type: 'removeCall', params: idOf },
              { type: 'refuse', params: { code: 'ended' } },
            ],
          },
          {
            guard: { type: 'wasLastOther', params: idOf },
            target: 'settled',
            actions: [{ type: 'removeCall', params: idOf }, 'grant'],
          },
          { actions: { type: 'removeCall', params: idOf } },
        ],
        'report.holdFailed': {
          guard: { type: 'isOther', params: idOf },
          target: 'settled',
          actions: { type: 'refuse', params: { code: 'other-call-not-held' } },
        },
        // One wish at a time: the person has changed their mind.
        'focus.wanted': [
          {
            guard: { type: 'othersAreLive', params: ({ event }) => event },
            target: 'holdingOthers',
            reenter: true,
            actions: [
              { type: 'refuse', params: { code: 'superseded' } },
              { type: 'recordWish', params: ({ event }) => event },
            ],
          },
          {
            target: 'settled',
            actions: [
              { type: 'refuse', params: { code: 'superseded' } },
              { type: 'focusOn', params: ({ event }) => event.intent },
              { type: 'grantAtOnce', params: ({ event }) => event },
            ],
          },
        ],
        'focus.abandon': { target: 'settled', actions: { type: 'refuse', params: { code: 'cancelled' } } },
      },
      after: {
        holdTimeout: { target: 'settled', actions: { type: 'refuse', params: { code: 'other-call-not-held' } } },
      },
    },
  },
})
