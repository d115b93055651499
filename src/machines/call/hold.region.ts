import { callSetup } from './call.setup'

const { createStateConfig } = callSetup

const held = { offer: { hold: true } }
const open = { offer: { hold: false } }
const timedOut = { code: 'timed-out' } as const

const confirm = { type: 'settle', params: { place: 'hold', outcome: { ok: true } } } as const

/** Nothing more will come of it: well, if both sides have agreed on what is wanted after all, and else in vain. */
const overNow = [
  {
    guard: 'isUnmet',
    target: 'unconfirmed',
    actions: { type: 'settle', params: { place: 'hold', outcome: { ok: false, failure: timedOut } } },
  },
  { target: 'unconfirmed', actions: confirm },
] as const

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
          actions: [
            { type: 'openCommand', params: ({ event }) => ({ place: 'hold', intent: event }) },
            { type: 'want', params: held },
            'tellNegotiation',
          ],
        },
        'focus.yield': { target: 'holding', actions: [{ type: 'want', params: held }, 'tellNegotiation'] },
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
          actions: [
            { type: 'openCommand', params: ({ event }) => ({ place: 'hold', intent: event }) },
            { type: 'want', params: open },
          ],
        },
        'session.negotiated': {
          guard: { type: 'isHold', params: ({ event }) => event },
          target: 'held',
          actions: [
            confirm,
            { type: 'publish', params: { type: 'call.held' } },
            { type: 'report', params: { type: 'report.held' } },
          ],
        },
        'session.offerRefused': [
          {
            guard: 'isUnmet',
            target: 'unconfirmed',
            actions: {
              type: 'settle',
              params: ({ event }) => ({ place: 'hold', outcome: { ok: false, failure: event.failure } }),
            },
          },
          { target: 'unconfirmed', actions: confirm },
        ],
        'negotiation.rested': overNow,
      },
      after: { answerTimeout: overNow },
    },
    // The far end has confirmed: it hears music or nothing, and we hear nothing.
    held: {
      on: {
        'call.resume': {
          target: 'resuming',
          actions: [
            { type: 'openCommand', params: ({ event }) => ({ place: 'hold', intent: event }) },
            { type: 'want', params: open },
            'tellNegotiation',
          ],
        },
        'focus.yield': { actions: { type: 'report', params: { type: 'report.held' } } },
        // A resume that we had given up is agreed on late: the same the other way round.
        'session.negotiated': { guard: { type: 'isResume', params: ({ event }) => event }, target: 'holding' },
      },
    },
    // We want to speak again; the far end has not confirmed yet.
    resuming: {
      tags: 'busy',
      entry: { type: 'report', params: { type: 'report.live' } },
      on: {
        'call.hold': {
          target: 'holding',
          actions: [
            { type: 'openCommand', params: ({ event }) => ({ place: 'hold', intent: event }) },
            { type: 'want', params: held },
          ],
        },
        'focus.yield': {
          target: 'holding',
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
            { type: 'report', params: { type: 'report.live' } },
            'reportResumed',
          ],
        },
        'session.offerRefused': [
          {
            guard: 'isUnmet',
            target: 'unconfirmed',
            actions: {
              type: 'settle',
              params: ({ event }) => ({ place: 'hold', outcome: { ok: false, failure: event.failure } }),
            },
          },
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
