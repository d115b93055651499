import { callSetup } from './call.setup'

const { createStateConfig } = callSetup

const interrupted = {
  type: 'publishInterruption',
  params: { type: 'call.mediaInterrupted', cause: 'microphone' },
} as const
const working = {
  target: '#captureWorking',
  actions: { type: 'publishInterruption', params: { type: 'call.mediaRestored', cause: 'microphone' } },
} as const

/** The device behind the microphone, as its track tells (Media Capture and Streams 4.3.1). Mute is ours, and another matter. */
export const capture = createStateConfig({
  initial: 'working',
  states: {
    working: {
      id: 'captureWorking',
      on: { 'microphone.interrupted': 'silent', 'microphone.ended': 'silent.replacing' },
    },
    // Nothing is heard of us, and nobody has asked for that.
    silent: {
      initial: 'interrupted',
      entry: interrupted,
      on: { 'microphone.acquired': working },
      states: {
        // The device is there and gives no sound: the system's mute, a headset's, a call of the telephone's.
        interrupted: { on: { 'microphone.restored': working, 'microphone.ended': 'replacing' } },
        // The device is gone: the chosen one may be there under another entry, and else there is the default.
        replacing: {
          tags: 'busy',
          entry: 'acquireMicrophone',
          on: { 'microphone.refused': 'lost' },
          after: { replacementTimeout: 'lost' },
        },
        lost: { on: { 'microphone.available': 'replacing' } },
      },
    },
  },
})
