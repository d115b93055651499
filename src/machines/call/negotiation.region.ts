import { callSetup } from './call.setup'

const { createStateConfig } = callSetup

/** One offer at a time: the other regions say what they want, and this one offers it until it is agreed (RFC 3261 14). */
export const negotiation = createStateConfig({
  initial: 'establishing',
  states: {
    // The INVITE's own offer and answer.
    establishing: { on: { 'session.accepted': 'stable' } },
    // No offer is outstanding on either side.
    stable: {
      on: { 'negotiation.wanted': 'offering', 'session.offerReceived': 'offered' },
    },
    // Our re-INVITE is out; the adapter answers the far end's with 491 meanwhile.
    offering: {
      tags: 'busy',
      entry: 'sendOffer',
      on: {
        'session.negotiated': [
          {
            guard: { type: 'isOutdated', params: ({ event }) => event },
            target: 'offering',
            reenter: true,
            actions: { type: 'recordAgreement', params: ({ event }) => event },
          },
          { target: 'stable', actions: { type: 'recordAgreement', params: ({ event }) => event } },
        ],
        'session.offersCrossed': {
          target: 'crossed',
          actions: { type: 'recordRetryAfter', params: ({ event }) => event },
        },
        'session.offerRefused': 'stable',
      },
      after: { answerTimeout: 'stable' },
    },
    // Both sides offered at once (491): wait, then offer what is wanted by then.
    crossed: {
      tags: 'busy',
      after: { retryAfter: [{ guard: 'isUnmet', target: 'offering' }, { target: 'stable' }] },
      on: { 'session.offerReceived': 'offered' },
    },
    // The far end has offered, and the answer is being made.
    offered: {
      tags: 'busy',
      on: { 'session.offerAnswered': [{ guard: 'isUnmet', target: 'offering' }, { target: 'stable' }] },
      after: { answerTimeout: 'stable' },
    },
  },
})
