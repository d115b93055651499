import { callMachine } from '../../src/machines/call/call.machine'
import type { CallInput } from '../../src/machines/call/call.setup'
import type { CommandSettled } from '../../src/machines/failure'
import type { CallRecord } from '../../src/machines/reports'
import { type Fed, type Harness, type HarnessOptions, startChart } from './chart-harness'

const intent = (type: string, commandId: string, at = 20_000): Fed => ({ type, callId: 'a', commandId, at })

/** What can happen to a call. Times: it starts at 1,000, is answered at 5,000, and ends at 65,000. */
export const callEvents = {
  answer: intent('call.answer', 'answer'),
  decline: intent('call.decline', 'decline'),
  deflect: {
    ...intent('call.deflect', 'deflect'),
    target: 'sip:611@pbx.example',
    remote: { number: '611', name: null, uri: 'sip:611@pbx.example' },
  },
  hangUp: intent('call.hangUp', 'hangUp'),
  hold: intent('call.hold', 'hold'),
  resume: intent('call.resume', 'resume'),
  mute: intent('call.mute', 'mute'),
  unmute: intent('call.unmute', 'unmute'),
  setSupervision: { ...intent('call.setSupervision', 'setSupervision'), mode: 'barge' },
  startRecording: intent('call.startRecording', 'startRecording'),
  stopRecording: intent('call.stopRecording', 'stopRecording'),
  recordingTold: { type: 'session.recordingTold', recording: 'on' },
  dtmf: { ...intent('call.sendDtmf', 'dtmf'), tones: '1', durationMs: 100, gapMs: 70 },
  yield: { type: 'focus.yield' },
  retreat: { type: 'focus.retreat' },
  acquired: { type: 'microphone.acquired' },
  noMicrophone: { type: 'microphone.refused', failure: { code: 'permission-denied' }, at: 3_000 },
  trying: { type: 'session.progressed', progress: 'trying', at: 2_000 },
  ringing: { type: 'session.progressed', progress: 'ringing', at: 2_000 },
  queued: { type: 'session.progressed', progress: 'queued', at: 2_000 },
  forwarded: { type: 'session.progressed', progress: 'forwarded', at: 2_000 },
  progressing: { type: 'session.progressed', progress: 'progressing', at: 2_000 },
  accepted: { type: 'session.accepted', remote: null, at: 5_000 },
  rejected: { type: 'session.rejected', failure: { code: 'busy', sipStatus: 486 }, at: 4_000 },
  cancelled: { type: 'session.cancelled', by: 'caller', reason: null, at: 4_000 },
  elsewhere: {
    type: 'session.cancelled',
    by: 'elsewhere',
    reason: { protocol: 'SIP', cause: 200, text: 'Call completed elsewhere' },
    at: 4_000,
  },
  ended: { type: 'session.ended', by: 'remote', failure: null, reason: null, at: 65_000 },
  endedBusy: {
    type: 'session.ended',
    by: 'remote',
    failure: null,
    reason: { protocol: 'Q.850', cause: 17, text: 'User busy' },
    at: 65_000,
  },
  endedNormally: {
    type: 'session.ended',
    by: 'remote',
    failure: null,
    reason: { protocol: 'Q.850', cause: 16, text: 'Normal Clearing' },
    at: 65_000,
  },
  lost: {
    type: 'session.ended',
    by: 'lost',
    failure: { code: 'dialog-gone', sipStatus: 481 },
    reason: null,
    at: 65_000,
  },
  heldOk: { type: 'session.negotiated', offer: { hold: true } },
  openOk: { type: 'session.negotiated', offer: { hold: false } },
  offerRefused: { type: 'session.offerRefused', failure: { code: 'not-acceptable', sipStatus: 488 } },
  crossed: { type: 'session.offersCrossed', retryAfterMs: 2_500 },
  offered: { type: 'session.offerReceived' },
  refreshDue: { type: 'session.refreshDue' },
  answered: { type: 'session.offerAnswered' },
  remoteHeld: { type: 'session.remoteHeld' },
  remoteResumed: { type: 'session.remoteResumed' },
  captureInterrupted: { type: 'microphone.interrupted' },
  captureRestored: { type: 'microphone.restored' },
  captureEnded: { type: 'microphone.ended' },
  available: { type: 'microphone.available' },
  muted: { type: 'microphone.muted' },
  unmuted: { type: 'microphone.unmuted' },
  connected: { type: 'media.connected' },
  interrupted: { type: 'media.interrupted' },
  mediaFailed: { type: 'media.failed' },
  flowing: { type: 'media.flowing' },
  stopped: { type: 'media.stopped' },
} as const satisfies Record<string, Fed>

export type CallStep = keyof typeof callEvents | 'silence'

export interface CallHarness extends Harness {
  go(...way: readonly CallStep[]): CallHarness
  /** Where the call is on its way. */
  way(): string
  /** One of the regions beside the way. */
  region(name: string): string
  /** What was asked of a port, in order: the command's type alone where that says all. */
  askedOf(port: 'watchSession' | 'watchMedia'): unknown[]
  /** What became of the commands, in order. */
  readonly settled: readonly (readonly [commandId: string, outcome: string])[]
  readonly published: readonly string[]
  readonly reports: readonly string[]
  readonly record: CallRecord
}

const remote = { number: '600', name: 'Echo', uri: 'sip:600@pbx.example' }

export const callInputs: Record<CallInput['direction'], CallInput> = {
  outgoing: {
    callId: 'a',
    direction: 'outgoing',
    remote,
    target: 'sip:600@pbx.example',
    commandId: 'dial',
    startedAt: 1_000,
  },
  incoming: {
    callId: 'a',
    direction: 'incoming',
    remote,
    target: null,
    commandId: null,
    startedAt: 1_000,
  },
}

const callPorts = ['watchSession', 'watchMedia', 'playSound', 'tones', 'recording', 'quality'] as const

export function startCall(
  direction: CallInput['direction'] = 'outgoing',
  options: Pick<HarnessOptions, 'broken'> = {},
): CallHarness {
  const chart = startChart(callMachine, { input: callInputs[direction], ports: callPorts, ...options })
  const own = {
    go: (...way: readonly CallStep[]) => {
      for (const step of way) chart.feed(step === 'silence' ? step : callEvents[step])
      return call
    },
    way: () => (chart.at().startsWith('open.underway') ? `way.${chart.at('open', 'underway', 'way')}` : chart.at()),
    region: (name: string) => chart.at('open', 'underway', name),
    askedOf: (port: string) =>
      chart.asked
        .filter((asked) => asked.port === port)
        .map(({ command }) => (Object.keys(command).length === 1 ? command.type : command)),
    get settled() {
      return settledIn(chart)
    },
    get published() {
      return chart.emitted.filter(({ type }) => type !== 'command.settled').map(({ type }) => type)
    },
    get reports() {
      return chart.reported.filter(({ type }) => type.startsWith('report.')).map(({ type }) => type)
    },
    get record() {
      return chart.output as CallRecord
    },
  }
  const call = Object.defineProperties({} as CallHarness, {
    ...Object.getOwnPropertyDescriptors(chart),
    ...Object.getOwnPropertyDescriptors(own),
  })
  return call
}

/** `ok`, or the failure's code. */
const outcomeOf = ({ outcome }: CommandSettled): string => (outcome.ok ? 'ok' : outcome.failure.code)

const isSettled = (event: { type: string }): event is CommandSettled => event.type === 'command.settled'

export const settledIn = (chart: Pick<Harness, 'emitted'>): (readonly [string, string])[] =>
  chart.emitted.filter(isSettled).map((event) => [event.commandId, outcomeOf(event)] as const)
