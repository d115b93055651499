import { and, stateIn } from 'xstate'
import { callSetup, noExtras, permissionTimeoutMs, recordOf } from './call.setup'
import { capture } from './capture.region'
import { hold } from './hold.region'
import { media } from './media.region'
import { microphone } from './microphone.region'
import { negotiation } from './negotiation.region'
import { earlyMedia, progress } from './progress.region'
import { quality } from './quality.region'
import { recording } from './recording.region'
import { referral } from './referral.region'
import { remoteHold } from './remote-hold.region'
import { supervision } from './supervision.region'
import { tones } from './tones.region'

const timedOut = { code: 'timed-out' } as const
const declined = (at: number) => ({ at, ending: 'declined', by: 'local', failure: null }) as const
const noMedia = {
  type: 'recordEnd',
  params: { at: null, ending: 'failed', by: 'local', failure: { code: 'media-failed' } },
} as const
/** Before the answer there is nothing to hold. */
const refuseToYield = { actions: { type: 'report', params: { type: 'report.holdFailed' } } } as const

/** The browser's prompt may still be open: what it grants later is nobody's. */
const releaseMicrophone = { type: 'media', params: { type: 'microphone.release' } } as const

/** One call, from dialing or alerting to its end. Its output is the record of it. */
export const callMachine = callSetup.createMachine({
  id: 'call',
  context: ({ input: { commandId, extras = noExtras, ...input } }) => ({
    ...input,
    extras,
    answeredAt: null,
    wanted: { hold: false },
    agreed: { hold: false },
    referralEnding: 'transferred',
    retryAfterMs: 0,
    commands: commandId === null ? {} : { dial: commandId },
    failure: null,
    end: null,
    quality: null,
  }),
  output: ({ context }) => recordOf(context),
  invoke: {
    id: 'session',
    src: 'watchSession',
    input: ({ context }) => ({ callId: context.callId }),
    onError: {
      target: '.ended',
      actions: {
        type: 'recordEnd',
        params: { at: null, ending: 'failed', by: 'lost', failure: { code: 'dialog-gone' } },
      },
    },
  },
  initial: 'begun',
  on: {
    // The dialog is gone, in whatever state the call was. What had begun to end keeps its reason.
    'session.ended': {
      target: '.ended',
      actions: {
        type: 'recordEnd',
        params: ({ context, event }) => ({
          at: event.at,
          ending: context.answeredAt !== null ? 'completed' : context.direction === 'incoming' ? 'missed' : 'failed',
          by: event.by,
          failure: event.failure,
        }),
      },
    },
    // The caller gave up, or somebody else answered.
    'session.cancelled': {
      target: '.ended',
      actions: {
        type: 'recordEnd',
        params: ({ context, event }) => ({
          at: event.at,
          ending: context.answeredAt !== null ? 'completed' : event.by === 'elsewhere' ? 'answeredElsewhere' : 'missed',
          by: 'remote',
          failure: null,
        }),
      },
    },
  },
  states: {
    begun: { always: [{ guard: 'isIncoming', target: 'open.alerting' }, { target: 'open.preparing' }] },

    // From here to the hang-up the call owns a microphone and a way for the sound; leaving closes both.
    open: {
      initial: 'preparing',
      invoke: {
        id: 'media',
        src: 'watchMedia',
        input: ({ context }) => ({ callId: context.callId }),
        onError: [
          // Nobody has heard of the call yet.
          { guard: stateIn({ open: 'preparing' }), target: 'ended', actions: noMedia },
          { target: 'closing.ending', actions: noMedia },
        ],
      },
      states: {
        // Outgoing: the microphone first, so that nobody's phone rings for a call that we cannot make.
        preparing: {
          tags: ['preparing', 'busy'],
          entry: ['acquireMicrophone', { type: 'report', params: { type: 'report.live' } }],
          on: {
            'microphone.acquired': 'underway',
            'focus.yield': refuseToYield,
            'microphone.refused': {
              target: '#call.ended',
              actions: {
                type: 'recordEnd',
                params: ({ event }) => ({ at: event.at, ending: 'failed', by: 'local', failure: event.failure }),
              },
            },
            'call.hangUp': {
              target: '#call.ended',
              actions: [
                { type: 'openCommand', params: ({ event }) => ({ place: 'end', intent: event }) },
                {
                  type: 'recordEnd',
                  params: ({ event }) => ({ at: event.at, ending: 'cancelled', by: 'local', failure: null }),
                },
              ],
            },
          },
          after: {
            permissionTimeout: {
              target: '#call.ended',
              actions: {
                type: 'recordEnd',
                params: ({ context }) => ({
                  at: context.startedAt + permissionTimeoutMs,
                  ending: 'failed',
                  by: 'local',
                  failure: timedOut,
                }),
              },
            },
          },
        },

        alerting: {
          tags: 'alerting',
          entry: { type: 'report', params: { type: 'report.ringing' } },
          exit: { type: 'report', params: { type: 'report.quiet' } },
          on: {
            'call.answer': {
              target: 'answering',
              actions: { type: 'openCommand', params: ({ event }) => ({ place: 'answer', intent: event }) },
            },
            'call.decline': {
              target: '#call.closing.declining',
              actions: [
                { type: 'openCommand', params: ({ event }) => ({ place: 'end', intent: event }) },
                { type: 'recordEnd', params: ({ event }) => declined(event.at) },
                { type: 'session', params: { type: 'session.reject', reason: 'declined' } },
              ],
            },
            // Hanging up on a call that rings is declining it.
            'call.hangUp': {
              target: '#call.closing.declining',
              actions: [
                { type: 'openCommand', params: ({ event }) => ({ place: 'end', intent: event }) },
                { type: 'recordEnd', params: ({ event }) => declined(event.at) },
                { type: 'session', params: { type: 'session.reject', reason: 'declined' } },
              ],
            },
          },
          after: {
            ringTimeout: {
              target: '#call.closing.declining',
              actions: [
                {
                  type: 'recordEnd',
                  params: { at: null, ending: 'missed', by: 'local', failure: null },
                },
                { type: 'session', params: { type: 'session.reject', reason: 'unavailable' } },
              ],
            },
          },
        },

        // Incoming: the microphone first. Without one it goes on ringing, and the person can mend that and answer again.
        answering: {
          tags: ['answering', 'busy'],
          entry: ['acquireMicrophone', { type: 'report', params: { type: 'report.live' } }],
          on: {
            'focus.yield': refuseToYield,
            'call.hangUp': {
              target: '#call.closing.declining',
              actions: [
                { type: 'openCommand', params: ({ event }) => ({ place: 'end', intent: event }) },
                { type: 'recordEnd', params: ({ event }) => declined(event.at) },
                { type: 'session', params: { type: 'session.reject', reason: 'declined' } },
              ],
            },
            'microphone.acquired': '#call.open.underway.way.accepting',
            'microphone.refused': {
              target: 'alerting',
              actions: [
                releaseMicrophone,
                {
                  type: 'settle',
                  params: ({ event }) => ({ place: 'answer', outcome: { ok: false, failure: event.failure } }),
                },
              ],
            },
          },
          after: {
            permissionTimeout: {
              target: 'alerting',
              actions: [
                releaseMicrophone,
                { type: 'settle', params: { place: 'answer', outcome: { ok: false, failure: timedOut } } },
              ],
            },
          },
        },

        underway: {
          type: 'parallel',
          states: {
            way: {
              initial: 'dialing',
              states: {
                dialing: {
                  tags: 'dialing',
                  entry: 'invite',
                  on: {
                    'session.accepted': {
                      target: 'established',
                      actions: [
                        { type: 'recordAnswer', params: ({ event }) => event },
                        { type: 'settle', params: { place: 'dial', outcome: { ok: true } } },
                      ],
                    },
                    'session.rejected': {
                      target: '#call.ended',
                      actions: {
                        type: 'recordEnd',
                        params: ({ event }) => ({
                          at: event.at,
                          ending: 'rejected',
                          by: 'remote',
                          failure: event.failure,
                        }),
                      },
                    },
                    'call.hangUp': {
                      target: '#call.closing.cancelling',
                      actions: [
                        { type: 'openCommand', params: ({ event }) => ({ place: 'end', intent: event }) },
                        {
                          type: 'recordEnd',
                          params: ({ event }) => ({ at: event.at, ending: 'cancelled', by: 'local', failure: null }),
                        },
                      ],
                    },
                  },
                  after: {
                    ringTimeout: {
                      target: '#call.closing.cancelling',
                      actions: {
                        type: 'recordEnd',
                        params: { at: null, ending: 'rejected', by: 'local', failure: { code: 'no-answer' } },
                      },
                    },
                  },
                },
                accepting: {
                  tags: ['answering', 'busy'],
                  entry: { type: 'session', params: { type: 'session.accept' } },
                  on: {
                    'call.hangUp': {
                      target: '#call.closing.ending',
                      actions: [
                        { type: 'openCommand', params: ({ event }) => ({ place: 'end', intent: event }) },
                        { type: 'recordEnd', params: ({ event }) => declined(event.at) },
                      ],
                    },
                    'session.accepted': {
                      target: 'established',
                      actions: [
                        { type: 'recordAnswer', params: ({ event }) => event },
                        { type: 'settle', params: { place: 'answer', outcome: { ok: true } } },
                        { type: 'publish', params: { type: 'call.answered' } },
                      ],
                    },
                    'session.rejected': {
                      target: '#call.ended',
                      actions: {
                        type: 'recordEnd',
                        params: ({ event }) => ({
                          at: event.at,
                          ending: 'failed',
                          by: 'local',
                          failure: event.failure,
                        }),
                      },
                    },
                    // We did answer, and it came to nothing.
                    'session.ended': {
                      target: '#call.ended',
                      actions: {
                        type: 'recordEnd',
                        params: ({ event }) => ({
                          at: event.at,
                          ending: event.failure === null ? 'missed' : 'failed',
                          by: event.by,
                          failure: event.failure,
                        }),
                      },
                    },
                  },
                  after: {
                    answerTimeout: {
                      target: '#call.closing.ending',
                      actions: {
                        type: 'recordEnd',
                        params: { at: null, ending: 'failed', by: 'lost', failure: timedOut },
                      },
                    },
                  },
                },
                established: {
                  tags: 'established',
                  entry: [
                    { type: 'publish', params: { type: 'call.established' } },
                    { type: 'reportTransfer', params: { type: 'report.established' } },
                    { type: 'report', params: { type: 'report.live' } },
                  ],
                  on: {
                    // BYE instead of NOTIFY: whom we have sent elsewhere has gone there.
                    'session.ended': {
                      guard: and([
                        stateIn({ open: { underway: { referral: { outstanding: 'accepted' } } } }),
                        { type: 'isByRemote', params: ({ event }: { event: { readonly by: string } }) => event },
                      ]),
                      target: '#call.ended',
                      actions: {
                        type: 'recordEnd',
                        params: ({ context, event }) => ({
                          at: event.at,
                          ending: context.referralEnding,
                          by: 'remote',
                          failure: null,
                        }),
                      },
                    },
                    'transfer.end': {
                      target: '#call.closing.ending',
                      actions: {
                        type: 'recordEnd',
                        params: ({ context }) => ({
                          at: null,
                          ending: context.referralEnding,
                          by: 'local',
                          failure: null,
                        }),
                      },
                    },
                    'call.hangUp': {
                      target: '#call.closing.ending',
                      actions: [
                        { type: 'openCommand', params: ({ event }) => ({ place: 'end', intent: event }) },
                        {
                          type: 'recordEnd',
                          params: ({ event }) => ({ at: event.at, ending: 'completed', by: 'local', failure: null }),
                        },
                      ],
                    },
                  },
                },
              },
            },
            progress,
            earlyMedia,
            negotiation,
            hold,
            remoteHold,
            microphone,
            capture,
            media,
            tones,
            quality,
            referral,
            recording,
            supervision,
          },
        },
      },
    },

    // The microphone is closed already; only the wire is waited for.
    closing: {
      tags: ['closing', 'busy'],
      initial: 'ending',
      entry: { type: 'report', params: { type: 'report.closing' } },
      on: {
        // A final response to an INVITE that was given up: it is over sooner than asked for.
        'session.rejected': {
          target: 'ended',
          actions: {
            type: 'recordEnd',
            params: ({ event }) => ({ at: event.at, ending: 'failed', by: 'remote', failure: event.failure }),
          },
        },
      },
      after: { byeTimeout: 'ended' },
      states: {
        cancelling: {
          entry: { type: 'session', params: { type: 'session.cancel' } },
          // The 200 crossed our CANCEL: a dialog stands, and is ended as one (RFC 3261 15).
          on: { 'session.accepted': 'ending' },
        },
        declining: {
          // Our refusal crossed an answer of ours, or the caller's CANCEL.
          on: { 'session.accepted': 'ending' },
        },
        ending: { entry: { type: 'session', params: { type: 'session.bye' } } },
      },
    },

    ended: { type: 'final', entry: ['settleAll', 'publishEnd', 'reportEnd'] },
  },
})
