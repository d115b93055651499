import { assign, enqueueActions, sendTo, setup } from 'xstate'
import type { CommandSettled, Failure } from './failure'
import type { FocusReport } from './focus.machine'
import type { DialIntent, TransfereeIntent } from './intents'
import type { CallRef, TransferRequestCommand, TransferRequestFact } from './ports'
import type { CallReport, ReferReport } from './reports'
import { done, settled, timedOut } from './settled'
import type { TransferReport } from './transfer.machine'
import { unbound } from './unbound'

/** What becomes of a request without anybody being asked. A call that a stranger has us make may cost money. */
export type TransferRequestPolicy = 'ask' | 'accept' | 'refuse'

export interface TransfereeInput {
  readonly policy: TransferRequestPolicy
}

type Received = Extract<TransferRequestFact, { type: 'refer.received' }>
type TransferRequest = Omit<Received, 'type'>

interface TransfereeContext extends TransfereeInput {
  /** The one that is asked about or followed, or the last one while its failure is told. */
  readonly request: TransferRequest | null
  readonly failure: Failure | null
}

/** From the chart to the phone, which hands it on. */
export type TransfereeReport = { readonly type: 'transfer.dialWanted'; readonly intent: DialIntent }

export type TransfereeEmitted =
  | CommandSettled
  | ({ readonly type: 'call.transferRequested' } & Pick<TransferRequest, 'callId' | 'kind' | 'target' | 'by'>)
  | { readonly type: 'call.transferRequestRefused'; readonly callId: string; readonly by: Refuser }
  | { readonly type: 'call.transferRequestFollowed'; readonly callId: string; readonly newCallId: string }
  | { readonly type: 'call.transferRequestFailed'; readonly callId: string; readonly failure: Failure }

type Refuser = 'person' | 'policy' | 'silence'
type Reason = Extract<TransferRequestCommand, { type: 'refer.refuse' }>['reason']

interface OfRequest {
  readonly requestId: string
}

const ofCall = ({ event }: { event: CallRef }): CallRef => ({ callId: event.callId })
const isOfCall = { type: 'isOfCall', params: ofCall } as const
const isNewCall = { type: 'isNewCall', params: ofCall } as const
const received = ({ event }: { event: Received }) => event
const isRequest = { type: 'isRequest', params: ({ event }: { event: OfRequest }) => event } as const

const refuse = (reason: Reason) => ({ type: 'refuse', params: { reason } }) as const
const publishRefusal = (by: Refuser) => ({ type: 'publishRefusal', params: { by } }) as const
const fail = { type: 'fail', params: ({ event: { failure } }: { event: { failure: Failure } }) => failure } as const

const askedAnew = {
  'refer.received': [
    {
      guard: 'refuses',
      target: 'idle',
      actions: [{ type: 'record', params: received }, refuse('declined'), publishRefusal('policy'), 'forget'],
    },
    {
      guard: 'accepts',
      target: 'dialing',
      actions: [{ type: 'record', params: received }, 'publishRequest', { type: 'follow', params: received }],
    },
    { target: 'asked', actions: [{ type: 'record', params: received }, 'publishRequest'] },
  ],
} as const

/** One at a time: a person can be asked one thing. */
const refuseAnother = { actions: { type: 'refuseAnother', params: ({ event }: { event: Received }) => event } } as const
/** The call that it came in is over before anybody has said yes to it. */
const moot = { guard: isOfCall, target: 'idle', actions: [refuse('declined'), 'forget'] } as const

/**
 * Being transferred (RFC 5589): the far end asks, by REFER, that we call somebody else in its place. Never followed unless
 * the person, or the host's policy, says so; and the call that there is stands until the new one is answered.
 */
export const transfereeMachine = setup({
  types: {
    context: {} as TransfereeContext,
    input: {} as TransfereeInput,
    events: {} as
      | TransfereeIntent
      | TransferRequestFact
      | CallReport
      | ReferReport
      | Extract<FocusReport, { type: 'focus.dialRefused' }>,
    emitted: {} as TransfereeEmitted,
    tags: {} as 'asked' | 'busy',
  },
  actors: {
    watchTransferRequests: unbound<TransferRequestCommand, undefined, TransferRequestFact>('watchTransferRequests'),
  },
  actions: {
    record: assign((_, { requestId, callId, kind, target, by, at }: Received) => ({
      request: { requestId, callId, kind, target, by, at },
      failure: null,
    })),
    publishRequest: enqueueActions(({ context: { request }, enqueue }) => {
      if (request === null) return
      const { callId, kind, target, by } = request
      enqueue.emit({ type: 'call.transferRequested', callId, kind, target, by })
    }),
    publishRefusal: enqueueActions(({ context: { request }, enqueue }, { by }: { by: Refuser }) => {
      if (request !== null) enqueue.emit({ type: 'call.transferRequestRefused', callId: request.callId, by })
    }),
    /** The new call is dialled like any other one: the focus holds the others first. Its id is that of the request. */
    follow: enqueueActions(
      ({ context: { request }, enqueue }, { commandId, at }: { readonly commandId?: string; readonly at: number }) => {
        if (request === null) return
        const { requestId, callId, target } = request
        enqueue.sendTo('requests', { type: 'refer.accept', requestId })
        enqueue.sendParent({
          type: 'transfer.dialWanted',
          intent: {
            type: 'call.dial',
            // Of the person's command, which the call settles; a policy waits for nothing.
            commandId: commandId ?? `${requestId}/dial`,
            at,
            callId: requestId,
            target: target.uri,
            remote: target,
            insteadOf: callId,
          },
        } satisfies TransfereeReport)
      },
    ),
    refuse: enqueueActions(({ context: { request }, enqueue }, { reason }: { reason: Reason }) => {
      if (request === null) return
      enqueue.sendTo('requests', { type: 'refer.refuse', requestId: request.requestId, reason })
    }),
    refuseAnother: sendTo(
      'requests',
      (_, { requestId }: OfRequest): TransferRequestCommand => ({
        type: 'refer.refuse',
        requestId,
        reason: 'busy',
      }),
    ),
    confirm: enqueueActions(({ enqueue }, { commandId }: { commandId: string }) => {
      enqueue.emit(settled(commandId, done))
    }),
    /** Who sent us on may leave our leg for us to end; if both end it, both are right. */
    succeed: enqueueActions(({ context: { request }, enqueue }) => {
      if (request === null) return
      const { callId, requestId } = request
      enqueue.emit({ type: 'call.transferRequestFollowed', callId, newCallId: requestId })
      enqueue.sendParent({ type: 'transfer.endWanted', callId } satisfies TransferReport)
    }),
    /** Back to the call, which was put on hold for the new one. What no response to an INVITE has told is told by hand. */
    fail: enqueueActions(({ context: { request }, enqueue }, failure: Failure) => {
      if (request === null) return
      const { callId, requestId, at } = request
      enqueue.sendTo('requests', { type: 'refer.refuse', requestId, reason: 'unavailable' })
      enqueue.emit({ type: 'call.transferRequestFailed', callId, failure })
      enqueue.assign({ failure })
      enqueue.sendParent({
        type: 'transfer.resumeWanted',
        callId,
        commandId: `${requestId}/resume`,
        at,
      } satisfies TransferReport)
    }),
    forget: assign({ request: null, failure: null }),
  },
  guards: {
    accepts: ({ context }) => context.policy === 'accept',
    refuses: ({ context }) => context.policy === 'refuse',
    isRequest: ({ context: { request } }, { requestId }: OfRequest) => request?.requestId === requestId,
    isOfCall: ({ context: { request } }, { callId }: CallRef) => request?.callId === callId,
    isNewCall: ({ context: { request } }, { callId }: CallRef) => request?.requestId === callId,
  },
  delays: {
    /** The REFER waits for its answer, and not for longer than 64*T1 = 32 s (RFC 3261 17.1.2.2). */
    askTimeout: 25_000,
    /** Holding the others, the browser's prompt and the ringing, each as long as it may take; the call ends sooner. */
    dialTimeout: 340_000,
  },
}).createMachine({
  id: 'transferee',
  context: ({ input }) => ({ ...input, request: null, failure: null }),
  invoke: {
    id: 'requests',
    src: 'watchTransferRequests',
    // Nobody is asked any more, and nothing followed: the adapter refuses what nobody hears.
    onError: { target: '.idle', actions: 'forget' },
  },
  initial: 'idle',
  states: {
    idle: { on: askedAnew },

    // The REFER waits for the person's yes; until then it is not even acknowledged.
    asked: {
      tags: 'asked',
      on: {
        'refer.received': refuseAnother,
        'refer.withdrawn': { guard: isRequest, target: 'idle', actions: 'forget' },
        'transferee.accept': {
          guard: isOfCall,
          target: 'dialing',
          actions: { type: 'follow', params: ({ event }) => event },
        },
        'transferee.refuse': {
          guard: isOfCall,
          target: 'idle',
          actions: [
            refuse('declined'),
            publishRefusal('person'),
            { type: 'confirm', params: ({ event }) => event },
            'forget',
          ],
        },
        'report.closing': moot,
        'report.ended': moot,
      },
      after: { askTimeout: { target: 'idle', actions: [refuse('unavailable'), publishRefusal('silence'), 'forget'] } },
    },

    // 202 is out, and NOTIFY tells of the new call as it goes. The old one stands.
    dialing: {
      tags: 'busy',
      initial: 'waiting',
      on: {
        'refer.received': refuseAnother,
        // Somebody else has taken the old call over: the new one is a call like any other.
        'refer.withdrawn': { guard: isRequest, target: 'idle', actions: 'forget' },
        'report.established': { guard: isNewCall, target: 'idle', actions: ['succeed', 'forget'] },
        'focus.dialRefused': { guard: isNewCall, target: 'failed', actions: fail },
        'report.ended': {
          guard: isNewCall,
          target: 'failed',
          actions: { type: 'fail', params: ({ event }) => event.record?.failure ?? { code: 'cancelled' } },
        },
      },
      after: { dialTimeout: { target: 'failed', actions: { type: 'fail', params: timedOut } } },
      states: {
        // The other calls are being put on hold.
        waiting: { on: { 'report.live': { guard: isNewCall, target: 'calling' } } },
        calling: {},
      },
    },

    // The call is as it was, and says why.
    failed: { on: { ...askedAnew, 'report.ended': { guard: isOfCall, target: 'idle', actions: 'forget' } } },
  },
})
