import { asTold, authSetup, publish, succeed } from './auth.setup'

const { createStateConfig } = authSetup

/** Whoever judges says that it does not serve any more, whatever our clock says. */
const spent = {
  'auth.lapsed': { guard: 'isToken', target: 'expired' },
  'credentials.rejected': { guard: asTold.ourToken, target: 'expired' },
} as const

const look = { type: 'lookAgain', params: ({ event }: { event: { readonly at: number } }) => event } as const
const hasLapsed = { type: 'hasLapsed', params: ({ event }: { event: { readonly at: number } }) => event } as const

/** Whether the token of who is signed in still serves. A password does for ever. */
export const tokenRegion = createStateConfig({
  initial: 'lasting',
  on: {
    'credentials.obtained': {
      guard: asTold.ours,
      target: '.lasting',
      actions: [
        { type: 'keepExpiry', params: ({ event }) => event },
        'forgetFailure',
        succeed,
        publish('auth.tokenRefreshed'),
        { type: 'report', params: { type: 'connection.renewed' } },
      ],
    },
  },
  states: {
    lasting: {
      always: { guard: 'lapses', target: 'fresh' },
      on: spent,
    },
    fresh: {
      on: {
        ...spent,
        'credentials.aged': [
          { guard: hasLapsed, target: 'expired' },
          { target: 'fresh', reenter: true, actions: look },
        ],
      },
      after: { expiringAfter: { target: 'expiring', actions: ['letFreshnessPass', 'publishExpiring'] } },
    },
    // It serves still, and a new one is being asked for.
    expiring: {
      on: {
        ...spent,
        'credentials.aged': [
          { guard: hasLapsed, target: 'expired' },
          { target: 'expiring', reenter: true, actions: look },
        ],
      },
      after: { expiredAfter: 'expired' },
    },
    expired: {
      initial: 'telling',
      states: {
        telling: { entry: publish('auth.tokenExpired'), after: { tellingPause: 'told' } },
        told: {
          on: {
            'auth.lapsed': 'telling',
            'credentials.rejected': { guard: asTold.ourToken, target: 'telling' },
          },
        },
      },
    },
  },
})
