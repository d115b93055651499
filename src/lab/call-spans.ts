import type { AnyMachineSnapshot } from 'xstate'
import { chartOf } from './states'
import type { Timeline } from './timeline'

export type CallPhase = 'waiting' | 'live' | 'held' | 'leaving'

/** One call on the time line, and what it was in. */
export interface CallSpan {
  readonly path: string
  readonly name: string
  readonly segments: readonly { readonly phase: CallPhase; readonly from: number; readonly to: number | null }[]
}

interface GrowingSpan {
  path: string
  name: string
  segments: { phase: CallPhase; from: number; to: number | null }[]
}

/** The calls of a timeline, as far as it is known. `advance` reads on from where it stood. */
export function createCallSpans(timeline: Timeline) {
  const spans: GrowingSpan[] = []
  const open = new Map<string, GrowingSpan>()
  let read = 0

  const change = (path: string, snapshot: AnyMachineSnapshot | null, t: number) => {
    const span = open.get(path)
    if (snapshot === null) {
      const last = span?.segments.at(-1)
      if (last !== undefined) last.to = t
      open.delete(path)
      return
    }
    if (chartOf(snapshot) !== 'call') return
    const phase = phaseOf(snapshot)
    const own = span ?? { path, name: nameOf(snapshot), segments: [] }
    if (span === undefined) {
      spans.push(own)
      open.set(path, own)
    }
    const last = own.segments.at(-1)
    if (last?.phase === phase) return
    if (last !== undefined) last.to = t
    own.segments.push({ phase, from: t, to: null })
  }
  return {
    advance(): readonly CallSpan[] {
      for (; read < timeline.ready; read += 1) {
        const t = timeline.entries[read]?.t ?? 0
        for (const { path, snapshot } of timeline.touchedBy(read)) change(path, snapshot, t)
      }
      return spans
    },
  }
}

function phaseOf(snapshot: AnyMachineSnapshot): CallPhase {
  if (snapshot.matches('closing') || snapshot.status !== 'active') return 'leaving'
  if (snapshot.matches({ open: { underway: { hold: 'held' } } })) return 'held'
  return snapshot.hasTag('established') ? 'live' : 'waiting'
}

function nameOf({ context }: AnyMachineSnapshot): string {
  const { remote } = context as { readonly remote?: { readonly name: string | null; readonly number: string } }
  return remote?.name ?? remote?.number ?? 'call'
}
