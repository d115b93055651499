import type { AnyStateMachine } from 'xstate'
import type { Trace, TraceEntry, TraceHeader } from '../trace/entry'
import { createReplay, type Replay } from '../trace/replay'
import type { Touched } from '../trace/watch'
import { type Moment, Moments } from './moments'

/** A trace with the state of every chart after each of its entries. It may grow: a live phone's does, and a simulation's. */
export interface Timeline {
  readonly header: TraceHeader
  readonly entries: readonly TraceEntry[]
  /** How many entries have been replayed; the moments 0..ready are known. */
  readonly ready: number
  /** What is known beside the charts' states, of a timeline that has been replayed. */
  readonly replay: Pick<Replay, 'asked' | 'difference' | 'open' | 'ownerOf' | 'timers'>
  /** The root's chart. */
  readonly machine: AnyStateMachine
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

export function createTimeline({ header, entries: recorded, lines }: Trace): Timeline {
  const entries: TraceEntry[] = [...recorded]
  const replay = createReplay({ header, entries })
  const moments = new Moments(replay.touched)

  const step = () => {
    if (!replay.step()) return false
    moments.add(replay.touched)
    return true
  }
  return {
    header,
    entries,
    replay,
    machine: replay.actor.logic,
    get ready() {
      return moments.length
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
      return moments.length < entries.length
    },
    at: (position) => moments.at(position),
    lineOf: (index) => lines?.[index] ?? index + 2,
    touchedBy: (index) => moments.touchedBy(index),
    changedBy: (index) => moments.touchedBy(index).map(({ path }) => path),
    dispose: () => replay.dispose(),
  }
}
