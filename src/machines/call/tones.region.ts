import { callSetup } from './call.setup'

const { createStateConfig } = callSetup

/** The way to the chart that sends the tones. What it has not sent when the call ends, it will not send. */
export const tones = createStateConfig({
  initial: 'available',
  states: {
    available: {
      invoke: {
        id: 'tones',
        src: 'tones',
        input: ({ context }) => ({ callId: context.callId }),
        onError: { target: 'broken', actions: 'settleTones' },
      },
      exit: 'abandonTones',
      on: { 'call.sendDtmf': { actions: { type: 'sendTones', params: ({ event }) => event } } },
    },
    // That chart threw: every further tone is refused at once.
    broken: { on: { 'call.sendDtmf': { actions: { type: 'refuseTones', params: ({ event }) => event } } } },
  },
})
