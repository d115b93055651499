import { callSetup } from './call.setup'
import { opens } from './opens'

const { createStateConfig } = callSetup

/** The way to the chart of a supervision, where the call is one. */
export const supervision = createStateConfig({
  initial: 'none',
  states: {
    none: { on: { 'session.accepted': { guard: 'isSupervision', target: 'available' } } },
    available: {
      invoke: {
        id: 'supervision',
        src: 'supervision',
        input: ({ context }) => ({
          ...(context.supervision ?? { number: '', mode: 'listen', digits: null }),
          callId: context.callId,
        }),
        onError: {
          target: 'broken',
          actions: {
            type: 'settle',
            params: { place: 'supervision', outcome: { ok: false, failure: { code: 'refused' } } },
          },
        },
      },
      on: {
        'call.setSupervision': {
          actions: [opens('supervision'), { type: 'toSupervision', params: ({ event }) => event }],
        },
        'tones.settled': { actions: { type: 'toSupervision', params: ({ event }) => event } },
        'supervision.codeWanted': { actions: { type: 'sendCode', params: ({ event }) => event } },
        'supervision.settled': {
          actions: { type: 'settle', params: ({ event }) => ({ place: 'supervision', outcome: event.outcome }) },
        },
      },
    },
    // That chart threw: the mode stays what it was.
    broken: {},
  },
})
