import { assign, type EventObject, emit, enqueueActions, sendTo, setup } from 'xstate'
import type { CommandSettled, Outcome } from './failure'
import type { TonesIntent } from './intents'
import type { CallRef, Sound, ToneCommand, ToneFact } from './ports'
import { done, settled } from './settled'
import { unbound } from './unbound'

/** One tone, or the pause of a comma, that waits for its turn. */
interface Tone {
  readonly tone: string
  readonly durationMs: number
  readonly gapMs: number
  /** The command that is done with this one; null for the tones before its last. */
  readonly lastOf: string | null
  readonly commandId: string
}

interface TonesContext {
  readonly callId: string
  readonly queue: readonly Tone[]
}

/** To the call: what became of a command, its own ones too. */
export interface TonesReport {
  readonly type: 'tones.settled'
  readonly commandId: string
  readonly outcome: Outcome
}

type TonesEmitted = CommandSettled | { readonly type: 'call.dtmfSent'; readonly callId: string; readonly tone: string }

const tonesOf = ({ tones, durationMs, gapMs, commandId }: TonesIntent): Tone[] =>
  [...tones].map((tone, index) => ({
    tone,
    durationMs,
    gapMs,
    commandId,
    lastOf: index === tones.length - 1 ? commandId : null,
  }))

/** DTMF, one tone at a time in the order in which it was asked for. A comma is a pause, as on every dialler. */
export const tonesMachine = setup({
  types: {
    context: {} as TonesContext,
    /** `tones.abandon`: the call is over. */
    events: {} as TonesIntent | ToneFact | { readonly type: 'tones.abandon' },
    input: {} as CallRef,
    emitted: {} as TonesEmitted,
    tags: {} as 'busy',
  },
  actors: {
    sendTones: unbound<ToneCommand, CallRef, ToneFact>('sendTones'),
    playSound: unbound<EventObject, Sound, EventObject>('playSound'),
  },
  actions: {
    enqueue: assign({ queue: ({ context }, intent: TonesIntent) => [...context.queue, ...tonesOf(intent)] }),
    sendFirst: sendTo(
      'sender',
      ({ context: { queue } }): ToneCommand => ({
        type: 'tone.send',
        tone: queue[0]?.tone ?? '',
        durationMs: queue[0]?.durationMs ?? 100,
        gapMs: queue[0]?.gapMs ?? 70,
      }),
    ),
    publishSent: emit(({ context }, { tone }: { tone: string }) => ({
      type: 'call.dtmfSent' as const,
      callId: context.callId,
      tone,
    })),
    /** The first tone is out: the next one's turn, and word to its command if it was the last. */
    shift: enqueueActions(({ context: { queue }, enqueue }) => {
      const [first, ...rest] = queue
      enqueue.assign({ queue: rest })
      if (first?.lastOf == null) return
      enqueue.emit(settled(first.lastOf, done))
      enqueue.sendParent({ type: 'tones.settled', commandId: first.lastOf, outcome: { ok: true } })
    }),
    /** A tone that cannot be sent takes the rest of its command with it: half a PIN is of no use. */
    dropCommand: enqueueActions(({ context: { queue }, enqueue }, outcome: Outcome) => {
      const commandId = queue[0]?.commandId
      if (commandId === undefined) return
      enqueue.assign({ queue: queue.filter((tone) => tone.commandId !== commandId) })
      enqueue.emit(settled(commandId, outcome))
      enqueue.sendParent({ type: 'tones.settled', commandId, outcome })
    }),
    dropAll: enqueueActions(({ context: { queue }, enqueue }, outcome: Outcome) => {
      for (const commandId of new Set(queue.map((tone) => tone.commandId))) {
        enqueue.emit(settled(commandId, outcome))
        enqueue.sendParent({ type: 'tones.settled', commandId, outcome })
      }
      enqueue.assign({ queue: [] })
    }),
  },
  guards: {
    isEmpty: ({ context }) => context.queue.length === 0,
    isPause: ({ context }) => context.queue[0]?.tone === ',',
  },
  delays: {
    commaPause: 2_000,
    /** The longest tone is 6 s; past this the adapter is broken. */
    toneTimeout: 10_000,
  },
}).createMachine({
  id: 'tones',
  context: ({ input }) => ({ callId: input.callId, queue: [] }),
  invoke: {
    id: 'sender',
    src: 'sendTones',
    input: ({ context }) => ({ callId: context.callId }),
    onError: {
      target: '.unavailable',
      actions: { type: 'dropAll', params: { ok: false, failure: { code: 'media-failed' } } },
    },
  },
  on: {
    'call.sendDtmf': { actions: { type: 'enqueue', params: ({ event }) => event } },
    'tones.abandon': {
      target: '.idle',
      actions: { type: 'dropAll', params: { ok: false, failure: { code: 'ended' } } },
    },
  },
  initial: 'idle',
  states: {
    idle: {
      on: { 'call.sendDtmf': { target: 'choosing', actions: { type: 'enqueue', params: ({ event }) => event } } },
    },
    choosing: {
      always: [{ guard: 'isEmpty', target: 'idle' }, { guard: 'isPause', target: 'pausing' }, { target: 'sending' }],
    },
    sending: {
      tags: 'busy',
      entry: 'sendFirst',
      // Heard here too, as from a telephone's keys. Where it cannot be, it is sent all the same.
      invoke: {
        src: 'playSound',
        input: ({ context: { queue } }): Sound => ({
          sound: 'tone',
          tone: queue[0]?.tone ?? '',
          durationMs: queue[0]?.durationMs ?? 100,
        }),
        onError: {},
      },
      on: {
        'tone.sent': {
          target: 'choosing',
          actions: [{ type: 'publishSent', params: ({ event }) => event }, 'shift'],
        },
        'tone.refused': {
          target: 'choosing',
          actions: { type: 'dropCommand', params: ({ event }) => ({ ok: false, failure: event.failure }) },
        },
      },
      after: {
        toneTimeout: {
          target: 'choosing',
          actions: { type: 'dropCommand', params: { ok: false, failure: { code: 'timed-out' } } },
        },
      },
    },
    pausing: {
      tags: 'busy',
      after: { commaPause: { target: 'choosing', actions: 'shift' } },
    },
    // The port broke: every further tone is refused at once.
    unavailable: {
      on: {
        'call.sendDtmf': {
          actions: [
            { type: 'enqueue', params: ({ event }) => event },
            { type: 'dropAll', params: { ok: false, failure: { code: 'media-failed' } } },
          ],
        },
      },
    },
  },
})
