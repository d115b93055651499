import type { EventObject } from 'xstate'
import type { PhoneIntent } from '../machines/intents'
import type { PhoneInput } from '../machines/phone.setup'
import type { ActorStates } from './describe'
import { type DrivingEntry, type Entered, type TraceHeader, traceFormat } from './entry'

export interface RecorderOptions {
  readonly input: PhoneInput
  /** Monotonic ms since the page began. */
  readonly now: () => number
  /** Called after each step, when every chart has come to rest. */
  readonly afterStep: () => void
  /** The states to keep with each entry, for tests. */
  readonly describeStates?: () => ActorStates
}

/** What XState wants of a clock. */
interface Clock {
  setTimeout(fire: () => void, ms: number): number
  clearTimeout(timer: number): void
}

/** The gate through which everything enters the charts, and the trace of what did. */
export interface Recorder {
  enterIntent(intent: PhoneIntent, step: () => void): void
  enterFact(port: string, fact: EventObject, step: () => void): void
  /** Real time, with timers numbered in the order in which the charts set them. */
  readonly clock: Clock
  /** JSON Lines: a header, then the entries in order. */
  export(): string
}

export function createRecorder({ input, now, afterStep, describeStates }: RecorderOptions): Recorder {
  const header: TraceHeader = {
    format: traceFormat,
    input,
    charts: {},
    environment: {},
    redaction: 'plain',
    startedAt: Math.round(performance.timeOrigin),
  }
  const entries: DrivingEntry[] = []
  const running = new Map<number, ReturnType<typeof setTimeout>>()
  let timers = 0

  const enter = (entered: Entered, step: () => void) => {
    // Written down first: a step that throws is in the trace too.
    const at = entries.push({ t: Math.round(now() * 1000) / 1000, ...entered }) - 1
    step()
    if (describeStates !== undefined) entries[at] = { ...(entries[at] as DrivingEntry), states: describeStates() }
    afterStep()
  }

  return {
    enterIntent: (intent, step) => enter({ intent }, step),
    enterFact: (port, fact, step) => enter({ port, fact }, step),
    clock: {
      setTimeout(fire, ms) {
        const timer = ++timers
        running.set(
          timer,
          setTimeout(() => {
            running.delete(timer)
            enter({ timer }, fire)
          }, ms),
        )
        return timer
      },
      clearTimeout(timer) {
        clearTimeout(running.get(timer))
        running.delete(timer)
      },
    },
    export: () => `${[header, ...entries].map((line) => JSON.stringify(line)).join('\n')}\n`,
  }
}
