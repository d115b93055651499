import { type Actor, createActor } from 'xstate'
import { bindPorts } from '../machines/bind-ports'
import type { phoneMachine } from '../machines/phone.machine'
import { type ActorStates, describe } from './describe'
import { type DrivingEntry, isDriving, type Trace, type TraceEntry } from './entry'
import { createSilentPorts } from './silent-ports'

/** Where a replay parts from what was recorded. */
export interface Difference {
  /** Of the entry, from 0. */
  readonly index: number
  readonly entry: TraceEntry
  readonly why: string
}

export interface Replay {
  readonly actor: Actor<typeof phoneMachine>
  /** Enters the next entry; false at the end. */
  step(): boolean
  /** How many entries have been entered. */
  readonly position: number
  /** The first one; null as long as every state is as it was. */
  readonly difference: Difference | null
  dispose(): void
}

/** Time never fires by itself: the trace does. */
function createTraceClock() {
  const waiting = new Map<number, () => void>()
  let made = 0
  return {
    setTimeout(fire: () => void): number {
      waiting.set(++made, fire)
      return made
    },
    clearTimeout: (timer: number): void => void waiting.delete(timer),
    fire(timer: number): boolean {
      const fire = waiting.get(timer)
      waiting.delete(timer)
      fire?.()
      return fire !== undefined
    },
  }
}

function compare(expected: ActorStates, actual: ActorStates): string | null {
  for (const path of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
    const was = JSON.stringify(expected[path])
    const is = JSON.stringify(actual[path])
    if (was !== is) return `${path} was ${was ?? 'not there'} and is ${is ?? 'not there'}`
  }
  return null
}

/** Feeds the same charts with a trace: silent ports, and a clock that the trace drives. Dispose of it at the end. */
export function createReplay(trace: Trace): Replay {
  const ports = createSilentPorts()
  const clock = createTraceClock()
  const actor = createActor(bindPorts(ports), { id: 'phone', input: trace.header.input, clock })
  let position = 0
  let difference: Difference | null = null

  const enter = (entry: DrivingEntry): string | null => {
    if ('intent' in entry) actor.send(entry.intent)
    else if ('timer' in entry) {
      if (!clock.fire(entry.timer)) return `no timer ${entry.timer} is set`
    } else if (!ports.tell(entry.port, entry.fact)) return `the port ${entry.port} is not open`
    if (actor.getSnapshot().status !== 'active') return 'the phone has stopped: its chart threw'
    return entry.states === undefined ? null : compare(entry.states, describe(actor))
  }

  // XState throws into the void what nobody listens for; the next step says it.
  actor.subscribe({ error: () => undefined })
  actor.start()
  return {
    actor,
    get position() {
      return position
    },
    get difference() {
      return difference
    },
    step() {
      const entry = trace.entries[position]
      if (entry === undefined) return false
      const why = isDriving(entry) ? enter(entry) : null
      if (why !== null) difference ??= { index: position, entry, why }
      position += 1
      return true
    },
    dispose: () => void actor.stop(),
  }
}

/** Replays to the end and tells the first difference. */
export function verifyTrace(trace: Trace): Difference | null {
  const replay = createReplay(trace)
  try {
    while (replay.difference === null && replay.step());
    return replay.difference
  } finally {
    replay.dispose()
  }
}
