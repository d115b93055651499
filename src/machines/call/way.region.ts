import { and, stateIn } from 'xstate'
import type { Remote, SessionFact } from '../ports'
import { timedOut } from '../settled'
import { callSetup } from './call.setup'
import { endsAs, endsFor, endsUntold } from './endings'
import { opens } from './opens'

type Left = Extract<SessionFact, { type: 'session.ended' }>

const { createStateConfig } = callSetup

const recordAnswer = [
  { type: 'recordAnswer', params: ({ event }: { event: { at: number; remote: Remote | null } }) => event },
  { type: 'settle', params: { place: 'dial', outcome: { ok: true } } },
] as const

/** The INVITE's way: from the request, or our 200, to the conversation. */
export const way = createStateConfig({
  initial: 'dialing',
  states: {
    dialing: {
      tags: 'dialing',
      entry: 'invite',
      on: {
        'session.accepted': { target: 'established', actions: recordAnswer },
        'transfer.withdraw': { target: 'withdrawing', actions: endsUntold('cancelled', 'local') },
        'session.rejected': { target: '#call.ended', actions: endsFor('rejected', 'remote') },
        'call.hangUp': { target: '#call.closing.cancelling', actions: [opens('end'), endsAs('cancelled', 'local')] },
      },
      after: {
        ringTimeout: {
          target: '#call.closing.cancelling',
          actions: endsUntold('rejected', 'local', { code: 'no-answer' }),
        },
      },
    },
    // The CANCEL is out. A 200 that crosses it is welcome: then whom we called is there after all.
    withdrawing: {
      tags: ['withdrawing', 'busy'],
      entry: { type: 'session', params: { type: 'session.withdraw' } },
      on: {
        'session.accepted': { target: 'established', actions: ['forgetEnd', ...recordAnswer] },
        'session.rejected': { target: '#call.ended', actions: endsAs('cancelled', 'local') },
        'call.hangUp': { target: '#call.closing.cancelling', actions: opens('end') },
      },
      after: { answerTimeout: '#call.closing.cancelling' },
    },
    accepting: {
      tags: ['answering', 'busy'],
      entry: { type: 'session', params: { type: 'session.accept' } },
      on: {
        'call.hangUp': { target: '#call.closing.ending', actions: [opens('end'), endsAs('declined', 'local')] },
        'session.accepted': {
          target: 'established',
          actions: [
            { type: 'recordAnswer', params: ({ event }) => event },
            { type: 'settle', params: { place: 'answer', outcome: { ok: true } } },
            { type: 'publish', params: { type: 'call.answered' } },
          ],
        },
        'session.rejected': { target: '#call.ended', actions: endsFor('failed', 'local') },
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
        answerTimeout: { target: '#call.closing.ending', actions: endsUntold('failed', 'lost', timedOut) },
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
        // BYE instead of NOTIFY: whom we have sent elsewhere has gone there, unless it says otherwise.
        'session.ended': {
          guard: and([
            stateIn({ open: { underway: { referral: { outstanding: 'accepted' } } } }),
            { type: 'hasLeft', params: ({ event }: { event: Left }) => event },
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
        // Another party in its place, in a dialog of its own; our hold and our mute are as they were.
        'session.replaced': {
          actions: [
            { type: 'recordRemote', params: ({ event }) => event },
            { type: 'publish', params: { type: 'call.replaced' } },
          ],
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
        'call.hangUp': { target: '#call.closing.ending', actions: [opens('end'), endsAs('completed', 'local')] },
      },
    },
  },
})
