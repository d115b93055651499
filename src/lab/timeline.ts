import type { AnyActorRef, AnyMachineSnapshot } from 'xstate'
import type { Trace, TraceEntry, TraceHeader } from '../trace/entry'
import { createReplay, type Replay } from '../trace/replay'

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
  /** The paths of the charts that the entry at this index has changed. */
  changedBy(index: number): readonly string[]
  dispose(): void
}

type Change = readonly [path: string, snapshot: AnyMachineSnapshot | null]

const nothing: readonly Change[] = []

/** Whole moments are kept at this distance; between them, what changed. */
const distance = 128

export function createTimeline({ header, entries: recorded }: Trace): Timeline {
  const entries: TraceEntry[] = [...recorded]
  const replay = createReplay({ header, entries })
  const watch = createWatch(replay.actor)
  const changes: (readonly Change[])[] = []
  const keys: Moment[] = [applied(new Map(), watch.changes())]

  const step = () => {
    if (!replay.step()) return false
    const changed = watch.changes()
    changes.push(changed)
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
    changedBy: (index) => changes[index]?.map(([path]) => path) ?? [],
    dispose: () => replay.dispose(),
  }
}

function applied(moment: Moment, changes: readonly Change[]): Moment {
  if (changes.length === 0) return moment
  const next = new Map(moment)
  for (const [path, snapshot] of changes) {
    if (snapshot === null) next.delete(path)
    else next.set(path, snapshot)
  }
  return next
}

interface Node {
  readonly path: string
  readonly actor: AnyActorRef
  last: AnyMachineSnapshot | null
  children: readonly Node[]
}

const isChart = (snapshot: unknown): snapshot is AnyMachineSnapshot =>
  typeof snapshot === 'object' && snapshot !== null && 'value' in snapshot && 'children' in snapshot

/** Tells, each time that it is asked, which charts are others than the time before. */
function createWatch(root: AnyActorRef) {
  const tree: Node = { path: root.id, actor: root, last: null, children: [] }

  const forget = (node: Node, found: Change[]) => {
    found.push([node.path, null])
    for (const child of node.children) forget(child, found)
  }
  const childrenOf = (node: Node, snapshot: AnyMachineSnapshot, found: Change[]): readonly Node[] => {
    const actors = Object.entries(snapshot.children as Record<string, AnyActorRef | undefined>)
    const children = actors.flatMap(([id, actor]) => {
      if (actor === undefined || !isChart(actor.getSnapshot())) return []
      const known = node.children.find((child) => child.actor === actor)
      return [known ?? { path: `${node.path}/${id}`, actor, last: null, children: [] }]
    })
    for (const child of node.children) if (!children.includes(child)) forget(child, found)
    return children
  }
  const visit = (node: Node, found: Change[]) => {
    const snapshot = node.actor.getSnapshot() as AnyMachineSnapshot
    if (snapshot !== node.last) {
      // A new actor under an old id comes after the old one has gone.
      const children = node.last?.children === snapshot.children ? node.children : childrenOf(node, snapshot, found)
      found.push([node.path, snapshot])
      node.last = snapshot
      node.children = children
    }
    for (const child of node.children) visit(child, found)
  }
  return {
    changes(): readonly Change[] {
      const found: Change[] = []
      visit(tree, found)
      return found.length === 0 ? nothing : found
    },
  }
}
