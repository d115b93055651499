import type { Failure } from '../failure'
import type { SessionFact } from '../ports'
import { callSetup } from './call.setup'

type ReferEnded = Extract<SessionFact, { type: 'session.referEnded' }>

const { createStateConfig } = callSetup

const failureOf = (event: ReferEnded): Failure => (event.ok ? { code: 'refused' } : event.failure)

const success = { type: 'reportTransfer', params: { type: 'report.referSucceeded' } } as const

/** A REFER of ours, as far as the wire has told of it. What a transfer makes of that, the chart of transfers decides. */
export const referral = createStateConfig({
  initial: 'none',
  on: {
    'transfer.refer': {
      target: '.outstanding',
      actions: [
        { type: 'recordReferral', params: ({ event }) => event },
        { type: 'refer', params: ({ event }) => event },
      ],
    },
  },
  states: {
    none: {
      on: {
        // The far end tells of success when nobody here has the patience any more.
        'session.referEnded': { guard: { type: 'hasSucceeded', params: ({ event }) => event }, actions: success },
      },
    },
    outstanding: {
      initial: 'asked',
      on: {
        // It may overtake the 202.
        'session.referProgressed': {
          target: '.accepted',
          actions: {
            type: 'reportTransfer',
            params: ({ event }) => ({ ...event, type: 'report.referProgressed' }),
          },
        },
        // Whom we sent elsewhere has been replaced meanwhile: nobody will tell any more.
        'session.replaced': {
          target: 'none',
          actions: { type: 'reportTransfer', params: { type: 'report.referFailed', failure: { code: 'ended' } } },
        },
        'session.referEnded': [
          { guard: { type: 'hasSucceeded', params: ({ event }) => event }, target: 'none', actions: success },
          {
            target: 'none',
            actions: {
              type: 'reportTransfer',
              params: ({ event }) => ({ type: 'report.referFailed', failure: failureOf(event) }),
            },
          },
        ],
      },
      states: {
        // The REFER is out.
        asked: {
          on: {
            'session.referAccepted': {
              target: 'accepted',
              actions: {
                type: 'reportTransfer',
                params: ({ event }) => ({ ...event, type: 'report.referAccepted' }),
              },
            },
            'session.referRefused': {
              target: '#call.open.underway.referral.none',
              actions: {
                type: 'reportTransfer',
                params: ({ event }) => ({ ...event, type: 'report.referFailed' }),
              },
            },
          },
        },
        // The far end is at it.
        accepted: {},
      },
    },
  },
})
