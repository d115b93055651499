import { type Actor, type AnyStateMachine, createActor, type EventObject, type SnapshotFrom } from 'xstate'
import { bindPorts } from '../machines/bind-ports'
import type { phoneMachine } from '../machines/phone.machine'
import { machinesOf } from './chart-hashes'
import { restoreTimers, takeCheckpoint } from './checkpoint'
import { type ActorStates, describe } from './describe'
import { type ChartHashes, type Checkpoint, type DrivingEntry, isDriving, type Trace, type TraceEntry } from './entry'
import { isSameJson } from './same-json'
import { createSilentPorts, type OpenPort } from './silent-ports'
import { Changes, createWatch, type Touched } from './watch'

/** Where a replay parts from what was recorded. */
export interface Difference {
  /** Of the entry, from 0. */
  readonly index: number
  readonly entry: TraceEntry
  /** The chart that differs, by its path; null: the entry could not be entered. */
  readonly path: string | null
  readonly why: string
}

export interface Replay {
  readonly actor: Actor<typeof phoneMachine>
  /** Enters the next entry, or passes one that rides along; false at the end. */
  step(): boolean
  /** How many entries have been entered or passed. */
  readonly position: number
  /** What the last step has touched. */
  readonly touched: readonly Touched[]
  /** All that decides what follows; null: it cannot be said for certain. */
  checkpoint(): Checkpoint | null
  /** The first one; null as long as every state is as it was. */
  readonly difference: Difference | null
  /** What could go on: the ports that the charts keep open, and the timers that run, the next one first. */
  readonly open: readonly OpenPort[]
  readonly timers: readonly RunningTimer[]
  /** The path of the chart that opened a port, long ago, too. */
  ownerOf(port: string): string | undefined
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
    /** In the order in which they were set. */
    counts: () => ({ running: [...waiting.keys()], set: made }),
    /** The next timer gets the number after this one. */
    resume(timersMade: number): void {
      made = timersMade
    },
  }
}

const nothing: readonly Touched[] = []

type Mismatch = Pick<Difference, 'path' | 'why'>

/** What differs in two records, by path. */
function compare(
  expected: Readonly<Record<string, unknown>>,
  actual: Readonly<Record<string, unknown>>,
): Mismatch | null {
  for (const path of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
    const was = JSON.stringify(expected[path])
    const is = JSON.stringify(actual[path])
    if (was !== is) return { path, why: `${path} was ${was ?? 'not there'} and is ${is ?? 'not there'}` }
  }
  return null
}

/** The same for what has changed: what is not named was as before. */
function compareChanges(
  expected: Readonly<Record<string, unknown>> = {},
  actual: Readonly<Record<string, unknown>> = {},
): Mismatch | null {
  for (const path in expected) if (!isSameJson(expected[path], actual[path])) return parted(path)
  for (const path in actual) if (!(path in expected)) return parted(path)
  return null

  function parted(path: string): Mismatch {
    return { path, why: `${path} ${came(expected[path], 'went', 'stayed')} and ${came(actual[path], 'goes', 'stays')}` }
  }
}

const came = (value: unknown, goes: string, stays: string): string =>
  value === undefined ? `${stays} as it was` : value === null ? `${goes} away` : `${goes} to ${JSON.stringify(value)}`

/**
 * Leaves out the charts that are new since a trace was recorded: what they would have been in then, nobody knows. What others
 * do for them is compared all the same.
 */
function createComparable(recorded: ChartHashes, root: AnyStateMachine) {
  const isNew = [...machinesOf(root).keys()].some((chart) => !(chart in recorded))
  const paths = new Set<string>()
  return (touched: readonly Touched[]): readonly Touched[] =>
    isNew
      ? touched.filter(({ path, snapshot }) => {
          if (snapshot === null) return !paths.delete(path)
          if ((snapshot.machine as AnyStateMachine).id in recorded) return true
          paths.add(path)
          return false
        })
      : touched
}

export type BindPorts = typeof bindPorts

/** The charts of a replay, with ports that stay silent and a clock that stands still. */
export function createSilentPhone(
  trace: Pick<Trace, 'header'>,
  checkpoint: Checkpoint | null,
  {
    hear,
    bind = bindPorts,
  }: { hear?: (port: string, command: EventObject) => void; bind?: BindPorts | undefined } = {},
) {
  const ports = createSilentPorts(hear)
  const clock = createTraceClock()
  const { input } = trace.header
  const options = { id: 'phone', input, clock }
  if (checkpoint !== null) ports.resume(checkpoint.ports, checkpoint.portsOpened)
  const actor = createActor(
    bind(ports),
    checkpoint === null ? options : { ...options, snapshot: checkpoint.snapshot as SnapshotFrom<typeof phoneMachine> },
  )
  // XState throws into the void what nobody listens for; the next step says it.
  actor.subscribe({ error: () => undefined })
  actor.start()
  if (checkpoint !== null) {
    restoreTimers(actor, checkpoint, (timer) => clock.resume(timer - 1))
    clock.resume(checkpoint.timersSet)
  }
  return { actor, ports, clock }
}

/** Feeds the same charts, or those that are bound otherwise, with a trace: silent ports, a clock that the trace drives. */
export function createReplay(trace: Trace, bind?: BindPorts): Replay {
  const [first] = trace.entries
  const checkpoint = first !== undefined && 'folded' in first ? first.folded.checkpoint : null
  const asked: Asked[] = []
  let position = -1
  const { actor, ports, clock } = createSilentPhone(trace, checkpoint, {
    hear: (port, command) => void asked.push({ index: position, port, command }),
    bind,
  })
  const compares = trace.header.states !== undefined
  const comparable = createComparable(trace.header.charts, actor.logic)
  const look = createWatch(actor)
  const changes = new Changes()
  let touched: readonly Touched[] = look()
  // The states that the charts began in belong to the first entry; those of a checkpoint are known.
  let begun = checkpoint === null ? touched : nothing
  if (checkpoint !== null) changes.of(touched)
  position = 0
  let difference: Difference | null = null

  const enter = (entry: DrivingEntry): Mismatch | null => {
    clock.now = entry.t
    if ('intent' in entry) actor.send(entry.intent)
    else if ('timer' in entry) {
      if (!clock.fire(entry.timer)) return { path: null, why: `no timer ${entry.timer} is set` }
    } else if (!ports.tell(entry.port, entry.fact)) return { path: null, why: `the port ${entry.port} is not open` }
    touched = look()
    const changed = compares ? changes.of(comparable(begun.length === 0 ? touched : [...begun, ...touched])) : undefined
    begun = nothing
    if (actor.getSnapshot().status !== 'active') return { path: 'phone', why: 'the phone has stopped: its chart threw' }
    const parted = entry.states === undefined ? null : compare(entry.states, describe(actor))
    return parted ?? compareChanges(compares ? entry.changed : undefined, changed)
  }

  return {
    actor,
    asked,
    get open() {
      return ports.open
    },
    get timers() {
      return clock.timers
    },
    ownerOf: (port) => ports.ownerOf(port),
    get position() {
      return position
    },
    get touched() {
      return touched
    },
    get difference() {
      return difference
    },
    checkpoint: () =>
      takeCheckpoint(actor, {
        portOf: (port) => ports.nameOf(port),
        portsOpened: Object.fromEntries(ports.opened),
        timers: clock.counts(),
      }),
    step() {
      const entry = trace.entries[position]
      if (entry === undefined) return false
      touched = nothing
      const parted = isDriving(entry) ? enter(entry) : null
      if (parted !== null) difference ??= { index: position, entry, ...parted }
      position += 1
      return true
    },
    dispose: () => void actor.stop(),
  }
}

/** What differs between two recorded states, as a sentence; null: nothing. */
export const differenceOf = (expected: ActorStates, actual: ActorStates): string | null =>
  compare(expected, actual)?.why ?? null

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
