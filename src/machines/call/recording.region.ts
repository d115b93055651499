import { callSetup } from './call.setup'
import { opens } from './opens'

const { createStateConfig } = callSetup

/** The way to the chart that knows whether the server records, from the answer on. */
export const recording = createStateConfig({
  initial: 'unestablished',
  states: {
    unestablished: { on: { 'session.accepted': 'available' } },
    available: {
      invoke: {
        id: 'recording',
        src: 'recording',
        input: ({ context }) => ({ callId: context.callId, method: context.recording ?? null }),
        onError: {
          target: 'broken',
          actions: {
            type: 'settle',
            params: { place: 'recording', outcome: { ok: false, failure: { code: 'refused' } } },
          },
        },
      },
      on: {
        'call.startRecording': {
          actions: [opens('recording'), { type: 'toRecording', params: ({ event }) => event }],
        },
        'call.stopRecording': {
          actions: [opens('recording'), { type: 'toRecording', params: ({ event }) => event }],
        },
        'session.recordingTold': {
          actions: { type: 'toRecording', params: ({ event }) => ({ ...event, type: 'recording.told' }) },
        },
        'tones.settled': { actions: { type: 'toRecording', params: ({ event }) => event } },
        'recording.codeWanted': { actions: { type: 'sendCode', params: ({ event }) => event } },
        'recording.settled': {
          actions: { type: 'settle', params: ({ event }) => ({ place: 'recording', outcome: event.outcome }) },
        },
      },
    },
    // That chart threw: nobody knows, and nothing can be asked for.
    broken: {},
  },
})
