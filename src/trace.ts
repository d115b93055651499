import { judge, type Verdict } from './trace/judge'
import { readTrace } from './trace/read-trace'

/** What of the charts is another than when the trace was recorded. */
export interface TraceCause {
  readonly chart: string
  readonly state: string
  readonly kind: 'added' | 'removed' | 'changed'
  /** Whether the state itself is another: its kind, entry, exit, invokes or tags. */
  readonly itself: boolean
  /** The events whose transitions are others. */
  readonly transitions: readonly string[]
}

export interface TraceReplay {
  /** Where the charts did something else; null: nowhere. */
  readonly difference: { readonly line: number; readonly why: string } | null
  /** The change of the charts that it is due to, when they have changed. */
  readonly cause: TraceCause | null
  /** The calls that ended, oldest first. */
  readonly ended: readonly {
    readonly callId: string
    readonly direction: 'incoming' | 'outgoing'
    readonly ending: string
    readonly endedBy: 'local' | 'remote' | 'lost'
  }[]
  /** In which state each chart was at the end, by its path. */
  readonly states: Readonly<Record<string, unknown>>
}

/**
 * Feeds this version's charts with a trace (what `exportTrace()` gave), and compares what comes of it with what came of it
 * then. For regression tests, in Node or a browser. Throws an error that names the line when it is no trace.
 */
export function replayTrace(text: string): TraceReplay {
  const { difference, cause, ended, states }: Verdict = judge(readTrace(text))
  return { difference: difference && { line: difference.line, why: difference.why }, cause, ended, states }
}
