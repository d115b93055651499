import { callSetup } from './call.setup'
import { opens } from './opens'

const { createStateConfig } = callSetup

/** Mute: a state changes when the sender sends silence, or sound again. It outlasts a hold. */
export const microphone = createStateConfig({
  initial: 'open',
  states: {
    open: {
      on: {
        'call.mute': {
          target: 'muting',
          actions: opens('microphone'),
        },
        // Later than we had waited for it.
        'microphone.muted': { target: 'muted', actions: { type: 'publish', params: { type: 'call.muted' } } },
      },
    },
    muting: {
      tags: 'busy',
      entry: { type: 'media', params: { type: 'microphone.mute' } },
      on: {
        'microphone.muted': {
          target: 'muted',
          actions: [
            { type: 'settle', params: { place: 'microphone', outcome: { ok: true } } },
            { type: 'publish', params: { type: 'call.muted' } },
          ],
        },
      },
      after: {
        microphoneTimeout: {
          target: 'open',
          actions: {
            type: 'settle',
            params: { place: 'microphone', outcome: { ok: false, failure: { code: 'timed-out' } } },
          },
        },
      },
    },
    muted: {
      on: {
        'call.unmute': {
          target: 'unmuting',
          actions: opens('microphone'),
        },
        'microphone.unmuted': { target: 'open', actions: { type: 'publish', params: { type: 'call.unmuted' } } },
      },
    },
    unmuting: {
      tags: 'busy',
      entry: { type: 'media', params: { type: 'microphone.unmute' } },
      on: {
        'microphone.unmuted': {
          target: 'open',
          actions: [
            { type: 'settle', params: { place: 'microphone', outcome: { ok: true } } },
            { type: 'publish', params: { type: 'call.unmuted' } },
          ],
        },
      },
      after: {
        microphoneTimeout: {
          target: 'muted',
          actions: {
            type: 'settle',
            params: { place: 'microphone', outcome: { ok: false, failure: { code: 'timed-out' } } },
          },
        },
      },
    },
  },
})
