import { assign, type EventObject, setup } from 'xstate'
import type { Sound } from './ports'
import type { CallReport } from './reports'
import { unbound } from './unbound'

interface RingerContext {
  /** The calls that ring here. */
  readonly ringing: readonly string[]
  /** The calls that are heard: over those it only knocks. */
  readonly live: readonly string[]
}

type OfCall = Pick<CallReport, 'callId'>

const without = (ids: readonly string[], id: string): readonly string[] => ids.filter((other) => other !== id)

/** What sounds when somebody calls: the ringtone, or a soft knock while the person talks. */
export const ringerMachine = setup({
  types: {
    context: {} as RingerContext,
    events: {} as CallReport,
    tags: {} as 'sounding',
  },
  actors: { playSound: unbound<EventObject, Sound, EventObject>('playSound') },
  actions: {
    addRinging: assign(({ context }, { callId }: OfCall) => ({
      ringing: [...without(context.ringing, callId), callId],
      // Its answer came to nothing, and it rings again.
      live: without(context.live, callId),
    })),
    removeRinging: assign({ ringing: ({ context }, { callId }: OfCall) => without(context.ringing, callId) }),
    addLive: assign({ live: ({ context }, { callId }: OfCall) => [...without(context.live, callId), callId] }),
    removeLive: assign({ live: ({ context }, { callId }: OfCall) => without(context.live, callId) }),
  },
  guards: {
    someoneRings: ({ context }) => context.ringing.length > 0,
    nobodyRings: ({ context }) => context.ringing.length === 0,
    someoneIsLive: ({ context }) => context.live.length > 0,
    nobodyIsLive: ({ context }) => context.live.length === 0,
  },
}).createMachine({
  id: 'ringer',
  context: { ringing: [], live: [] },
  on: {
    'report.ringing': { actions: { type: 'addRinging', params: ({ event }) => event } },
    'report.quiet': { actions: { type: 'removeRinging', params: ({ event }) => event } },
    'report.live': { actions: { type: 'addLive', params: ({ event }) => event } },
    'report.held': { actions: { type: 'removeLive', params: ({ event }) => event } },
    'report.closing': { actions: { type: 'removeLive', params: ({ event }) => event } },
    'report.ended': {
      actions: [
        { type: 'removeRinging', params: ({ event }) => event },
        { type: 'removeLive', params: ({ event }) => event },
      ],
    },
  },
  initial: 'free',
  states: {
    // Nobody is talked to.
    free: {
      initial: 'silent',
      always: { guard: 'someoneIsLive', target: 'engaged' },
      states: {
        silent: { always: { guard: 'someoneRings', target: 'ringing' } },
        ringing: {
          tags: 'sounding',
          invoke: { src: 'playSound', input: { sound: 'ringtone' }, onError: 'unheard' },
          always: { guard: 'nobodyRings', target: 'silent' },
        },
        // The sound broke; the screen still says who calls.
        unheard: { always: { guard: 'nobodyRings', target: 'silent' } },
      },
    },
    engaged: {
      initial: 'silent',
      always: { guard: 'nobodyIsLive', target: 'free' },
      states: {
        silent: { always: { guard: 'someoneRings', target: 'knocking' } },
        knocking: {
          tags: 'sounding',
          invoke: { src: 'playSound', input: { sound: 'knock' }, onError: 'unheard' },
          always: { guard: 'nobodyRings', target: 'silent' },
        },
        unheard: { always: { guard: 'nobodyRings', target: 'silent' } },
      },
    },
  },
})
