import { and, assign, emit, enqueueActions, raise, sendParent, sendTo, setup, stateIn } from 'xstate'
import type { CommandSettled } from './failure'
import type { AvailabilityIntent } from './intents'
import type { InvitationFact } from './ports'
import type { Choices, ChoicesCommand, ChoicesFact, ChosenStatus } from './ports/availability'
import type { CallRecord, CallReport, RefusedFor } from './reports'
import { done, settled } from './settled'
import { unbound } from './unbound'

export interface AvailabilityInput {
  readonly maxCalls: number
  /** ms; 0: none. */
  readonly wrapUpMs: number
  /** What the host prefers, until the person chooses. */
  readonly preferred: Omit<Choices, 'status'>
}

type AvailabilitySignal =
  /** Whose phone it is from now on: an address of record. */
  | { readonly type: 'availability.use'; readonly account: string }
  /** A call has come into being. */
  | { readonly type: 'availability.callBegan'; readonly callId: string }
  /** What was chosen before is known: told to the regions. */
  | { readonly type: 'availability.remembered' }
  /** Registered, and not any more. */
  | { readonly type: 'line.up' }
  | { readonly type: 'line.down' }

type Ended = Extract<CallReport, { type: 'report.ended' }>

/** From availability to the phone: what becomes of somebody who calls. */
export type AdmissionReport =
  | {
      readonly type: 'admission.granted'
      readonly invitation: InvitationFact
      readonly autoAnswer: Choices['autoAnswer']
    }
  | { readonly type: 'admission.refused'; readonly invitation: InvitationFact; readonly why: RefusedFor }

interface AvailabilityContext extends AvailabilityInput {
  readonly account: string | null
  /** What was chosen, here or before; what is absent is as the host prefers. */
  readonly chosen: Partial<Choices>
  /** Every call that has not ended. */
  readonly calls: readonly string[]
  /** When the call ended that there is something to write up about; ms since the epoch. */
  readonly wrapUpSince: number
}

/** What counts now: what the host prefers, under what the person has chosen. */
export const choicesOf = ({ preferred, chosen }: Pick<AvailabilityContext, 'preferred' | 'chosen'>): Choices => ({
  status: 'available',
  ...preferred,
  ...chosen,
})

const isEmpty = (choices: Partial<Choices>): boolean => Object.keys(choices).length === 0

/** A conversation leaves something to write up. */
const leavesWorkIn = ({ wrapUpMs }: AvailabilityInput, record: CallRecord | null): boolean =>
  wrapUpMs > 0 && record !== null && record.answeredAt !== null

const publish = { type: 'publish' } as const
const confirm = {
  type: 'settle',
  params: ({ event }: { event: { readonly commandId: string } }) => event,
} as const
const choose = (field: keyof Choices) =>
  ({
    type: 'choose',
    params: ({ event }: { event: Partial<Choices> }) => ({ [field]: event[field] }),
  }) as const

const statuses = ['available', 'away', 'doNotDisturb'] as const
const statusChosen = statuses.map(
  (is) =>
    ({
      guard: {
        type: 'isStatus',
        params: ({ event }: { event: { readonly status: ChosenStatus } }) => ({ status: event.status, is }),
      },
      target: `.${is}`,
      actions: [choose('status'), 'save', publish, confirm],
    }) as const,
)
const statusRemembered = statuses.map(
  (is) =>
    ({
      guard: { type: 'isRemembered', params: { is } },
      target: `.${is}`,
    }) as const,
)

const endOf = ({ event }: { event: Ended }): Ended => event
const leavesWork = { type: 'leavesWork', params: endOf } as const
const leavesWorkAlone = { type: 'leavesWorkAlone', params: endOf } as const
const isLastCall = { type: 'isLastCall', params: endOf } as const
const beginWrapUp = [{ type: 'recordWrapUp', params: endOf }, publish] as const

const refuse = (why: RefusedFor) =>
  ({
    type: 'refuse',
    params: ({ event }: { event: InvitationFact }) => ({ invitation: event, why }),
  }) as const

/** Whether the person takes calls: what they have chosen, what is left to do after a call, and how many calls there are. */
export const availabilityMachine = setup({
  types: {
    context: {} as AvailabilityContext,
    events: {} as AvailabilityIntent | AvailabilitySignal | InvitationFact | ChoicesFact | Ended,
    input: {} as AvailabilityInput,
    emitted: {} as CommandSettled | { readonly type: 'availability.changed' },
  },
  actors: { keepChoices: unbound<ChoicesCommand, undefined, ChoicesFact>('keepChoices') },
  actions: {
    choose: assign({ chosen: ({ context }, chosen: Partial<Choices>) => ({ ...context.chosen, ...chosen }) }),
    recordAccount: assign(({ context }, { account }: { account: string }) =>
      context.account === null || context.account === account ? { account } : { account, chosen: {} },
    ),
    recordLoaded: assign({
      chosen: ({ context }, { choices }: { choices: Partial<Choices> }) => ({ ...choices, ...context.chosen }),
    }),
    load: sendTo(
      'choices',
      (_, { account }: { account: string }): ChoicesCommand => ({ type: 'choices.load', account }),
    ),
    save: enqueueActions(({ context: { account, chosen }, enqueue }) => {
      if (account !== null && !isEmpty(chosen))
        enqueue.sendTo('choices', { type: 'choices.save', account, choices: chosen })
    }),
    addCall: assign({ calls: ({ context }, { callId }: { callId: string }) => [...context.calls, callId] }),
    removeCall: assign({
      calls: ({ context }, { callId }: { callId: string }) => context.calls.filter((id) => id !== callId),
    }),
    recordWrapUp: assign({
      wrapUpSince: ({ context }, { record }: { record: CallRecord | null }) => record?.endedAt ?? context.wrapUpSince,
    }),
    admit: sendParent(
      ({ context }, { invitation }: { invitation: InvitationFact }): AdmissionReport => ({
        type: 'admission.granted',
        invitation,
        autoAnswer: choicesOf(context).autoAnswer,
      }),
    ),
    refuse: sendParent(
      (_, params: { invitation: InvitationFact; why: RefusedFor }): AdmissionReport => ({
        type: 'admission.refused',
        ...params,
      }),
    ),
    tellRemembered: raise({ type: 'availability.remembered' }),
    publish: emit({ type: 'availability.changed' }),
    settle: emit((_, { commandId }: { commandId: string }) => settled(commandId, done)),
  },
  guards: {
    isRemembered: ({ context }, { is }: { is: ChosenStatus }) => choicesOf(context).status === is,
    isStatus: (_, params: { status: ChosenStatus; is: ChosenStatus }) => params.status === params.is,
    saysNothing: ({ context }, { account, choices }: { account: string; choices: Partial<Choices> }) =>
      context.account === account && isEmpty(choices),
    isOurs: ({ context }, { account }: { account: string }) => context.account === account,
    isSomebodyElse: ({ context }, { account }: { account: string }) =>
      context.account !== null && context.account !== account,
    isLastPlace: ({ context }) => context.calls.length + 1 >= context.maxCalls,
    isLastCall: ({ context }, { callId }: { callId: string }) => context.calls.every((id) => id === callId),
    leavesWork: ({ context }, { record }: { record: CallRecord | null }) => leavesWorkIn(context, record),
    leavesWorkAlone: ({ context }, { callId, record }: { callId: string; record: CallRecord | null }) =>
      leavesWorkIn(context, record) && context.calls.every((id) => id === callId),
    hasNoWaiting: ({ context }) => choicesOf(context).callWaiting === 'off',
  },
  delays: { wrapUpTime: ({ context }) => context.wrapUpMs },
}).createMachine({
  id: 'availability',
  type: 'parallel',
  context: ({ input }) => ({ ...input, account: null, chosen: {}, calls: [], wrapUpSince: 0 }),
  // Told to the region: a target here would start every one of them anew.
  invoke: { id: 'choices', src: 'keepChoices', onError: { actions: raise({ type: 'choices.failed' }) } },
  on: {
    'invitation.received': [
      { guard: stateIn({ room: 'full' }), actions: refuse('tooManyCalls') },
      { guard: stateIn({ status: 'doNotDisturb' }), actions: refuse('doNotDisturb') },
      { guard: stateIn({ wrapUp: 'underway' }), actions: refuse('wrapUp') },
      { guard: and([stateIn({ room: 'engaged' }), 'hasNoWaiting']), actions: refuse('callWaitingOff') },
      { actions: { type: 'admit', params: ({ event }) => ({ invitation: event }) } },
    ],
    'availability.setCallWaiting': { actions: [choose('callWaiting'), 'save', publish, confirm] },
    'availability.setAutoAnswer': { actions: [choose('autoAnswer'), 'save', publish, confirm] },
  },
  states: {
    // What the person has chosen.
    status: {
      initial: 'available',
      on: {
        'availability.set': statusChosen,
        'availability.remembered': statusRemembered,
        'availability.use': {
          guard: { type: 'isSomebodyElse', params: ({ event }) => event },
          target: '.available',
        },
      },
      states: { available: {}, away: {}, doNotDisturb: {} },
    },

    // After a conversation there is something to write up, and nobody gets through.
    wrapUp: {
      initial: 'none',
      states: {
        none: {
          on: {
            'report.ended': [
              { guard: leavesWorkAlone, target: 'underway', actions: beginWrapUp },
              { guard: leavesWork, target: 'owed' },
            ],
          },
        },
        // Once the other calls are over, too.
        owed: { on: { 'report.ended': { guard: isLastCall, target: 'underway', actions: beginWrapUp } } },
        underway: {
          on: {
            'availability.finishWrapUp': { target: 'none', actions: [publish, confirm] },
            'report.ended': {
              guard: leavesWork,
              target: 'underway',
              reenter: true,
              actions: beginWrapUp,
            },
          },
          after: { wrapUpTime: { target: 'none', actions: publish } },
        },
      },
    },

    line: {
      initial: 'offline',
      states: {
        offline: { on: { 'line.up': { target: 'online', actions: publish } } },
        online: { on: { 'line.down': { target: 'offline', actions: publish } } },
      },
    },

    // How many calls there are, and how many there may be.
    room: {
      initial: 'idle',
      on: {
        'availability.callBegan': [
          { guard: 'isLastPlace', target: '.full', actions: { type: 'addCall', params: ({ event }) => event } },
          { target: '.engaged', actions: { type: 'addCall', params: ({ event }) => event } },
        ],
        'report.ended': [
          { guard: isLastCall, target: '.idle', actions: { type: 'removeCall', params: endOf } },
          { target: '.engaged', actions: { type: 'removeCall', params: endOf } },
        ],
      },
      states: { idle: {}, engaged: {}, full: {} },
    },

    // What was chosen outlives the page, for each account by itself.
    memory: {
      initial: 'unread',
      on: {
        'availability.use': {
          target: '.reading',
          actions: [
            { type: 'recordAccount', params: ({ event }) => event },
            { type: 'load', params: ({ event }) => event },
          ],
        },
      },
      states: {
        unread: {},
        reading: {
          on: {
            'choices.loaded': [
              { guard: { type: 'saysNothing', params: ({ event }) => event }, target: 'kept', actions: 'save' },
              {
                guard: { type: 'isOurs', params: ({ event }) => event },
                target: 'kept',
                // What was chosen while this was being read is newer, and is kept beside it.
                actions: [{ type: 'recordLoaded', params: ({ event }) => event }, 'save', 'tellRemembered', publish],
              },
            ],
            'choices.failed': 'forgotten',
          },
        },
        kept: { on: { 'choices.failed': 'forgotten' } },
        // Storage is full, closed or forbidden: what is chosen counts until the page goes.
        forgotten: { on: { 'choices.saved': 'kept' } },
      },
    },
  },
})
