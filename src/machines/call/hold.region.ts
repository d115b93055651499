import type { Failure } from '../failure'
import type { Offer } from '../ports'
import { timedOut } from '../settled'
import { callSetup } from './call.setup'
import { opens } from './opens'

const { createStateConfig } = callSetup

const held = { offer: { hold: true } }
const open = { offer: { hold: false } }

const confirm = { type: 'settle', params: { place: 'hold', outcome: { ok: true } } } as const
const settleTimedOut = { type: 'settle', params: { place: 'hold', outcome: { ok: false, failure: timedOut } } } as const
const settleRefused = {
  type: 'settle',
  params: ({ event }: { event: { readonly failure: Failure } }) =>
    ({ place: 'hold', outcome: { ok: false, failure: event.failure } }) as const,
} as const

/** Nothing more will come of it: well, if both sides have agreed on what is wanted after all, and else in vain. */
const overNow = [
  { guard: 'isUnmet', target: 'unconfirmed', actions: settleTimedOut },
  { target: 'unconfirmed', actions: confirm },
] as const

/** The same where another call is heard, and this one is not to be, whatever its far end says. */
const silencedNow = [
  { guard: 'isUnmet', target: 'silenced', actions: settleTimedOut },
  { target: 'unconfirmed', actions: confirm },
] as const

const agreedOnHold = {
  guard: { type: 'isHold', params: ({ event }: { event: { readonly offer: Offer } }) => event },
  target: 'held',
  actions: [
    confirm,
    { type: 'publish', params: { type: 'call.held' } },
    { type: 'report', params: { type: 'report.held' } },
  ],
} as const

const retreat = { target: 'retreating', actions: [{ type: 'want', params: held }, 'tellNegotiation'] } as const

/** Our own hold. A state changes when the far end has answered the re-INVITE, never when somebody pressed the button. */
export const hold = createStateConfig({
  initial: 'unestablished',
  states: {
    // There is nothing to hold before the answer; the focus is told so when it asks.
    unestablished: {
      on: {
        'session.accepted': 'active',
        'focus.yield': { actions: { type: 'report', params: { type: 'report.holdFailed' } } },
      },
    },
    active: {
      on: {
        'call.hold': {
          target: 'holding',
          actions: [opens('hold'), { type: 'want', params: held }, 'tellNegotiation'],
        },
        'focus.yield': { target: 'holding', actions: [{ type: 'want', params: held }, 'tellNegotiation'] },
        'focus.retreat': retreat,
        // A hold that we had given up is agreed on late; negotiation offers the way back by itself.
        'session.negotiated': { guard: { type: 'isHold', params: ({ event }) => event }, target: 'resuming' },
      },
    },
    // Our audio is cut at once, for the sake of privacy; the far end has not confirmed yet.
    holding: {
      tags: 'busy',
      entry: { type: 'media', params: { type: 'media.silence' } },
      on: {
        'call.resume': {
          target: 'resuming',
          actions: [opens('hold'), { type: 'want', params: open }],
        },
        'focus.retreat': 'retreating',
        'session.negotiated': agreedOnHold,
        'session.offerRefused': [
          { guard: 'isUnmet', target: 'unconfirmed', actions: settleRefused },
          { target: 'unconfirmed', actions: confirm },
        ],
        'negotiation.rested': overNow,
      },
      after: { answerTimeout: overNow },
    },
    // The same for a call that nobody wants to be heard: it is not, whatever its far end says.
    retreating: {
      tags: 'busy',
      entry: [
        { type: 'media', params: { type: 'media.silence' } },
        { type: 'report', params: { type: 'report.held' } },
      ],
      on: {
        'call.resume': {
          target: 'resuming',
          actions: [opens('hold'), { type: 'want', params: open }],
        },
        'session.negotiated': agreedOnHold,
        'session.offerRefused': [
          { guard: 'isUnmet', target: 'silenced', actions: settleRefused },
          { target: 'unconfirmed', actions: confirm },
        ],
        'negotiation.rested': silencedNow,
      },
      after: { answerTimeout: silencedNow },
    },
    // Its far end did not agree to be held, and does not hear us all the same; we hear it.
    silenced: {
      on: {
        // Both sides have agreed on that already.
        'call.resume': {
          target: 'active',
          actions: [
            opens('hold'),
            { type: 'want', params: open },
            { type: 'media', params: { type: 'media.unsilence' } },
            confirm,
            { type: 'report', params: { type: 'report.live' } },
            'reportResumed',
          ],
        },
        'call.hold': {
          target: 'retreating',
          actions: [opens('hold'), 'tellNegotiation'],
        },
        'focus.yield': { actions: { type: 'report', params: { type: 'report.held' } } },
        // It is offered with whatever is negotiated next, and may be agreed on then.
        'session.negotiated': agreedOnHold,
      },
    },
    // The far end has confirmed: it hears music or nothing, and we hear nothing.
    held: {
      on: {
        'call.resume': {
          target: 'resuming',
          actions: [opens('hold'), { type: 'want', params: open }, 'tellNegotiation'],
        },
        'focus.yield': { actions: { type: 'report', params: { type: 'report.held' } } },
        // A resume that we had given up is agreed on late: the same the other way round.
        'session.negotiated': { guard: { type: 'isResume', params: ({ event }) => event }, target: 'retreating' },
      },
    },
    // We want to speak again; the far end has not confirmed yet.
    resuming: {
      tags: 'busy',
      entry: { type: 'report', params: { type: 'report.live' } },
      on: {
        'call.hold': {
          target: 'holding',
          actions: [opens('hold'), { type: 'want', params: held }],
        },
        'focus.yield': {
          target: 'holding',
          actions: [
            { type: 'settle', params: { place: 'hold', outcome: { ok: false, failure: { code: 'superseded' } } } },
            { type: 'want', params: held },
          ],
        },
        'focus.retreat': {
          target: 'retreating',
          actions: [
            { type: 'settle', params: { place: 'hold', outcome: { ok: false, failure: { code: 'superseded' } } } },
            { type: 'want', params: held },
          ],
        },
        'session.negotiated': {
          guard: { type: 'isResume', params: ({ event }) => event },
          target: 'active',
          actions: [
            { type: 'media', params: { type: 'media.unsilence' } },
            confirm,
            { type: 'publish', params: { type: 'call.resumed' } },
            'reportResumed',
          ],
        },
        'session.offerRefused': [
          { guard: 'isUnmet', target: 'unconfirmed', actions: settleRefused },
          { target: 'unconfirmed', actions: confirm },
        ],
        'negotiation.rested': overNow,
      },
      after: { answerTimeout: overNow },
    },
    // Back to what both sides last agreed on.
    unconfirmed: {
      entry: 'wantWhatIsAgreed',
      always: [
        {
          guard: 'isAgreedHeld',
          target: 'held',
          actions: [
            { type: 'media', params: { type: 'media.silence' } },
            { type: 'report', params: { type: 'report.held' } },
          ],
        },
        {
          target: 'active',
          actions: [
            { type: 'media', params: { type: 'media.unsilence' } },
            { type: 'report', params: { type: 'report.live' } },
            { type: 'report', params: { type: 'report.holdFailed' } },
          ],
        },
      ],
    },
  },
})
