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
    addRinging: assign({
      ringing: ({ context }, { callId }: { callId: string }) => [...without(context.ringing, callId), callId],
    }),
    removeRinging: assign({ ringing: ({ context }, { callId }: { callId: string }) => without(context.ringing, callId) }),
    addLive: assign({
      live: ({ context }, { callId }: { callId: string }) => [...without(context.live, callId), callId],
    }),
    removeLive: assign({ live: ({ context }, { callId }: { callId: string }) => without(context.live, callId) }),
  },
  guards: {
    isLastRinging: ({ context }, { callId }: { callId: string }) => context.ringing.every((id) => id === callId),
    isLastLive: ({ context }, { callId }: { callId: string }) => context.live.every((id) => id === callId),
    someoneRings: ({ context }) => context.ringing.length > 0,
  },
}).createMachine({
  id: 'ringer',
  context: { ringing: [], live: [] },
  on: {
    'report.ringing': { actions: { type: 'addRinging', params: ({ event }) => event } },
    'report.quiet': { actions: { type: 'removeRinging', params: ({ event }) => event } },
    'report.live': { actions: { type: 'addLive', params: ({ event }) => event } },
    'report.held': { actions: { type: 'removeLive', params: ({ event }) => event } },
    'report.ended': { actions: { type: 'removeLive', params: ({ event }) => event } },
  },
  initial: 'free',
  states: {
    // Nobody is talked to.
    free: {
      initial: 'silent',
      on: {
        'report.live': [
          {
            guard: 'someoneRings',
            target: 'engaged.knocking',
            actions: { type: 'addLive', params: ({ event }) => event },
          },
          { target: 'engaged', actions: { type: 'addLive', params: ({ event }) => event } },
        ],
      },
      states: {
        silent: {
          on: {
            'report.ringing': { target: 'ringing', actions: { type: 'addRinging', params: ({ event }) => event } },
          },
        },
        ringing: {
          tags: 'sounding',
          invoke: { src: 'playSound', input: { sound: 'ringtone' }, onError: 'unheard' },
          on: {
            'report.quiet': {
              guard: { type: 'isLastRinging', params: ({ event }) => event },
              target: 'silent',
              actions: { type: 'removeRinging', params: ({ event }) => event },
            },
          },
        },
        // The sound broke; the screen still says who calls.
        unheard: {
          on: {
            'report.quiet': {
              guard: { type: 'isLastRinging', params: ({ event }) => event },
              target: 'silent',
              actions: { type: 'removeRinging', params: ({ event }) => event },
            },
          },
        },
      },
    },
    engaged: {
      initial: 'silent',
      on: {
        'report.held': [
          {
            guard: { type: 'isLastLive', params: ({ event }) => event },
            target: 'leaving',
            actions: { type: 'removeLive', params: ({ event }) => event },
          },
          { actions: { type: 'removeLive', params: ({ event }) => event } },
        ],
        'report.ended': [
          {
            guard: { type: 'isLastLive', params: ({ event }) => event },
            target: 'leaving',
            actions: { type: 'removeLive', params: ({ event }) => event },
          },
          { actions: { type: 'removeLive', params: ({ event }) => event } },
        ],
      },
      states: {
        silent: {
          on: {
            'report.ringing': { target: 'knocking', actions: { type: 'addRinging', params: ({ event }) => event } },
          },
        },
        knocking: {
          tags: 'sounding',
          invoke: { src: 'playSound', input: { sound: 'knock' }, onError: 'unheard' },
          on: {
            'report.quiet': {
              guard: { type: 'isLastRinging', params: ({ event }) => event },
              target: 'silent',
              actions: { type: 'removeRinging', params: ({ event }) => event },
            },
          },
        },
        unheard: {
          on: {
            'report.quiet': {
              guard: { type: 'isLastRinging', params: ({ event }) => event },
              target: 'silent',
              actions: { type: 'removeRinging', params: ({ event }) => event },
            },
          },
        },
      },
    },
    leaving: { always: [{ guard: 'someoneRings', target: 'free.ringing' }, { target: 'free' }] },
  },
})
