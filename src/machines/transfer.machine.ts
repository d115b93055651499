import { assign, enqueueActions, sendParent, setup } from 'xstate'
import type { CommandSettled, Failure, Outcome } from './failure'
import type { TransferIntent } from './intents'
import type { Remote } from './ports'
import type { CallRecord, CallReport, ReferReport } from './reports'

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

interface OfCall {
  readonly callId: string
}
interface Ended extends OfCall {
  readonly record: CallRecord | null
}

const timedOut: Failure = { code: 'timed-out' }
const ended: Failure = { code: 'ended' }

const idOf = ({ event }: { event: OfCall }): OfCall => ({ callId: event.callId })
const settled = (commandId: string, outcome: Outcome): CommandSettled => ({
  type: 'command.settled',
  commandId,
  outcome,
})

/** The call that is transferred went away before its far end had said yes to that. */
const firstEnded = [
  {
    guard: { type: 'wasTransferred', params: ({ event }: { event: Ended }) => event },
    target: 'idle',
    actions: 'succeed',
  },
  {
    guard: { type: 'isFirst', params: idOf },
    target: 'idle',
    actions: [{ type: 'fail', params: ended }, 'forget'],
  },
] as const

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
    referToTarget: enqueueActions(({ context: { transfer }, enqueue }) => {
      if (transfer === null) return
      const { callId, target, data } = transfer
      enqueue.sendParent({ type: 'transfer.referWanted', callId, target, replacesCallId: null, data })
    }),
    referToConsultation: enqueueActions(({ context: { transfer }, enqueue }) => {
      if (transfer === null) return
      const { callId, target, data, consultId } = transfer
      enqueue.sendParent({ type: 'transfer.referWanted', callId, target, replacesCallId: consultId, data })
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
    isFirst: ({ context: { transfer } }, { callId }: OfCall) => transfer?.callId === callId,
    isConsultation: ({ context: { transfer } }, { callId }: OfCall) => transfer?.consultId === callId,
    wasTransferred: ({ context: { transfer } }, { callId, record }: Ended) =>
      transfer?.callId === callId && record?.ending === 'transferred',
    /** It was given up, here or there, and not refused. */
    hasHungUp: ({ context: { transfer } }, { callId, record }: Ended) =>
      transfer?.consultId === callId && record !== null && record.failure === null,
    isUnwatched: ({ context: { transfer } }, { callId, willNotify }: OfCall & { willNotify: boolean }) =>
      transfer?.callId === callId && !willNotify,
    hasFailed: ({ context: { transfer, failure } }, { callId }: OfCall) =>
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
        'report.ended': { guard: { type: 'isFirst', params: idOf }, actions: 'forget' },
      },
    },

    // Our REFER is out. A 2xx to it means that it was understood, not that anybody was reached.
    referring: {
      tags: 'busy',
      entry: 'referToTarget',
      on: {
        'report.referAccepted': [
          {
            guard: { type: 'isUnwatched', params: ({ event }) => event },
            target: 'idle',
            actions: 'succeed',
          },
          { guard: { type: 'isFirst', params: idOf }, target: 'progressing' },
        ],
        'report.referProgressed': {
          guard: { type: 'isFirst', params: idOf },
          target: 'progressing',
          actions: { type: 'recordProgress', params: ({ event }) => event },
        },
        'report.referSucceeded': { guard: { type: 'isFirst', params: idOf }, target: 'idle', actions: 'succeed' },
        'report.referFailed': {
          guard: { type: 'isFirst', params: idOf },
          target: 'idle',
          actions: { type: 'fail', params: ({ event }) => event.failure },
        },
        'report.ended': firstEnded,
      },
      after: { answerTimeout: { target: 'idle', actions: { type: 'fail', params: timedOut } } },
    },

    // The far end calls the target, and tells how that goes.
    progressing: {
      tags: 'busy',
      on: {
        'report.referProgressed': {
          guard: { type: 'isFirst', params: idOf },
          actions: { type: 'recordProgress', params: ({ event }) => event },
        },
        'report.referSucceeded': { guard: { type: 'isFirst', params: idOf }, target: 'idle', actions: 'succeed' },
        'report.referFailed': {
          guard: { type: 'isFirst', params: idOf },
          target: 'idle',
          actions: { type: 'fail', params: ({ event }) => event.failure },
        },
        'report.ended': firstEnded,
      },
      after: { notifyTimeout: { target: 'idle', actions: { type: 'fail', params: timedOut } } },
    },

    // The person talks to the target first; the other call waits, or is swapped with it.
    consulting: {
      tags: 'consulting',
      initial: 'waiting',
      on: {
        'report.ended': [
          {
            guard: { type: 'isFirst', params: idOf },
            target: 'idle',
            actions: [{ type: 'fail', params: ended }, 'forget'],
          },
          { guard: { type: 'hasHungUp', params: ({ event }) => event }, target: 'idle', actions: 'goBack' },
          {
            guard: { type: 'isConsultation', params: idOf },
            target: 'idle',
            actions: { type: 'fail', params: ({ event }) => event.record?.failure ?? ended },
          },
        ],
      },
      states: {
        // The other calls are being put on hold: the target is not called yet.
        waiting: {
          on: {
            'report.live': { guard: { type: 'isConsultation', params: idOf }, target: 'calling' },
            'focus.dialRefused': {
              guard: { type: 'isConsultation', params: idOf },
              target: '#transfer.idle',
              actions: 'goBack',
            },
            'call.cancelTransfer': {
              actions: [{ type: 'replaceCommand', params: ({ event }) => event }, 'abandonConsultation'],
            },
          },
        },
        calling: {
          on: {
            'report.established': { guard: { type: 'isConsultation', params: idOf }, target: 'talking' },
            // It has not answered: the consultation is given up, and the transfer goes on without it (semi-attended).
            'call.completeTransfer': {
              target: '#transfer.withdrawing',
              actions: { type: 'recordCommand', params: ({ event }) => event },
            },
            'call.cancelTransfer': {
              target: '#transfer.cancelling',
              actions: { type: 'recordCommand', params: ({ event }) => event },
            },
          },
        },
        talking: {
          on: {
            'call.completeTransfer': {
              target: '#transfer.completing',
              actions: { type: 'recordCommand', params: ({ event }) => event },
            },
            'call.cancelTransfer': {
              target: '#transfer.cancelling',
              actions: { type: 'recordCommand', params: ({ event }) => event },
            },
          },
        },
      },
    },

    // The consultation is cancelled before its answer; the target is then called by the far end itself.
    withdrawing: {
      tags: 'busy',
      entry: 'endConsultation',
      on: {
        'report.ended': [
          { guard: { type: 'isConsultation', params: idOf }, target: 'referring' },
          {
            guard: { type: 'isFirst', params: idOf },
            target: 'idle',
            actions: [{ type: 'fail', params: ended }, 'forget'],
          },
        ],
      },
      after: { byeTimeout: 'referring' },
    },

    // REFER with Replaces: the far end takes our place in the consultation. Until it has, both calls stand.
    completing: {
      entry: 'referToConsultation',
      initial: 'asked',
      on: {
        'report.referSucceeded': { guard: { type: 'isFirst', params: idOf }, target: 'idle', actions: 'succeed' },
        'report.referFailed': {
          guard: { type: 'isFirst', params: idOf },
          target: 'idle',
          actions: { type: 'fail', params: ({ event }) => event.failure },
        },
        // The consultation ends as soon as the far end has taken our place in it: that alone is no failure.
        'report.ended': firstEnded,
      },
      states: {
        asked: {
          tags: 'busy',
          on: {
            'report.referAccepted': [
              {
                guard: { type: 'isUnwatched', params: ({ event }) => event },
                target: '#transfer.idle',
                actions: 'succeed',
              },
              { guard: { type: 'isFirst', params: idOf }, target: 'accepted' },
            ],
            'report.referProgressed': {
              guard: { type: 'isFirst', params: idOf },
              target: 'accepted',
              actions: { type: 'recordProgress', params: ({ event }) => event },
            },
          },
          after: { answerTimeout: { target: '#transfer.idle', actions: { type: 'fail', params: timedOut } } },
        },
        accepted: {
          tags: 'busy',
          on: {
            'report.referProgressed': {
              guard: { type: 'isFirst', params: idOf },
              actions: { type: 'recordProgress', params: ({ event }) => event },
            },
          },
          after: { notifyTimeout: { target: '#transfer.idle', actions: { type: 'fail', params: timedOut } } },
        },
      },
    },

    // The consultation is hung up, and the person goes back to the call.
    cancelling: {
      tags: 'busy',
      entry: 'endConsultation',
      on: {
        'report.closing': { guard: { type: 'isConsultation', params: idOf }, target: 'idle', actions: 'goBack' },
        'report.ended': [
          { guard: { type: 'isConsultation', params: idOf }, target: 'idle', actions: 'goBack' },
          {
            guard: { type: 'isFirst', params: idOf },
            target: 'idle',
            actions: [{ type: 'fail', params: ended }, 'forget'],
          },
        ],
      },
      after: { byeTimeout: { target: 'idle', actions: 'goBack' } },
    },
  },
})
