import type { AnyActorRef, AnyMachineSnapshot } from 'xstate'
import { isSameJson } from './same-json'

/** A chart, and what it was in after a step; null: it is gone. */
export interface Touched {
  readonly path: string
  readonly snapshot: AnyMachineSnapshot | null
}

/** A chart that lives. */
interface Seen {
  readonly actor: AnyActorRef
  readonly path: string
  snapshot: AnyMachineSnapshot
}

type Children = Readonly<Record<string, AnyActorRef | undefined>>

/** An actor's snapshot, if it is a chart: ports hold no state of theirs. */
function chartSnapshot(actor: AnyActorRef): AnyMachineSnapshot | undefined {
  const snapshot = actor.getSnapshot() as AnyMachineSnapshot | undefined
  return snapshot?.children === undefined ? undefined : snapshot
}

/**
 * Sees which charts a step has touched, by the identity of their snapshots: nothing is copied and nothing compared. The charts
 * are kept in a list, and the tree is walked again only where a chart has other children than before.
 */
export function createWatch(root: AnyActorRef): () => readonly Touched[] {
  /** Parents first. */
  let charts: Seen[] = []
  let known = new Map<AnyActorRef, Seen>()

  const walk = (touched: Touched[]) => {
    const before = known
    charts = []
    known = new Map()
    const visit = (actor: AnyActorRef, path: string) => {
      const snapshot = chartSnapshot(actor)
      if (snapshot === undefined) return
      const seen = before.get(actor) ?? { actor, path, snapshot }
      if (!before.has(actor) || seen.snapshot !== snapshot) touched.push({ path: seen.path, snapshot })
      seen.snapshot = snapshot
      charts.push(seen)
      known.set(actor, seen)
      const children = snapshot.children as Children
      for (const id in children) {
        const child = children[id]
        if (child !== undefined) visit(child, `${path}/${id}`)
      }
    }
    visit(root, root.id)
    for (const [actor, { path }] of before) if (!known.has(actor)) touched.unshift({ path, snapshot: null })
  }

  return () => {
    const touched: Touched[] = []
    let isSameTree = charts.length > 0
    for (const seen of charts) {
      const snapshot = seen.actor.getSnapshot() as AnyMachineSnapshot
      if (snapshot === seen.snapshot) continue
      // XState makes the record of children anew when one comes or goes.
      isSameTree = snapshot.children === seen.snapshot.children
      if (!isSameTree) break
      seen.snapshot = snapshot
      touched.push({ path: seen.path, snapshot })
    }
    // What was found by then is known to be touched, and comes before the rest in the tree, too.
    if (!isSameTree) walk(touched)
    return touched.length === 0 ? nothing : touched
  }
}

const nothing: readonly Touched[] = []

/** Turns what was touched into what has changed: the states' values, of those alone whose value is another. */
export class Changes {
  readonly #values = new Map<string, unknown>()
  readonly #redactPath: (path: string) => string

  constructor(redactPath = (path: string) => path) {
    this.#redactPath = redactPath
  }

  of(touched: readonly Touched[]): Record<string, unknown> | undefined {
    let changed: Record<string, unknown> | undefined
    for (const { path, snapshot } of touched) {
      const value: unknown = snapshot === null ? null : snapshot.value
      if (isSameJson(this.#values.get(path), value)) continue
      if (snapshot === null) this.#values.delete(path)
      else this.#values.set(path, value)
      changed ??= {}
      changed[this.#redactPath(path)] = value
    }
    return changed
  }
}
