import { assign, type EventObject, emit, enqueueActions, sendParent, setup } from 'xstate'
import type { CommandSettled, Failure } from './failure'
import type { DialIntent, OfCall, PreflightIntent } from './intents'
import type { Check, CheckFact, MicrophoneHeard, NetworkSeen } from './ports/preflight'
import type { QualitySummary } from './quality/quality.machine'
import type { CallReport, ReferReport } from './reports'
import { done, refused, settled, timedOut } from './settled'
import { unbound } from './unbound'

type Start = Extract<PreflightIntent, { type: 'preflight.start' }>

/** For the phone, which makes and ends the call like any other. */
export type PreflightReport =
  | { readonly type: 'check.callWanted'; readonly intent: DialIntent }
  | { readonly type: 'check.hangUpWanted'; readonly intent: OfCall<'call.hangUp'> }

interface PreflightContext {
  readonly run: Start | null
  readonly microphone: MicrophoneHeard | null
  readonly network: NetworkSeen | null
  readonly quality: QualitySummary | null
  readonly failure: Failure | null
}

const nothing = { microphone: null, network: null, quality: null, failure: null }

const noSound: Failure = { code: 'no-sound' }

const fail = (failure: Failure) =>
  ({ target: '#preflight.failed', actions: { type: 'recordFailure', params: { failure } } }) as const

const onCheckFailed = {
  target: '#preflight.failed',
  actions: { type: 'recordFailure', params: ({ event }: { event: { readonly failure: Failure } }) => event },
} as const

const ours = { type: 'isOurs', params: ({ event }: { event: { readonly callId: string } }) => event } as const

/** Before a shift: the microphone, the network, and a call to a number that says back what it hears. */
export const preflightMachine = setup({
  types: {
    context: {} as PreflightContext,
    events: {} as
      | PreflightIntent
      | CheckFact
      | Extract<CallReport, { type: 'report.ended' }>
      | Extract<ReferReport, { type: 'report.established' }>
      | { readonly type: 'focus.dialRefused'; readonly callId: string },
    emitted: {} as CommandSettled | { readonly type: 'preflight.finished' },
    tags: {} as 'running' | 'busy',
  },
  actors: { runCheck: unbound<EventObject, Check, CheckFact>('runCheck') },
  actions: {
    begin: assign((_, run: Start) => ({ ...nothing, run })),
    recordMicrophone: assign({ microphone: (_, { label, peak }: MicrophoneHeard) => ({ label, peak }) }),
    recordNetwork: assign({
      network: (_, { candidates, gatheringMs }: NetworkSeen) => ({ candidates, gatheringMs }),
    }),
    recordQuality: assign({ quality: (_, { quality }: { quality: QualitySummary }) => quality }),
    recordFailure: assign({ failure: (_, { failure }: { failure: Failure }) => failure }),
    wantCall: sendParent(({ context: { run } }) => {
      const { commandId, at, callId, target, remote } = run as Start
      const intent: DialIntent = { type: 'call.dial', commandId: `${commandId}/call`, at, callId, target, remote }
      return { type: 'check.callWanted', intent }
    }),
    wantHangUp: sendParent(({ context: { run } }, { at }: { at: number }) => {
      const { commandId, callId } = run as Start
      return { type: 'check.hangUpWanted', intent: { type: 'call.hangUp', commandId: `${commandId}/end`, at, callId } }
    }),
    settle: enqueueActions(({ context: { run, failure }, enqueue }) => {
      if (run === null) return
      enqueue.emit(settled(run.commandId, failure === null ? done : refused(failure)))
      enqueue.emit({ type: 'preflight.finished' })
    }),
    confirm: emit((_, { commandId }: { commandId: string }) => settled(commandId, done)),
  },
  guards: {
    isOurs: ({ context }, { callId }: { callId: string }) => context.run?.callId === callId,
    isSilent: (_, { peak }: { peak: number }) => peak === 0,
    hasSounded: ({ context }, { callId, record }: Extract<CallReport, { type: 'report.ended' }>) =>
      context.run?.callId === callId && (record?.quality?.samples ?? 0) > 0,
  },
  delays: {
    /** The browser's prompt waits for a person. */
    permissionTimeout: 125_000,
    checkTimeout: 15_000,
    /** A call that rings for ever ends by itself before that. */
    answerTimeout: 220_000,
    /** Past 64*T1 (RFC 3261 17.1.2.2) the call has told its end, unless it is broken. */
    endTimeout: 40_000,
  },
}).createMachine({
  id: 'preflight',
  context: { run: null, ...nothing },
  initial: 'idle',
  on: {
    'preflight.start': { target: '.running', actions: { type: 'begin', params: ({ event }) => event } },
  },
  states: {
    idle: {},
    running: {
      tags: 'running',
      initial: 'microphone',
      // One at a time; the door does not let a second one in.
      on: {
        'preflight.start': {},
        'preflight.cancel': {
          target: 'failed',
          actions: [
            { type: 'recordFailure', params: { failure: { code: 'cancelled' } } },
            { type: 'confirm', params: ({ event }) => event },
          ],
        },
      },
      states: {
        microphone: {
          tags: 'busy',
          invoke: { src: 'runCheck', input: { part: 'microphone' }, onError: fail({ code: 'media-failed' }) },
          on: {
            'check.microphoneHeard': [
              {
                guard: { type: 'isSilent', params: ({ event }) => event },
                target: '#preflight.failed',
                actions: [
                  { type: 'recordMicrophone', params: ({ event }) => event },
                  { type: 'recordFailure', params: { failure: noSound } },
                ],
              },
              { target: 'network', actions: { type: 'recordMicrophone', params: ({ event }) => event } },
            ],
            'check.failed': onCheckFailed,
          },
          after: { permissionTimeout: fail(timedOut) },
        },
        network: {
          tags: 'busy',
          invoke: { src: 'runCheck', input: { part: 'network' }, onError: fail({ code: 'media-failed' }) },
          on: {
            'check.networkSeen': {
              target: 'call',
              actions: { type: 'recordNetwork', params: ({ event }) => event },
            },
            'check.failed': onCheckFailed,
          },
          after: { checkTimeout: fail(timedOut) },
        },
        // A call like any other, with a card of its own, which ends by itself: answered, refused or timed out.
        call: {
          initial: 'calling',
          entry: 'wantCall',
          on: {
            'focus.dialRefused': { guard: ours, ...fail({ code: 'other-call-not-held' }) },
            'report.ended': [
              {
                guard: { type: 'hasSounded', params: ({ event }) => event },
                target: '#preflight.passed',
                actions: {
                  type: 'recordQuality',
                  params: ({ event }) => ({ quality: event.record?.quality as QualitySummary }),
                },
              },
              {
                guard: ours,
                target: '#preflight.failed',
                actions: {
                  type: 'recordFailure',
                  params: ({ event }) => ({ failure: event.record?.failure ?? noSound }),
                },
              },
            ],
            'preflight.cancel': {
              target: '#preflight.failed',
              actions: [
                { type: 'recordFailure', params: { failure: { code: 'cancelled' } } },
                { type: 'wantHangUp', params: ({ event }) => event },
                { type: 'confirm', params: ({ event }) => event },
              ],
            },
          },
          states: {
            calling: {
              tags: 'busy',
              on: { 'report.established': { guard: ours, target: 'listening' } },
              after: { answerTimeout: fail(timedOut) },
            },
            listening: {
              tags: 'busy',
              invoke: { src: 'runCheck', input: { part: 'conversation' }, onError: 'unheard' },
              on: {
                'check.listened': {
                  target: 'hangingUp',
                  actions: { type: 'wantHangUp', params: ({ event }) => event },
                },
              },
              after: { checkTimeout: 'unheard' },
            },
            // Nobody says when to hang up: the person can, and the call's end is the end of this.
            unheard: {},
            hangingUp: { tags: 'busy', after: { endTimeout: fail(timedOut) } },
          },
        },
      },
    },
    passed: { entry: 'settle' },
    failed: { entry: 'settle' },
  },
})
