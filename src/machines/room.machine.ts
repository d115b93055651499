import { assign, enqueueActions, sendParent, setup } from 'xstate'
import type { CommandSettled, Failure } from './failure'
import type { DialIntent, RoomIntent } from './intents'
import { idOf } from './of-call'
import type { CallRef } from './ports'
import type { CallReport, ReferReport } from './reports'
import { settled } from './settled'
import type { TransferReport } from './transfer.machine'

/** From the chart of the server's conference to the phone; what it shares with transfers goes by their names. */
export type RoomReport =
  | { readonly type: 'room.dialWanted'; readonly intent: DialIntent }
  | Extract<TransferReport, { readonly type: 'transfer.referWanted' | 'transfer.endWanted' | 'transfer.resumeWanted' }>

interface RoomContext {
  /** What was asked for, until it is settled. */
  readonly wish: RoomIntent | null
  /** The calls whose far ends are still to go to the conference. */
  readonly members: readonly string[]
  /** Why one of them has not. */
  readonly failure: Failure | null
  /** Why the last merge came to nothing, or not to all, and of which call it was asked. */
  readonly failed: { readonly callId: string; readonly failure: Failure } | null
}

type RoomSignal = { readonly type: 'focus.dialRefused'; readonly callId: string }

type RoomEmitted =
  | CommandSettled
  | { readonly type: 'call.merged'; readonly callId: string }
  | { readonly type: 'call.mergeFailed'; readonly callId: string; readonly failure: Failure }

/** A conference at the server: we call it, and send the far end of each call there as well (RFC 4579 5.10). */
export const roomMachine = setup({
  types: {
    context: {} as RoomContext,
    events: {} as RoomIntent | RoomSignal | CallReport | ReferReport,
    emitted: {} as RoomEmitted,
    tags: {} as 'busy',
  },
  actions: {
    begin: assign((_, wish: RoomIntent) => ({ wish, members: wish.callIds, failure: null, failed: null })),
    dial: enqueueActions(({ context: { wish }, enqueue }) => {
      if (wish === null) return
      const { commandId, at, roomCallId: callId, target, remote } = wish
      const intent: DialIntent = { type: 'call.dial', commandId: `${commandId}/dial`, at, callId, target, remote }
      enqueue.sendParent({ type: 'room.dialWanted', intent })
    }),
    referAll: enqueueActions(({ context: { wish, members }, enqueue }) => {
      if (wish === null) return
      const { target } = wish
      for (const callId of members)
        enqueue.sendParent({ type: 'transfer.referWanted', callId, target, replacesCallId: null, data: null })
    }),
    /** The PBX leaves our leg for us to end. */
    endLeg: sendParent((_, { callId }: CallRef) => ({ type: 'transfer.endWanted', callId })),
    remove: assign({ members: ({ context }, { callId }: CallRef) => context.members.filter((id) => id !== callId) }),
    recordFailure: assign({ failure: (_, { failure }: { failure: Failure }) => failure }),
    /** Back to the call that was heard before: it was put on hold for the conference. */
    goBack: enqueueActions(({ context: { wish }, enqueue }) => {
      if (wish === null || wish.heardId === null) return
      const { heardId: callId, commandId, at } = wish
      enqueue.sendParent({ type: 'transfer.resumeWanted', callId, commandId: `${commandId}/back`, at })
    }),
    conclude: enqueueActions(({ context: { wish, failure }, enqueue }) => {
      if (wish === null) return
      const { commandId, callId, roomCallId } = wish
      enqueue.emit(settled(commandId, failure === null ? { ok: true } : { ok: false, failure }))
      enqueue.emit(
        failure === null ? { type: 'call.merged', callId: roomCallId } : { type: 'call.mergeFailed', callId, failure },
      )
      enqueue.assign({ wish: null, members: [], failed: failure === null ? null : { callId, failure } })
    }),
    forgetFailure: assign({ failed: null }),
  },
  guards: {
    isMember: ({ context }, { callId }: CallRef) => context.members.includes(callId),
    isOurs: ({ context }, { callId }: CallRef) => context.wish?.roomCallId === callId,
    isNobodyLeft: ({ context }) => context.members.length === 0,
    hasFailed: ({ context: { failed } }, { callId }: CallRef) => failed?.callId === callId,
  },
  delays: {
    /** Timer C of a dial (RFC 3261 16.6), and a little. */
    dialTimeout: 220_000,
    /** A conference answers at once; what a PBX tells of a REFER may never come. */
    moveTimeout: 35_000,
  },
}).createMachine({
  id: 'room',
  context: { wish: null, members: [], failure: null, failed: null },
  initial: 'idle',
  states: {
    idle: {
      on: {
        'room.gather': { target: 'dialing', actions: { type: 'begin', params: ({ event }) => event } },
        'report.ended': { guard: { type: 'hasFailed', params: idOf }, actions: 'forgetFailure' },
      },
    },
    // We go there first: where that comes to nothing, every call is as it was.
    dialing: {
      tags: 'busy',
      entry: 'dial',
      on: {
        'report.established': { guard: { type: 'isOurs', params: idOf }, target: 'moving' },
        'focus.dialRefused': {
          guard: { type: 'isOurs', params: idOf },
          target: 'idle',
          actions: [{ type: 'recordFailure', params: { failure: { code: 'other-call-not-held' } } }, 'conclude'],
        },
        'report.ended': [
          {
            guard: { type: 'isOurs', params: idOf },
            target: 'idle',
            actions: [
              {
                type: 'recordFailure',
                params: ({ event }) => ({ failure: event.record?.failure ?? { code: 'cancelled' } }),
              },
              'goBack',
              'conclude',
            ],
          },
          { guard: { type: 'isMember', params: idOf }, actions: { type: 'remove', params: idOf } },
        ],
      },
      after: {
        dialTimeout: {
          target: 'idle',
          actions: [{ type: 'recordFailure', params: { failure: { code: 'timed-out' } } }, 'conclude'],
        },
      },
    },
    // The far ends are being sent there; each call ends as its far end has arrived.
    moving: {
      tags: 'busy',
      entry: 'referAll',
      always: { guard: 'isNobodyLeft', target: 'idle', actions: 'conclude' },
      on: {
        'report.referSucceeded': {
          guard: { type: 'isMember', params: idOf },
          actions: [
            { type: 'endLeg', params: idOf },
            { type: 'remove', params: idOf },
          ],
        },
        'report.referFailed': {
          guard: { type: 'isMember', params: idOf },
          actions: [
            { type: 'recordFailure', params: ({ event }) => event },
            { type: 'remove', params: idOf },
          ],
        },
        'report.ended': { guard: { type: 'isMember', params: idOf }, actions: { type: 'remove', params: idOf } },
      },
      after: {
        moveTimeout: {
          target: 'idle',
          actions: [{ type: 'recordFailure', params: { failure: { code: 'timed-out' } } }, 'conclude'],
        },
      },
    },
  },
})
