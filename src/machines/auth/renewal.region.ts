import type { Failure } from '../failure'
import { timedOut } from '../settled'
import { asTold, authSetup, obtain } from './auth.setup'

const { createStateConfig } = authSetup

const whenDue = [
  { guard: 'isExpiring', target: 'refreshing', actions: obtain('expiring') },
  { guard: 'isExpired', target: 'refreshing', actions: obtain('expired') },
] as const

const postponed = {
  type: 'postpone',
  params: ({ event }: { event: { readonly failure: Failure; readonly retryAfterMs: number } }) => event,
} as const
const silence = { type: 'postpone', params: { failure: timedOut, retryAfterMs: 10_000 } } as const

/** What did not come is asked for again when it is needed; else in its time. */
const inVain = <Postpone>(postpone: Postpone) =>
  [
    { guard: 'isExpiring', target: 'waiting', actions: postpone },
    { guard: 'isExpired', target: 'waiting', actions: postpone },
    { target: 'idle', actions: postpone },
  ] as const

/** A new token in the place of one that lapses: one request at a time. */
export const renewalRegion = createStateConfig({
  initial: 'idle',
  on: {
    // Later than we had waited for it, too.
    'credentials.obtained': [
      { guard: asTold.nobodys },
      { guard: 'isExpired', target: '.proving' },
      { target: '.idle' },
    ],
    'auth.refreshToken': {
      guard: 'isToken',
      target: '.refreshing',
      actions: [asTold.open, obtain('asked')],
    },
  },
  states: {
    idle: { always: whenDue },
    refreshing: {
      tags: 'busy',
      on: {
        'credentials.unavailable': [{ guard: asTold.nobodys }, ...inVain(postponed)],
        'credentials.refused': [
          { guard: asTold.nobodys },
          { guard: 'isExpiring', target: 'declined', actions: asTold.fail },
          { guard: 'isExpired', target: 'declined', actions: asTold.fail },
          { target: 'idle', actions: asTold.fail },
        ],
      },
      after: { credentialsTimeout: inVain(silence) },
    },
    // The provider could not be asked: full jitter, and not at once.
    waiting: {
      after: {
        retryAfter: [
          { guard: 'isExpired', target: 'refreshing', actions: obtain('expired') },
          { target: 'refreshing', actions: obtain('expiring') },
        ],
      },
    },
    // One that had lapsed was replaced: a server that does not take the new one either would take none.
    proving: {
      always: { guard: 'isExpiring', target: 'refreshing', actions: obtain('expiring') },
      on: {
        'auth.proven': 'idle',
        'auth.unjudged': 'idle',
        'auth.lapsed': {
          target: '#auth.failed',
          actions: [
            asTold.fail,
            asTold.publishFailure,
            { type: 'report', params: ({ event: { failure } }) => ({ type: 'connection.giveUp', failure }) },
          ],
        },
      },
      after: { provingTimeout: 'idle' },
    },
    // There is none to be had. Somebody may hand one over.
    declined: {},
  },
})
