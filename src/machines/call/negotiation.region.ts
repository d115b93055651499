import { callSetup } from './call.setup'

const { createStateConfig } = callSetup

/** What is wanted by now is offered; when it is agreed already, whoever waits for it is told. */
const next = [
  { guard: 'isUnmet', target: 'offering' },
  { target: 'stable', actions: 'tellRest' },
] as const

/** One offer at a time: the other regions say what they want, and this one offers it until it is agreed (RFC 3261 14). */
export const negotiation = createStateConfig({
  initial: 'establishing',
  states: {
    // The INVITE's own offer and answer.
    establishing: { on: { 'session.accepted': 'stable' } },
    // No offer is outstanding on either side.
    stable: {
      on: {
        'negotiation.wanted': 'offering',
        // Agreed long ago: offered again, so that both sides know that the other is there.
        'session.refreshDue': 'offering',
        'session.offerReceived': 'offered',
        // The late answer to an offer that we had given up: the wire is what it says, and is put right if need be.
        'session.negotiated': [
          {
            guard: { type: 'isOutdated', params: ({ event }) => event },
            target: 'offering',
            actions: { type: 'recordAgreement', params: ({ event }) => event },
          },
          { actions: { type: 'recordAgreement', params: ({ event }) => event } },
        ],
      },
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
        // The dialog that it was offered in is gone; the new one was agreed on without it.
        'session.replaced': [
          { guard: 'isUnmet', target: 'offering', reenter: true },
          { target: 'stable', actions: 'tellRest' },
        ],
      },
      after: { answerTimeout: { target: 'stable', actions: 'tellRest' } },
    },
    // Both sides offered at once (491): wait, then offer what is wanted by then.
    crossed: {
      tags: 'busy',
      on: {
        'session.offerReceived': 'offered',
        'session.negotiated': { actions: { type: 'recordAgreement', params: ({ event }) => event } },
      },
      after: { retryAfter: next },
    },
    // The far end has offered, and the answer is being made.
    offered: {
      tags: 'busy',
      on: {
        'session.offerAnswered': next,
        'session.replaced': next,
        'session.negotiated': { actions: { type: 'recordAgreement', params: ({ event }) => event } },
      },
      after: { answerTimeout: next },
    },
  },
})
