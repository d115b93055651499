import { stateIn } from 'xstate'
import { callSetup } from './call.setup'

const { createStateConfig } = callSetup

const confirmDial = { type: 'settle', params: { place: 'dial', outcome: { ok: true } } } as const

/** What the far end says before the answer. Our own ringback sounds only while no RTP comes from there (RFC 3960 3.2). */
export const progress = createStateConfig({
  initial: 'none',
  on: {
    'session.progressed': [
      {
        guard: { type: 'isProgress', params: ({ event }) => ({ progress: event.progress, is: 'ringing' }) },
        target: '.ringing',
        actions: [confirmDial, { type: 'publish', params: { type: 'call.ringing' } }],
      },
      {
        guard: { type: 'isProgress', params: ({ event }) => ({ progress: event.progress, is: 'queued' }) },
        target: '.queued',
        actions: [confirmDial, { type: 'publishProgress', params: { progress: 'queued' } }],
      },
      {
        guard: { type: 'isProgress', params: ({ event }) => ({ progress: event.progress, is: 'forwarded' }) },
        target: '.forwarded',
        actions: [confirmDial, { type: 'publishProgress', params: { progress: 'forwarded' } }],
      },
      {
        guard: { type: 'isProgress', params: ({ event }) => ({ progress: event.progress, is: 'progressing' }) },
        actions: [confirmDial, { type: 'publishProgress', params: { progress: 'progressing' } }],
      },
    ],
    'session.accepted': '.over',
  },
  states: {
    none: {},
    // Said again (every minute, RFC 3261 13.3.1.1, and by every branch of a fork) it is no news.
    ringing: {
      initial: 'choosing',
      on: {
        'session.progressed': {
          guard: { type: 'isProgress', params: ({ event }) => ({ progress: event.progress, is: 'ringing' }) },
        },
      },
      states: {
        choosing: {
          always: [{ guard: stateIn('#earlyMedia.flowing'), target: 'hushed' }, { target: 'sounding' }],
        },
        sounding: {
          invoke: { src: 'playSound', input: { sound: 'ringback' }, onError: 'hushed' },
          on: { 'media.flowing': 'hushed' },
        },
        hushed: { on: { 'media.stopped': 'sounding' } },
      },
    },
    queued: {
      on: {
        'session.progressed': {
          guard: { type: 'isProgress', params: ({ event }) => ({ progress: event.progress, is: 'queued' }) },
        },
      },
    },
    forwarded: {
      on: {
        'session.progressed': {
          guard: { type: 'isProgress', params: ({ event }) => ({ progress: event.progress, is: 'forwarded' }) },
        },
      },
    },
    over: { on: { 'session.progressed': {}, 'session.accepted': {} } },
  },
})

/** Sound from the far end before its answer. */
export const earlyMedia = createStateConfig({
  id: 'earlyMedia',
  initial: 'none',
  states: {
    none: { on: { 'media.flowing': 'flowing', 'session.accepted': 'over' } },
    flowing: { on: { 'media.stopped': 'none', 'session.accepted': 'over' } },
    over: {},
  },
})
