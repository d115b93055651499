import { assign, enqueueActions, setup } from 'xstate'
import type { Outcome } from './failure'
import type { CallIntent, Supervision } from './intents'
import type { CallRef } from './ports'
import type { SteeringCommand, SteeringFact, SupervisionMode } from './ports/supervision'
import type { TonesReport } from './tones.machine'
import { unbound } from './unbound'

type Switching = Extract<CallIntent, { readonly type: 'call.setSupervision' }>

/** From the chart of a supervision to its call, which has the digit sent and settles the command. */
export type SupervisionReport =
  | { readonly type: 'supervision.codeWanted'; readonly tones: string; readonly commandId: string; readonly at: number }
  | { readonly type: 'supervision.settled'; readonly outcome: Outcome }

export interface SupervisionInput extends Supervision, CallRef {}

interface SupervisionContext extends SupervisionInput {
  /** What is to become of it, while it is being switched. */
  readonly wanted: SupervisionMode
  readonly commandId: string | null
}

const switches = {
  guard: { type: 'canSwitch', params: ({ event }: { event: Switching }) => event },
  target: 'switching',
  actions: { type: 'want', params: ({ event }: { event: Switching }) => event },
} as const

const notSteered = { ok: false, failure: { code: 'refused' } } as const satisfies Outcome

const isOurs = { type: 'isOurs', params: ({ event }: { event: TonesReport }) => event } as const

/** How a colleague's call is supervised: by the number that was called for it, and by digits, or a service, since. */
export const supervisionMachine = setup({
  types: {
    context: {} as SupervisionContext,
    events: {} as Switching | TonesReport | SteeringFact,
    input: {} as SupervisionInput,
    tags: {} as 'busy',
  },
  actors: { steerSupervision: unbound<SteeringCommand, CallRef, SteeringFact>('steerSupervision') },
  actions: {
    want: enqueueActions(({ context: { digits, by }, enqueue }, { mode, commandId, at }: Switching) => {
      enqueue.assign({ wanted: mode, commandId })
      if (by === 'service') {
        enqueue.sendTo('steering', { type: 'supervision.set', mode })
        return
      }
      enqueue.sendParent({
        type: 'supervision.codeWanted',
        tones: digits?.[mode] ?? '',
        commandId: `${commandId}/code`,
        at,
      })
    }),
    settle: enqueueActions(({ enqueue }, outcome: Outcome) => {
      enqueue.sendParent({ type: 'supervision.settled', outcome })
      enqueue.assign({ commandId: null })
    }),
    recordMode: assign({ mode: ({ context }) => context.wanted }),
  },
  guards: {
    canSwitch: ({ context: { digits, by, mode: is } }, { mode }: Switching) =>
      (digits !== null || by === 'service') && mode !== is,
    isOurs: ({ context }, { commandId }: TonesReport) => commandId === `${context.commandId}/code`,
    isSent: ({ context }, { commandId, outcome }: TonesReport) =>
      outcome.ok && commandId === `${context.commandId}/code`,
    isWanted: ({ context }, { mode }: { mode: SupervisionMode }) => context.wanted === mode,
    isListening: ({ context }) => context.mode === 'listen',
    isWhispering: ({ context }) => context.mode === 'whisper',
  },
  delays: {
    /** Digits that wait before it, or a service, may take a while; past this nothing has come of it. */
    switchTimeout: 33_000,
  },
}).createMachine({
  id: 'supervision',
  context: ({ input }) => ({ ...input, wanted: input.mode, commandId: null }),
  initial: 'choosing',
  // From here to the end of the call: then the service is told that it is over.
  invoke: {
    id: 'steering',
    src: 'steerSupervision',
    input: ({ context: { callId } }) => ({ callId }),
    onError: { target: '.choosing', actions: { type: 'settle', params: notSteered } },
  },
  states: {
    choosing: {
      always: [
        { guard: 'isListening', target: 'listening' },
        { guard: 'isWhispering', target: 'whispering' },
        { target: 'barging' },
      ],
    },
    // Nobody hears us.
    listening: { on: { 'call.setSupervision': switches } },
    // The colleague hears us, and whoever he talks to does not.
    whispering: { on: { 'call.setSupervision': switches } },
    // Both hear us.
    barging: { on: { 'call.setSupervision': switches } },
    switching: {
      tags: 'busy',
      on: {
        'tones.settled': [
          {
            guard: { type: 'isSent', params: ({ event }) => event },
            target: 'choosing',
            actions: ['recordMode', { type: 'settle', params: { ok: true } }],
          },
          { guard: isOurs, target: 'choosing', actions: { type: 'settle', params: ({ event }) => event.outcome } },
        ],
        'supervision.changed': {
          guard: { type: 'isWanted', params: ({ event }) => event },
          target: 'choosing',
          actions: ['recordMode', { type: 'settle', params: { ok: true } }],
        },
        'supervision.unchanged': {
          target: 'choosing',
          actions: { type: 'settle', params: ({ event }) => ({ ok: false, failure: event.failure }) },
        },
      },
      after: {
        switchTimeout: {
          target: 'choosing',
          actions: { type: 'settle', params: { ok: false, failure: { code: 'timed-out' } } },
        },
      },
    },
  },
})
