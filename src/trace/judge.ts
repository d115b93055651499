import type { AnyMachineSnapshot } from 'xstate'
import type { CallRecord } from '../machines/reports'
import { type ChartChange, causeOf, compareCharts } from './cause'
import { hashCharts } from './chart-hashes'
import { describe, visitCharts } from './describe'
import { isDriving, type Trace, type TraceEntry } from './entry'
import { type BindPorts, createReplay, type Difference } from './replay'
import { version } from './version'
import type { Touched } from './watch'

/** What came of a replay. */
export interface Verdict {
  readonly entries: number
  /** How many of them drove the charts. */
  readonly driven: number
  /** What there was to compare with (TraceHeader.states). */
  readonly compared: 'nothing' | 'changes' | 'whole'
  readonly difference: (Difference & { readonly line: number }) | null
  /** What of the charts is another than when it was recorded. */
  readonly changes: readonly ChartChange[]
  /** What the difference is due to: the likeliest of the changes; null when the charts are the same. */
  readonly cause: ChartChange | null
  /** Callchart's versions, where they differ. */
  readonly versions: { readonly recorded: string; readonly now: string } | null
  /** The calls that ended, oldest first. */
  readonly ended: readonly CallRecord[]
  /** In which state each chart was at the end, by its path. */
  readonly states: Readonly<Record<string, unknown>>
}

export interface JudgeOptions {
  /** Hears of each entry once it was entered. */
  readonly onEntry?: (entry: TraceEntry, index: number, touched: readonly Touched[]) => void
  /** Other charts than these. */
  readonly bind?: BindPorts
}

/** Replays a trace to its end or its first difference, and names what that is due to. */
export function judge(trace: Trace, { onEntry, bind }: JudgeOptions = {}): Verdict {
  const replay = createReplay(trace, bind)
  try {
    const { machine } = replay.actor.getSnapshot() as AnyMachineSnapshot
    const changes = compareCharts(trace.header.charts, hashCharts(machine))
    const [first] = trace.entries
    const ended: CallRecord[] = first !== undefined && 'folded' in first ? [...first.folded.calls] : []
    let lastCall = replay.actor.getSnapshot().context.lastCall
    let driven = 0
    for (const [index, entry] of trace.entries.entries()) {
      replay.step()
      driven += Number(isDriving(entry))
      const { context } = replay.actor.getSnapshot()
      if (context.lastCall !== null && context.lastCall !== lastCall) ended.push(context.lastCall)
      lastCall = context.lastCall
      onEntry?.(entry, index, replay.touched)
      if (replay.difference !== null) break
    }
    const { difference } = replay
    const recorded = trace.header.environment.version
    return {
      entries: trace.entries.length,
      driven,
      compared: trace.header.states ?? 'nothing',
      difference: difference && { ...difference, line: trace.lines?.[difference.index] ?? difference.index + 2 },
      changes,
      cause: difference && causeOf(difference, changes, chartsBefore(trace, difference.index, bind)),
      versions: recorded === undefined || recorded === version ? null : { recorded, now: version },
      ended,
      states: Object.fromEntries(Object.entries(describe(replay.actor)).map(([path, { value }]) => [path, value])),
    }
  } finally {
    replay.dispose()
  }
}

/** Every chart as an entry found it. Replays again: to keep the states of each step for this one would cost every replay. */
function chartsBefore(
  trace: Trace,
  index: number,
  bind: BindPorts | undefined,
): ReadonlyMap<string, AnyMachineSnapshot> {
  const replay = createReplay(trace, bind)
  const charts = new Map<string, AnyMachineSnapshot>()
  try {
    while (replay.position < index) replay.step()
    visitCharts(replay.actor, (path, _, snapshot) => void charts.set(path, snapshot))
    return charts
  } finally {
    replay.dispose()
  }
}
