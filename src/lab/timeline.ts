import type { AnyMachineSnapshot } from 'xstate'
import type { Trace, TraceEntry, TraceHeader } from '../trace/entry'
import { createReplay, type Replay } from '../trace/replay'
import type { Touched } from '../trace/watch'

/** Every chart that lives at a moment, by its path from the root, parents first. */
export type Moment = ReadonlyMap<string, AnyMachineSnapshot>

/** A trace with the state of every chart after each of its entries. It may grow: a live phone's does, and a simulation's. */
export interface Timeline {
  readonly header: TraceHeader
  readonly entries: readonly TraceEntry[]
  /** How many entries have been replayed; the moments 0..ready are known. */
  readonly ready: number
  readonly replay: Replay
  append(entries: readonly TraceEntry[]): void
  /** Replays until the budget is spent; true when more is to be done. */
  work(budgetMs: number): boolean
  /** The charts after so many entries. */
  at(position: number): Moment
  /** The line of the entry at this index, in the file that it was read from. */
  lineOf(index: number): number
  /** The charts that the entry at this index has changed, as it left them. */
  touchedBy(index: number): readonly Touched[]
  /** Their paths. */
  changedBy(index: number): readonly string[]
  dispose(): void
}

/** Whole moments are kept at this distance; between them, what changed. */
const distance = 128

export function createTimeline({ header, entries: recorded, lines }: Trace): Timeline {
  const entries: TraceEntry[] = [...recorded]
  const replay = createReplay({ header, entries })
  const changes: (readonly Touched[])[] = []
  const keys: Moment[] = [applied(new Map(), replay.touched)]

  const step = () => {
    if (!replay.step()) return false
    changes.push(replay.touched)
    if (changes.length % distance === 0) keys.push(momentAt(changes.length))
    return true
  }
  const momentAt = (position: number): Moment => {
    const key = Math.min(Math.floor(position / distance), keys.length - 1)
    return applied(keys[key] ?? new Map(), changes.slice(key * distance, position).flat())
  }
  return {
    header,
    entries,
    replay,
    get ready() {
      return changes.length
    },
    append: (more) => {
      for (const entry of more) entries.push(entry)
    },
    work(budgetMs) {
      const until = performance.now() + budgetMs
      // The clock is asked now and then: asking costs as much as a small step.
      do {
        for (let steps = 0; steps < 16; steps += 1) if (!step()) return false
      } while (performance.now() < until)
      return changes.length < entries.length
    },
    at: (position) => momentAt(Math.max(0, Math.min(position, changes.length))),
    lineOf: (index) => lines?.[index] ?? index + 2,
    touchedBy: (index) => changes[index] ?? [],
    changedBy: (index) => changes[index]?.map(({ path }) => path) ?? [],
    dispose: () => replay.dispose(),
  }
}

function applied(moment: Moment, changes: readonly Touched[]): Moment {
  if (changes.length === 0) return moment
  const next = new Map(moment)
  for (const { path, snapshot } of changes) {
    if (snapshot === null) next.delete(path)
    else next.set(path, snapshot)
  }
  return next
}
