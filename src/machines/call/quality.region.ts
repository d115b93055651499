import { callSetup } from './call.setup'

const { createStateConfig } = callSetup

/** How the conversation sounds, from its first moment on, is a chart of its own. */
export const quality = createStateConfig({
  initial: 'waiting',
  states: {
    waiting: { on: { 'session.accepted': 'measuring' } },
    measuring: {
      invoke: {
        id: 'quality',
        src: 'quality',
        input: ({ context }) => ({ callId: context.callId }),
        onError: 'unknown',
      },
      // While it still runs: told with every sample, it would be half of all that a call has to do.
      exit: 'recordQuality',
    },
    // That chart threw: nothing more is known of the sound.
    unknown: {},
  },
})
