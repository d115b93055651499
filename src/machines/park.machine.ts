import { enqueueActions, setup } from 'xstate'
import type { CommandSettled, Failure } from './failure'
import type { ParkingIntent } from './intents'
import { type CallEnded, idOf } from './of-call'
import type { Parked, SlotReport } from './parking-lot.machine'
import type { CallRef, Remote } from './ports'
import type { CallRecord, ReferReport } from './reports'
import { settled, timedOut } from './settled'

/** From the chart of parking to the phone, which hands it on. */
export type ParkReport =
  | { readonly type: 'park.referWanted'; readonly callId: string; readonly target: string }
  /** Our leg is of no use any more. */
  | { readonly type: 'park.endWanted'; readonly callId: string }
  | ({ readonly type: 'report.parked' } & Parked)

interface Parking {
  readonly callId: string
  /** A SIP URI: a REFER there parks. */
  readonly target: string
  /** null: the server chooses, and tells by the slots that are watched. */
  readonly slot: string | null
  readonly remote: Remote
  readonly commandId: string
  readonly at: number
}

interface ParkContext {
  /** What is being parked, or was parked last while its failure is told. */
  readonly parking: Parking | null
  readonly failure: Failure | null
}

type ParkEmitted =
  | CommandSettled
  | {
      readonly type: 'call.parked'
      readonly callId: string
      /** null: it is parked, and nobody has told where. */
      readonly slot: string | null
      readonly remote: Remote
    }
  | { readonly type: 'call.parkFailed'; readonly callId: string; readonly failure: Failure }

const ended: Failure = { code: 'ended' }

/** Parks a call, one at a time: the far end is referred to the parking lot, and our leg is ended. */
export const parkMachine = setup({
  types: {
    context: {} as ParkContext,
    events: {} as
      | ParkingIntent
      | ReferReport
      | SlotReport
      | { readonly type: 'report.ended'; readonly callId: string; readonly record: CallRecord | null },
    emitted: {} as ParkEmitted,
    tags: {} as 'busy' | 'referring',
  },
  actions: {
    begin: enqueueActions(({ enqueue }, { callId, target, slot, remote, commandId, at }: ParkingIntent) => {
      enqueue.assign({ parking: { callId, target, slot, remote, commandId, at }, failure: null })
      enqueue.sendParent({ type: 'park.referWanted', callId, target } satisfies ParkReport)
    }),
    recordSlot: enqueueActions(({ context: { parking }, enqueue }, { slot }: { slot: string }) => {
      if (parking !== null) enqueue.assign({ parking: { ...parking, slot } })
    }),
    /** The PBX leaves our leg for us to end. */
    endLeg: enqueueActions(({ context: { parking }, enqueue }) => {
      if (parking !== null) enqueue.sendParent({ type: 'park.endWanted', callId: parking.callId } satisfies ParkReport)
    }),
    succeed: enqueueActions(({ context: { parking }, enqueue }) => {
      if (parking === null) return
      const { callId, slot, remote, commandId, at } = parking
      enqueue.emit(settled(commandId, { ok: true, ...(slot === null ? {} : { result: slot }) }))
      enqueue.emit({ type: 'call.parked', callId, slot, remote })
      if (slot !== null) enqueue.sendParent({ type: 'report.parked', slot, remote, at } satisfies ParkReport)
      enqueue.assign({ parking: null })
    }),
    fail: enqueueActions(({ context: { parking }, enqueue }, failure: Failure) => {
      if (parking === null) return
      enqueue.emit(settled(parking.commandId, { ok: false, failure }))
      enqueue.emit({ type: 'call.parkFailed', callId: parking.callId, failure })
      enqueue.assign({ failure })
    }),
    forget: enqueueActions(({ enqueue }) => enqueue.assign({ parking: null, failure: null })),
  },
  guards: {
    isIt: ({ context }, { callId }: CallRef) => context.parking?.callId === callId,
    wasReferred: ({ context }, { callId, record }: CallEnded) =>
      context.parking?.callId === callId && record?.ending === 'parked',
    isUnwatched: ({ context }, { callId, willNotify }: CallRef & { willNotify: boolean }) =>
      context.parking?.callId === callId && !willNotify,
    knowsSlot: ({ context }) => context.parking?.slot != null,
    knowsNoSlot: ({ context }) => context.parking?.slot == null,
  },
  delays: {
    /** Past 64*T1 (RFC 3261 17.1.2.2) the adapter has reported something, unless it is broken. */
    answerTimeout: 33_000,
    /** A parking lot answers at once; what rings for half a minute is none. */
    notifyTimeout: 33_000,
    /** The NOTIFY of the slot follows within a moment, or the server does not tell of slots. */
    slotTimeout: 3_000,
  },
}).createMachine({
  id: 'park',
  context: { parking: null, failure: null },
  initial: 'idle',
  states: {
    idle: {
      on: {
        'parking.park': { target: 'referring', actions: { type: 'begin', params: ({ event }) => event } },
        'report.ended': { guard: { type: 'isIt', params: idOf }, actions: 'forget' },
      },
    },

    referring: {
      tags: 'referring',
      initial: 'asked',
      on: {
        // It may come before the answer to the REFER.
        'report.slotTaken': {
          guard: 'knowsNoSlot',
          actions: { type: 'recordSlot', params: ({ event }) => event },
        },
        'report.referSucceeded': { guard: { type: 'isIt', params: idOf }, target: 'placing', actions: 'endLeg' },
        'report.referFailed': {
          guard: { type: 'isIt', params: idOf },
          target: 'idle',
          actions: { type: 'fail', params: ({ event }) => event.failure },
        },
        'report.ended': [
          // BYE instead of NOTIFY: whom we have sent there is there.
          { guard: { type: 'wasReferred', params: ({ event }) => event }, target: 'placing' },
          {
            guard: { type: 'isIt', params: idOf },
            target: 'idle',
            actions: [{ type: 'fail', params: ended }, 'forget'],
          },
        ],
      },
      states: {
        // Our REFER is out.
        asked: {
          tags: 'busy',
          on: {
            'report.referAccepted': [
              {
                guard: { type: 'isUnwatched', params: ({ event }) => event },
                target: '#park.placing',
                actions: 'endLeg',
              },
              { guard: { type: 'isIt', params: idOf }, target: 'accepted' },
            ],
            'report.referProgressed': { guard: { type: 'isIt', params: idOf }, target: 'accepted' },
          },
          after: { answerTimeout: { target: '#park.idle', actions: { type: 'fail', params: timedOut } } },
        },
        // The far end calls the parking lot.
        accepted: {
          tags: 'busy',
          after: { notifyTimeout: { target: '#park.idle', actions: { type: 'fail', params: timedOut } } },
        },
      },
    },

    // It is parked. Where, the slots that are watched will tell, unless we have chosen.
    placing: {
      tags: 'busy',
      always: { guard: 'knowsSlot', target: 'idle', actions: 'succeed' },
      on: { 'report.slotTaken': { actions: { type: 'recordSlot', params: ({ event }) => event } } },
      after: { slotTimeout: { target: 'idle', actions: 'succeed' } },
    },
  },
})
