import { setup } from 'xstate'

/** XState and Solid at their least work: V8 meets the code that builds a chart for the first time. */
export * from './libraries'

export const lamp = setup({ actions: { shine: () => {} } }).createMachine({
  initial: 'off',
  states: { off: { on: { press: { target: 'on', actions: 'shine' } } }, on: { on: { press: 'off' } } },
})
