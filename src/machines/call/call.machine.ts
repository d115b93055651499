import { stateIn } from 'xstate'
import type { CallIntent } from '../intents'
import { timedOut } from '../settled'
import { callSetup, noExtras, permissionTimeoutMs, recordOf } from './call.setup'
import { capture } from './capture.region'
import { endsAs, endsFor, endsUntold } from './endings'
import { hold } from './hold.region'
import { media } from './media.region'
import { microphone } from './microphone.region'
import { negotiation } from './negotiation.region'
import { opens } from './opens'
import { earlyMedia, progress } from './progress.region'
import { quality } from './quality.region'
import { recording } from './recording.region'
import { referral } from './referral.region'
import { remoteHold } from './remote-hold.region'
import { supervision } from './supervision.region'
import { tones } from './tones.region'
import { way } from './way.region'

type HangUp = Extract<CallIntent, { type: 'call.hangUp' }>

const noMedia = endsUntold('failed', 'local', { code: 'media-failed' })
/** Hanging up on a call that rings is declining it; who leaves the phone has only missed it. */
const refuseByHangUp = {
  target: '#call.closing.declining',
  actions: [
    opens('end'),
    {
      type: 'recordEnd',
      params: ({ event }: { event: HangUp }) => ({
        at: event.at,
        ending: event.because === 'leaving' ? ('missed' as const) : ('declined' as const),
        by: 'local' as const,
        failure: null,
      }),
    },
    {
      type: 'reject',
      params: ({ event }: { event: HangUp }) => ({
        reason: event.because === 'leaving' ? ('unavailable' as const) : ('declined' as const),
      }),
    },
  ],
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
    onError: { target: '.ended', actions: endsUntold('failed', 'lost', { code: 'dialog-gone' }) },
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
          reason: event.reason,
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
          reason: event.reason,
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
            'transfer.withdraw': { target: '#call.ended', actions: endsUntold('cancelled', 'local') },
            'focus.yield': refuseToYield,
            'microphone.refused': { target: '#call.ended', actions: endsFor('failed', 'local') },
            'call.hangUp': { target: '#call.ended', actions: [opens('end'), endsAs('cancelled', 'local')] },
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
              actions: opens('answer'),
            },
            'call.decline': {
              target: '#call.closing.declining',
              actions: [opens('end'), endsAs('declined', 'local'), { type: 'reject', params: ({ event }) => event }],
            },
            'call.deflect': {
              target: '#call.closing.forwarding',
              actions: [
                opens('end'),
                {
                  type: 'recordEnd',
                  params: ({ event }) => ({
                    at: event.at,
                    ending: 'forwarded',
                    by: 'local',
                    failure: null,
                    forwardedTo: event.remote,
                  }),
                },
                { type: 'session', params: ({ event }) => ({ type: 'session.deflect', target: event.target }) },
              ],
            },
            'call.hangUp': refuseByHangUp,
          },
          after: {
            ringTimeout: {
              target: '#call.closing.declining',
              actions: [
                endsUntold('missed', 'local'),
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
            'call.hangUp': refuseByHangUp,
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
            way,
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
        'session.rejected': { target: 'ended', actions: endsFor('failed', 'remote') },
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
        // Told to call somebody else.
        forwarding: { on: { 'session.accepted': 'ending' } },
        ending: { entry: { type: 'session', params: { type: 'session.bye' } } },
      },
    },

    ended: { type: 'final', entry: ['settleAll', 'publishEnd', 'reportEnd'] },
  },
})
