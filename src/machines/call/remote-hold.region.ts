import { callSetup } from './call.setup'

const { createStateConfig } = callSetup

const resumed = { target: 'off', actions: { type: 'publish', params: { type: 'call.remoteResumed' } } } as const

/** The far end's hold, as the direction of its offers and answers tells (RFC 3264 8.4; c=0.0.0.0 counts too). */
export const remoteHold = createStateConfig({
  initial: 'off',
  states: {
    off: {
      on: { 'session.remoteHeld': { target: 'on', actions: { type: 'publish', params: { type: 'call.remoteHeld' } } } },
    },
    on: {
      on: {
        'session.remoteResumed': resumed,
        // Whoever held us is gone; whether the new far end does, it will say.
        'session.replaced': resumed,
      },
    },
  },
})
