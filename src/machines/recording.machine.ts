import { assign, type EventObject, emit, enqueueActions, sendParent, setup } from 'xstate'
import type { Failure, Outcome } from './failure'
import type { RecordingMethod } from './features'
import type { CallIntent } from './intents'
import type { RecordingFact, RecordingRequest } from './ports/recording'
import { unbound } from './unbound'

type RecordingIntent = Extract<CallIntent, { readonly type: 'call.startRecording' | 'call.stopRecording' }>

type RecordingSignal =
  /** The server says by itself that it records, or no more. */
  | { readonly type: 'recording.told'; readonly recording: 'on' | 'off' }
  /** What became of the digits of a feature code. */
  | { readonly type: 'tones.settled'; readonly commandId: string; readonly outcome: Outcome }

/** From the chart of recording to its call, which has the digits sent and settles the command. */
export type RecordingReport =
  | { readonly type: 'recording.codeWanted'; readonly tones: string; readonly commandId: string; readonly at: number }
  | { readonly type: 'recording.settled'; readonly outcome: Outcome }

interface RecordingInput {
  readonly callId: string
  /** null: nobody has said how; then it is only heard of. */
  readonly method: RecordingMethod | null
}

interface RecordingContext extends RecordingInput {
  readonly command: { readonly id: string; readonly at: number } | null
}

/** presumed: the code was sent, and the server says nothing to that. */
type Confirmation = 'confirmed' | 'presumed'

type RecordingEmitted = {
  readonly type: 'call.recordingStarted' | 'call.recordingStopped'
  readonly callId: string
  readonly confirmation: Confirmation
}

type Sent = Extract<RecordingSignal, { readonly type: 'tones.settled' }>

const timedOut = { type: 'settle', params: { ok: false, failure: { code: 'timed-out' } } } as const
const broke = { type: 'settle', params: { ok: false, failure: { code: 'refused' } } } as const
const done = { type: 'settle', params: { ok: true } } as const
const failed = {
  type: 'settle',
  params: ({ event }: { event: { readonly failure: Failure } }): Outcome => ({ ok: false, failure: event.failure }),
} as const
const notSent = { type: 'settle', params: ({ event }: { event: Sent }): Outcome => event.outcome } as const

const isOurs = { type: 'isOurCode', params: ({ event }: { event: Sent }) => event } as const
const isSent = { type: 'isCodeSent', params: ({ event }: { event: Sent }) => event } as const
const told = (is: 'on' | 'off') =>
  ({ type: 'isTold', params: ({ event }: { event: { readonly recording: string } }) => ({ ...event, is }) }) as const

const began = (confirmation: Confirmation) => ({ type: 'publishStart', params: { confirmation } }) as const
const stopped = (confirmation: Confirmation) => ({ type: 'publishStop', params: { confirmation } }) as const

const command = { type: 'recordCommand', params: ({ event }: { event: RecordingIntent }) => event } as const
const start = [
  { guard: 'isByCode', target: 'startingByCode', actions: command },
  { guard: 'isConfigured', target: 'starting', actions: command },
] as const
const stop = [
  { guard: 'isByCode', target: 'stoppingByCode', actions: command },
  { guard: 'isConfigured', target: 'stopping', actions: command },
] as const

/**
 * The server's recording of a call. It is on when the server has said so; a server that takes a code and says nothing has
 * its recording presumed, and shown as that.
 */
export const recordingMachine = setup({
  types: {
    context: {} as RecordingContext,
    events: {} as RecordingIntent | RecordingSignal | RecordingFact,
    input: {} as RecordingInput,
    emitted: {} as RecordingEmitted,
    tags: {} as 'busy',
  },
  actors: { requestRecording: unbound<EventObject, RecordingRequest, RecordingFact>('requestRecording') },
  actions: {
    recordCommand: assign({ command: (_, { commandId, at }: RecordingIntent) => ({ id: commandId, at }) }),
    dialCode: sendParent(
      ({ context: { method, command } }, { recording }: { recording: 'start' | 'stop' }): RecordingReport => ({
        type: 'recording.codeWanted',
        tones: method?.by === 'code' ? method[recording] : '',
        commandId: `${command?.id}/code`,
        at: command?.at ?? 0,
      }),
    ),
    settle: enqueueActions(({ enqueue }, outcome: Outcome) => {
      enqueue.sendParent({ type: 'recording.settled', outcome })
      enqueue.assign({ command: null })
    }),
    publishStart: emit(({ context: { callId } }, { confirmation }: { confirmation: Confirmation }) => ({
      type: 'call.recordingStarted' as const,
      callId,
      confirmation,
    })),
    publishStop: emit(({ context: { callId } }, { confirmation }: { confirmation: Confirmation }) => ({
      type: 'call.recordingStopped' as const,
      callId,
      confirmation,
    })),
  },
  guards: {
    isByCode: ({ context }) => context.method?.by === 'code',
    isConfigured: ({ context }) => context.method !== null,
    isTold: (_, { recording, is }: { recording: string; is: string }) => recording === is,
    isOurCode: ({ context }, { commandId }: Sent) => commandId === `${context.command?.id}/code`,
    isCodeSent: ({ context }, { commandId, outcome }: Sent) =>
      outcome.ok && commandId === `${context.command?.id}/code`,
  },
  delays: {
    /** Past 64*T1 (RFC 3261 17.1.2.2) the adapter has reported something, unless it is broken. */
    answerTimeout: 33_000,
  },
}).createMachine({
  id: 'recording',
  context: ({ input }) => ({ ...input, command: null }),
  initial: 'off',
  states: {
    off: {
      on: {
        'call.startRecording': start,
        'recording.told': { guard: told('on'), target: 'on', actions: began('confirmed') },
      },
    },
    starting: {
      tags: 'busy',
      invoke: {
        src: 'requestRecording',
        id: 'start',
        input: ({ context: { callId, method } }) => ({ callId, method: method?.by ?? '', recording: 'on' as const }),
        onError: { target: 'off', actions: broke },
      },
      on: {
        'recording.confirmed': { target: 'on', actions: [done, began('confirmed')] },
        'recording.refused': { target: 'off', actions: failed },
        // The server tells of it before it answers.
        'recording.told': { guard: told('on'), target: 'on', actions: [done, began('confirmed')] },
      },
      after: { answerTimeout: { target: 'off', actions: timedOut } },
    },
    startingByCode: {
      tags: 'busy',
      entry: { type: 'dialCode', params: { recording: 'start' } },
      on: {
        'tones.settled': [
          { guard: isSent, target: 'presumedOn', actions: [done, began('presumed')] },
          { guard: isOurs, target: 'off', actions: notSent },
        ],
        'recording.told': { guard: told('on'), target: 'on', actions: [done, began('confirmed')] },
      },
      after: { answerTimeout: { target: 'off', actions: timedOut } },
    },
    // The server has said that it records.
    on: {
      on: {
        'call.stopRecording': stop,
        'recording.told': { guard: told('off'), target: 'off', actions: stopped('confirmed') },
      },
    },
    // The code has been sent; nobody has said what came of it.
    presumedOn: {
      on: {
        'call.stopRecording': stop,
        'recording.told': [
          { guard: told('on'), target: 'on', actions: began('confirmed') },
          { target: 'off', actions: stopped('confirmed') },
        ],
      },
    },
    stopping: {
      tags: 'busy',
      invoke: {
        src: 'requestRecording',
        id: 'stop',
        input: ({ context: { callId, method } }) => ({ callId, method: method?.by ?? '', recording: 'off' as const }),
        onError: { target: 'on', actions: broke },
      },
      on: {
        'recording.confirmed': { target: 'off', actions: [done, stopped('confirmed')] },
        'recording.refused': { target: 'on', actions: failed },
        'recording.told': { guard: told('off'), target: 'off', actions: [done, stopped('confirmed')] },
      },
      after: { answerTimeout: { target: 'on', actions: timedOut } },
    },
    stoppingByCode: {
      tags: 'busy',
      entry: { type: 'dialCode', params: { recording: 'stop' } },
      on: {
        'tones.settled': [
          { guard: isSent, target: 'presumedOff', actions: [done, stopped('presumed')] },
          { guard: isOurs, target: 'presumedOn', actions: notSent },
        ],
        'recording.told': { guard: told('off'), target: 'off', actions: [done, stopped('confirmed')] },
      },
      after: { answerTimeout: { target: 'presumedOn', actions: timedOut } },
    },
    presumedOff: {
      on: {
        'call.startRecording': start,
        'recording.told': [
          { guard: told('on'), target: 'on', actions: began('confirmed') },
          { target: 'off', actions: stopped('confirmed') },
        ],
      },
    },
  },
})
