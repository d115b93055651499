import type { PhoneCommand } from '../../api/commands'
import type { PhoneConfig } from '../../api/config'
import { PhoneError } from '../../api/errors'
import { intentOf } from '../../api/intent-of'
import { notAllowed } from '../../api/phone-error'
import { createPhoneView } from '../../api/view/phone.view'
import { defaultPreferences } from '../../machines/devices.setup'
import { type DrivingEntry, type Trace, type TraceEntry, type TraceHeader, traceFormat } from '../../trace/entry'
import { wholePhone } from '../moment-source'
import { createTimeline, type Timeline } from '../timeline'
import type { Step } from './steps'
import { whyNotTaken } from './why-not'

/** Whose phone is simulated. Nothing of it is ever reached. */
const simulatedConfig: PhoneConfig = {
  servers: ['wss://pbx.example/ws'],
  account: { uri: 'sip:1001@pbx.example', displayName: 'Alice' },
  // Who signs in without a password has a token, of which the port is told.
  auth: { kind: 'token', getToken: async () => null },
}

const domain = 'pbx.example'

/** What becomes of steps: entries of a trace, by the charts' own say. */
export interface Simulation {
  readonly timeline: Timeline
  readonly trace: Trace
  /** When a step that is taken now happens; ms on the trace's clock, and since the epoch. */
  readonly now: { readonly t: number; readonly at: number }
  /** Takes a step. Throws an Error that says why it cannot be taken; then nothing has happened. */
  take(step: Step): TraceEntry
  dispose(): void
}

/** When a simulation begins, ms since the epoch: the same whenever it is run. */
export const startedAt = Date.UTC(2026, 0, 5, 9)

/** Networks take a moment, people a longer one. */
const worldTakesMs = 180
const peopleTakeMs = 1_200

const simulatedHeader: TraceHeader = {
  format: traceFormat,
  input: { maxCalls: 4, preferences: defaultPreferences },
  charts: {},
  environment: { userAgent: 'Callchart lab, simulated' },
  redaction: 'plain',
  startedAt,
}

/** The charts themselves on silent ports, with a clock that stands still. `header`: goes on from a recorded trace. */
export function createSimulation(header: TraceHeader = simulatedHeader): Simulation {
  const timeline = createTimeline({ header, entries: [] })
  const view = createPhoneView()
  let commands = 0
  let ids = 0
  let t = 0

  const timeOf = (at: number) => ({ t: at, at: header.startedAt + at })
  const settle = () => {
    while (timeline.work(1_000));
  }
  const intentFor = (command: PhoneCommand, at: number) => {
    const { permission, makeIntent } = intentOf(command, {
      config: simulatedConfig,
      domain,
      state: view(wholePhone(timeline.at(timeline.ready))),
      commandId: `command-${commands + 1}`,
      at,
      newId: () => `call-${ids + 1}`,
      keepSecret: () => 'secret-1',
      offerToken: () => {},
    })
    if (permission !== true) throw notAllowed(permission)
    commands += 1
    const intent = makeIntent()
    if (intent.type === 'call.dial' || intent.type === 'call.consult') ids += 1
    return intent
  }
  const portFor = (name: string, call: string | undefined) => {
    const found = timeline.replay.open.find(
      ({ port, input }) =>
        port === name ||
        (port.startsWith(`${name}#`) &&
          (call === undefined || (input as { readonly callId?: string } | null)?.callId === call)),
    )
    if (found === undefined)
      throw new Error(`The port ${name}${call === undefined ? '' : ` of ${call}`} is not open now`)
    return found
  }
  const entryFor = (step: Step): DrivingEntry => {
    const next = timeOf(t + ('command' in step ? peopleTakeMs : worldTakesMs))
    if ('command' in step) return { t: next.t, intent: intentFor(step.command, next.at) }
    if ('port' in step) {
      // A fact is told when it happens, whatever time was written into it.
      const fact = 'at' in step.fact ? { ...step.fact, at: next.at } : step.fact
      const { port, owner } = portFor(step.port, step.call)
      const hearer = timeline.at(timeline.ready).get(owner)
      const why = hearer === undefined ? null : whyNotTaken(hearer, fact)
      if (why !== null) throw new Error(`${fact.type}: ${why}`)
      return { t: next.t, port, fact }
    }
    if ('entry' in step) {
      if ('intent' in step.entry) commands += 1
      return step.entry
    }
    const [due] = timeline.replay.timers
    if (due === undefined) throw new Error('No timer runs now')
    return { t: Math.max(due.due, t), timer: due.timer }
  }
  settle()
  return {
    timeline,
    trace: { header, entries: timeline.entries },
    get now() {
      return timeOf(t + worldTakesMs)
    },
    take(step) {
      const entry = entryFor(step)
      timeline.append([entry])
      settle()
      t = entry.t
      return entry
    },
    dispose: () => timeline.dispose(),
  }
}

/** What an error says to people. */
export function wordsOf(error: unknown): string {
  if (error instanceof PhoneError) return error.message
  return error instanceof Error ? error.message : String(error)
}
