import { callSetup } from './call.setup'

const { createStateConfig } = callSetup

/** The way of the sound: ICE and DTLS, as the peer connection tells. An interruption mends by itself or is lost. */
export const media = createStateConfig({
  initial: 'connecting',
  states: {
    connecting: {
      on: {
        'media.connected': 'flowing',
        'media.failed': { target: 'lost', actions: { type: 'publish', params: { type: 'call.mediaInterrupted' } } },
      },
    },
    flowing: {
      on: {
        'media.interrupted': {
          target: 'interrupted',
          actions: { type: 'publish', params: { type: 'call.mediaInterrupted' } },
        },
        'media.failed': { target: 'lost', actions: { type: 'publish', params: { type: 'call.mediaInterrupted' } } },
      },
    },
    interrupted: {
      on: {
        'media.connected': { target: 'flowing', actions: { type: 'publish', params: { type: 'call.mediaRestored' } } },
        'media.failed': 'lost',
      },
    },
    lost: {
      on: {
        'media.connected': { target: 'flowing', actions: { type: 'publish', params: { type: 'call.mediaRestored' } } },
      },
    },
  },
})
