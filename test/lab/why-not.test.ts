import { expect, test } from 'vitest'
import { createActor, setup } from 'xstate'
import { whyNotTaken } from '../../src/lab/simulator/why-not'

type Told = { readonly type: 'mailbox.notified'; readonly state: { readonly newMessages: number } }

const mailbox = setup({
  types: { events: {} as Told | { readonly type: 'mailbox.closed' } },
  guards: { hasNew: (_, params: { state: Told['state'] }) => params.state.newMessages > 0 },
}).createMachine({
  initial: 'empty',
  states: {
    empty: {
      on: {
        'mailbox.notified': { guard: { type: 'hasNew', params: ({ event }) => event }, target: 'full' },
        'mailbox.closed': {},
      },
    },
    full: {},
  },
})

test.each([
  ['is taken', { type: 'mailbox.notified', state: { newMessages: 1 } }, null],
  ['is refused by a guard', { type: 'mailbox.notified', state: { newMessages: 0 } }, 'the guard says no: hasNew'],
  ['says too little for a guard', { type: 'mailbox.notified' }, 'it says too little: change what it says first'],
  ['is ignored', { type: 'mailbox.closed' }, 'ignored in this state'],
  ['is not known', { type: 'call.hold' }, 'not accepted in this state'],
])('an event that %s is told apart, in words', (_, event, words) => {
  expect(whyNotTaken(createActor(mailbox).start().getSnapshot(), event)).toBe(words)
})
