import { type Actor, createActor, type EventObject } from 'xstate'
import { bindPorts } from '../machines/bind-ports'
import type { phoneMachine } from '../machines/phone.machine'
import { type ActorStates, describe } from './describe'
import { type DrivingEntry, isDriving, type Trace, type TraceEntry } from './entry'
import { createSilentPorts, type OpenPort } from './silent-ports'

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
  /** What could go on: the ports that the charts keep open, and the timers that run, the next one first. */
  readonly open: readonly OpenPort[]
  readonly timers: readonly RunningTimer[]
  /** What the charts have asked of their ports. */
  readonly asked: readonly Asked[]
  dispose(): void
}

interface RunningTimer {
  readonly timer: number
  /** On the clock of the entries' `t`. */
  readonly due: number
}

interface Asked {
  /** Of the entry that made the charts ask, from 0; -1: as they started. */
  readonly index: number
  readonly port: string
  readonly command: EventObject
}

/** Time never fires by itself: the trace does. */
function createTraceClock() {
  const waiting = new Map<number, { readonly fire: () => void; readonly due: number }>()
  let made = 0
  let now = 0
  return {
    /** Timers run from here. */
    set now(t: number) {
      now = t
    },
    get timers(): readonly RunningTimer[] {
      return [...waiting].map(([timer, { due }]) => ({ timer, due })).sort((a, b) => a.due - b.due || a.timer - b.timer)
    },
    setTimeout(fire: () => void, ms: number): number {
      waiting.set(++made, { fire, due: now + ms })
      return made
    },
    clearTimeout: (timer: number): void => void waiting.delete(timer),
    fire(timer: number): boolean {
      const found = waiting.get(timer)
      waiting.delete(timer)
      found?.fire()
      return found !== undefined
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
  const asked: Asked[] = []
  const ports = createSilentPorts((port, command) => void asked.push({ index: position, port, command }))
  const clock = createTraceClock()
  const actor = createActor(bindPorts(ports), { id: 'phone', input: trace.header.input, clock })
  let position = -1
  let difference: Difference | null = null

  const enter = (entry: DrivingEntry): string | null => {
    clock.now = entry.t
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
  position = 0
  return {
    actor,
    asked,
    get open() {
      return ports.open
    },
    get timers() {
      return clock.timers
    },
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
