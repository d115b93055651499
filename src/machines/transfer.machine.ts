import { assign, enqueueActions, sendParent, setup } from 'xstate'
import type { CommandSettled, Failure } from './failure'
import type { TransferIntent } from './intents'
import { type CallEnded, idOf } from './of-call'
import type { CallRef, Remote } from './ports'
import type { CallReport, ReferReport } from './reports'
import { settled, timedOut } from './settled'

type Started = Extract<TransferIntent, { readonly type: 'call.transfer' | 'call.consult' }>
type Directed = Extract<TransferIntent, { readonly type: 'call.completeTransfer' | 'call.cancelTransfer' }>

type TransferSignal =
  /** The consultation will not be called. */
  { readonly type: 'focus.dialRefused'; readonly callId: string }

/** From the chart of transfers to the phone, which hands it on. */
export type TransferReport =
  | {
      readonly type: 'transfer.referWanted'
      readonly callId: string
      readonly target: string
      readonly replacesCallId: string | null
      readonly data: string | null
    }
  /** The call's part is over: whom it was with has been transferred. */
  | { readonly type: 'transfer.endWanted'; readonly callId: string }
  | { readonly type: 'transfer.hangUpWanted'; readonly callId: string; readonly commandId: string; readonly at: number }
  /** The consultation is not needed any more, unless it is answered in this moment. */
  | { readonly type: 'transfer.withdrawWanted'; readonly callId: string }
  /** Back to the call, if it is on hold. The command is settled by that. */
  | { readonly type: 'transfer.resumeWanted'; readonly callId: string; readonly commandId: string; readonly at: number }
  /** The consultation is not to be called at all. */
  | { readonly type: 'transfer.abandonWanted' }

interface Transfer {
  readonly kind: 'blind' | 'attended'
  /** The call that is transferred. */
  readonly callId: string
  readonly target: string
  readonly remote: Remote
  readonly data: string | null
  /** The call to the target; null for a blind transfer. */
  readonly consultId: string | null
}

interface TransferContext {
  /** The transfer under way, or the last one while its failure is told. */
  readonly transfer: Transfer | null
  /** What waits for the outcome. */
  readonly command: { readonly id: string; readonly at: number } | null
  /** The last status that the far end told of its call to the target. */
  readonly sipStatus: number | null
  readonly failure: Failure | null
}

type TransferEmitted =
  | CommandSettled
  | {
      readonly type: 'call.transferStarted'
      readonly callId: string
      readonly kind: Transfer['kind']
      readonly target: Remote
    }
  | { readonly type: 'call.transferProgressed'; readonly callId: string; readonly sipStatus: number }
  | { readonly type: 'call.transferred' | 'call.transferCancelled'; readonly callId: string }
  | { readonly type: 'call.transferFailed'; readonly callId: string; readonly failure: Failure }

const ended: Failure = { code: 'ended' }

const isFirst = { type: 'isFirst', params: idOf } as const
const isConsultation = { type: 'isConsultation', params: idOf } as const
const failEnded = { type: 'fail', params: ended } as const
const failTimedOut = { target: '#transfer.idle', actions: { type: 'fail', params: timedOut } } as const
const cancelled = { guard: isConsultation, target: '#transfer.idle', actions: 'goBack' } as const

/** The call that is to be transferred is over, and with it what was to become of it. */
const firstEnded = { guard: isFirst, target: '#transfer.idle', actions: [failEnded, 'forget'] } as const

/** Our REFER is out: what the far end says of it in the end, and what it says by going. */
const outcome = {
  'report.referSucceeded': { guard: isFirst, target: '#transfer.idle', actions: 'succeed' },
  'report.referFailed': {
    guard: isFirst,
    target: '#transfer.idle',
    actions: { type: 'fail', params: ({ event }: { event: { readonly failure: Failure } }) => event.failure },
  },
  // A consultation that ends has been taken over, as it should be: that alone is no failure.
  'report.ended': [
    {
      guard: { type: 'wasTransferred', params: ({ event }: { event: CallEnded }) => event },
      target: '#transfer.idle',
      actions: 'succeed',
    },
    firstEnded,
  ],
} as const

const progressed = {
  guard: isFirst,
  actions: { type: 'recordProgress', params: ({ event }: { event: { readonly sipStatus: number } }) => event },
} as const

/** The first that is heard of it: a 2xx, or a NOTIFY that overtook it. */
const heard = <Target extends string>(target: Target) =>
  ({
    'report.referAccepted': [
      {
        guard: {
          type: 'isUnwatched',
          params: ({ event }: { event: CallRef & { readonly willNotify: boolean } }) => event,
        },
        target: '#transfer.idle',
        actions: 'succeed',
      },
      { guard: isFirst, target },
    ],
    'report.referProgressed': { ...progressed, target },
  }) as const

const directed = <Name extends string, Target extends string>(type: Name, target: Target) =>
  ({ target, actions: { type, params: ({ event }: { event: Directed }) => event } }) as const

const cancel = directed('recordCommand', '#transfer.cancelling')

/**
 * Transfer (RFC 5589), one at a time. It takes two calls and the word of a third party, which may lie: whatever is said or
 * not said, each ends with the calls that are left as they were, or ended.
 */
export const transferMachine = setup({
  types: {
    context: {} as TransferContext,
    events: {} as TransferIntent | TransferSignal | CallReport | ReferReport,
    emitted: {} as TransferEmitted,
    tags: {} as 'busy' | 'consulting',
  },
  actions: {
    begin: enqueueActions(({ enqueue }, intent: Started) => {
      const { callId, target, remote, data } = intent
      const isBlind = intent.type === 'call.transfer'
      enqueue.assign({
        transfer: {
          kind: isBlind ? 'blind' : 'attended',
          callId,
          target,
          remote,
          data,
          consultId: isBlind ? null : intent.consultId,
        },
        // The command of a consultation is that of the call to it, which settles it.
        command: isBlind ? { id: intent.commandId, at: intent.at } : null,
        sipStatus: null,
        failure: null,
      })
      enqueue.emit({ type: 'call.transferStarted', callId, kind: isBlind ? 'blind' : 'attended', target: remote })
    }),
    recordCommand: assign({ command: (_, { commandId, at }: Directed) => ({ id: commandId, at }) }),
    /** Asked for again: the older of the two has nothing to wait for. */
    replaceCommand: enqueueActions(({ context: { command }, enqueue }, { commandId, at }: Directed) => {
      if (command !== null) enqueue.emit(settled(command.id, { ok: false, failure: { code: 'superseded' } }))
      enqueue.assign({ command: { id: commandId, at } })
    }),
    refer: enqueueActions(({ context: { transfer }, enqueue }, { to }: { to: 'target' | 'consultation' }) => {
      if (transfer === null) return
      const { callId, target, data, consultId } = transfer
      const replacesCallId = to === 'target' ? null : consultId
      enqueue.sendParent({ type: 'transfer.referWanted', callId, target, replacesCallId, data })
    }),
    recordProgress: enqueueActions(({ context: { transfer }, enqueue }, { sipStatus }: { sipStatus: number }) => {
      enqueue.assign({ sipStatus })
      if (transfer !== null) enqueue.emit({ type: 'call.transferProgressed', callId: transfer.callId, sipStatus })
    }),
    /** The PBX leaves our leg, and that of the consultation, for us to end. */
    succeed: enqueueActions(({ context: { transfer, command }, enqueue }) => {
      if (transfer === null) return
      const { callId, consultId } = transfer
      if (command !== null) enqueue.emit(settled(command.id, { ok: true }))
      enqueue.emit({ type: 'call.transferred', callId })
      enqueue.sendParent({ type: 'transfer.endWanted', callId })
      if (consultId !== null) enqueue.sendParent({ type: 'transfer.endWanted', callId: consultId })
      enqueue.assign({ transfer: null, command: null })
    }),
    fail: enqueueActions(({ context: { transfer, command }, enqueue }, failure: Failure) => {
      if (transfer === null) return
      if (command !== null) enqueue.emit(settled(command.id, { ok: false, failure }))
      enqueue.emit({ type: 'call.transferFailed', callId: transfer.callId, failure })
      enqueue.assign({ command: null, failure })
    }),
    endConsultation: enqueueActions(({ context: { transfer, command }, enqueue }) => {
      if (transfer?.consultId == null || command === null) return
      enqueue.sendParent({
        type: 'transfer.hangUpWanted',
        callId: transfer.consultId,
        commandId: `${command.id}/hangUp`,
        at: command.at,
      })
    }),
    withdrawConsultation: enqueueActions(({ context: { transfer }, enqueue }) => {
      if (transfer?.consultId != null)
        enqueue.sendParent({ type: 'transfer.withdrawWanted', callId: transfer.consultId })
    }),
    abandonConsultation: sendParent({ type: 'transfer.abandonWanted' } satisfies TransferReport),
    goBack: enqueueActions(({ context: { transfer, command }, enqueue }) => {
      if (transfer === null) return
      const { callId } = transfer
      enqueue.emit({ type: 'call.transferCancelled', callId })
      if (command !== null)
        enqueue.sendParent({ type: 'transfer.resumeWanted', callId, commandId: command.id, at: command.at })
      enqueue.assign({ transfer: null, command: null })
    }),
    forget: assign({ transfer: null }),
  },
  guards: {
    isFirst: ({ context: { transfer } }, { callId }: CallRef) => transfer?.callId === callId,
    isConsultation: ({ context: { transfer } }, { callId }: CallRef) => transfer?.consultId === callId,
    wasTransferred: ({ context: { transfer } }, { callId, record }: CallEnded) =>
      transfer?.callId === callId && record?.ending === 'transferred',
    /** It was given up, here or there, and not refused. */
    hasHungUp: ({ context: { transfer } }, { callId, record }: CallEnded) =>
      transfer?.consultId === callId && record !== null && record.failure === null,
    isUnwatched: ({ context: { transfer } }, { callId, willNotify }: CallRef & { willNotify: boolean }) =>
      transfer?.callId === callId && !willNotify,
    hasFailed: ({ context: { transfer, failure } }, { callId }: CallRef) =>
      transfer?.callId === callId && failure !== null,
  },
  delays: {
    /** Past 64*T1 (RFC 3261 17.1.2.2) the adapter has reported something, unless it is broken. */
    answerTimeout: 33_000,
    /** As long as proxies let the target ring (RFC 3261 16.6, Timer C), and a little. */
    notifyTimeout: 190_000,
    byeTimeout: 33_000,
  },
}).createMachine({
  id: 'transfer',
  context: { transfer: null, command: null, sipStatus: null, failure: null },
  initial: 'idle',
  states: {
    idle: {
      on: {
        'call.transfer': { target: 'referring', actions: { type: 'begin', params: ({ event }) => event } },
        'call.consult': { target: 'consulting', actions: { type: 'begin', params: ({ event }) => event } },
        // Success after all, when it had been given up: the leg that is left leads to nobody.
        'report.referSucceeded': { guard: { type: 'hasFailed', params: idOf }, actions: 'succeed' },
        'report.ended': { guard: isFirst, actions: 'forget' },
      },
    },

    // Our REFER is out. A 2xx to it means that it was understood, not that anybody was reached.
    referring: {
      tags: 'busy',
      entry: { type: 'refer', params: { to: 'target' } },
      on: { ...heard('#transfer.progressing'), ...outcome },
      after: { answerTimeout: failTimedOut },
    },

    // The far end calls the target, and tells how that goes.
    progressing: {
      tags: 'busy',
      on: { 'report.referProgressed': progressed, ...outcome },
      after: { notifyTimeout: failTimedOut },
    },

    // The person talks to the target first; the other call waits, or is swapped with it.
    consulting: {
      tags: 'consulting',
      initial: 'waiting',
      on: {
        'report.ended': [
          firstEnded,
          { guard: { type: 'hasHungUp', params: ({ event }) => event }, target: 'idle', actions: 'goBack' },
          {
            guard: isConsultation,
            target: 'idle',
            actions: { type: 'fail', params: ({ event }) => event.record?.failure ?? ended },
          },
        ],
      },
      states: {
        // The other calls are being put on hold: the target is not called yet.
        waiting: {
          on: {
            'report.live': { guard: isConsultation, target: 'calling' },
            'focus.dialRefused': cancelled,
            'call.cancelTransfer': {
              actions: [{ type: 'replaceCommand', params: ({ event }) => event }, 'abandonConsultation'],
            },
          },
        },
        calling: {
          on: {
            'report.established': { guard: isConsultation, target: 'talking' },
            // It has not answered: the consultation is given up, and the transfer goes on without it (semi-attended).
            'call.completeTransfer': directed('recordCommand', '#transfer.withdrawing'),
            'call.cancelTransfer': cancel,
          },
        },
        talking: {
          on: {
            'call.completeTransfer': directed('recordCommand', '#transfer.completing'),
            'call.cancelTransfer': cancel,
          },
        },
      },
    },

    // The consultation is cancelled before its answer; the target is then called by the far end itself.
    withdrawing: {
      tags: 'busy',
      entry: 'withdrawConsultation',
      on: {
        // Its 200 has crossed our CANCEL: whom the far end is to talk to is on the line.
        'report.established': { guard: isConsultation, target: 'completing' },
        'report.ended': [{ guard: isConsultation, target: 'referring' }, firstEnded],
      },
      after: { byeTimeout: { target: 'referring', actions: 'endConsultation' } },
    },

    // REFER with Replaces: the far end takes our place in the consultation. Until it has, both calls stand.
    completing: {
      entry: { type: 'refer', params: { to: 'consultation' } },
      initial: 'asked',
      on: outcome,
      states: {
        asked: {
          tags: 'busy',
          on: heard('#transfer.completing.accepted'),
          after: { answerTimeout: failTimedOut },
        },
        accepted: {
          tags: 'busy',
          on: { 'report.referProgressed': progressed },
          after: { notifyTimeout: failTimedOut },
        },
      },
    },

    // The consultation is hung up, and the person goes back to the call.
    cancelling: {
      tags: 'busy',
      entry: 'endConsultation',
      on: { 'report.closing': cancelled, 'report.ended': [cancelled, firstEnded] },
      after: { byeTimeout: { target: 'idle', actions: 'goBack' } },
    },
  },
})
