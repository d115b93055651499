import { callSetup } from './call.setup'

const { createStateConfig } = callSetup

const interrupted = {
  type: 'publishInterruption',
  params: { type: 'call.mediaInterrupted', cause: 'network' },
} as const
const restored = { type: 'publishInterruption', params: { type: 'call.mediaRestored', cause: 'network' } } as const

/** The way of the sound: ICE and DTLS, as the peer connection tells. An interruption mends by itself or is lost. */
export const media = createStateConfig({
  initial: 'connecting',
  states: {
    connecting: {
      on: {
        'media.connected': 'flowing',
        'media.failed': { target: 'lost', actions: interrupted },
      },
    },
    flowing: {
      on: {
        'media.interrupted': {
          target: 'interrupted',
          actions: interrupted,
        },
        'media.failed': { target: 'lost', actions: interrupted },
      },
    },
    interrupted: {
      on: {
        'media.connected': { target: 'flowing', actions: restored },
        'media.failed': 'lost',
      },
    },
    lost: {
      on: {
        'media.connected': { target: 'flowing', actions: restored },
      },
    },
  },
})
