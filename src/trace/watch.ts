import type { AnyActorRef, AnyMachineSnapshot } from 'xstate'

/** A chart, and what it was in after a step; null: it is gone. */
export interface Touched {
  readonly path: string
  readonly snapshot: AnyMachineSnapshot | null
}

interface Seen {
  readonly path: string
  snapshot: AnyMachineSnapshot
  look: number
}

/** Sees which charts a step has touched, by the identity of their snapshots: nothing is copied and nothing compared. */
export function createWatch(root: AnyActorRef): () => readonly Touched[] {
  const seen = new Map<AnyActorRef, Seen>()
  let looks = 0
  let touched: Touched[] = []
  let count = 0

  const visit = (actor: AnyActorRef, parent: string | null, id: string) => {
    const snapshot = actor.getSnapshot() as AnyMachineSnapshot | undefined
    // Ports hold no state of theirs.
    if (snapshot?.children === undefined) return
    count += 1
    let known = seen.get(actor)
    if (known === undefined) {
      known = { path: parent === null ? id : `${parent}/${id}`, snapshot, look: looks }
      seen.set(actor, known)
      touched.push({ path: known.path, snapshot })
    } else if (known.snapshot !== snapshot) {
      known.snapshot = snapshot
      touched.push({ path: known.path, snapshot })
    }
    known.look = looks
    const children = snapshot.children as Readonly<Record<string, AnyActorRef | undefined>>
    for (const child in children) {
      const ref = children[child]
      if (ref !== undefined) visit(ref, known.path, child)
    }
  }

  return () => {
    looks += 1
    count = 0
    touched = []
    visit(root, null, root.id)
    if (count !== seen.size)
      for (const [actor, { path, look }] of seen)
        if (look !== looks) {
          seen.delete(actor)
          touched.unshift({ path, snapshot: null })
        }
    return touched
  }
}

/** Turns what was touched into what has changed: the states' values, of those alone whose value is another. */
export class Changes {
  readonly #values = new Map<string, string>()
  readonly #redactPath: (path: string) => string

  constructor(redactPath = (path: string) => path) {
    this.#redactPath = redactPath
  }

  of(touched: readonly Touched[]): Record<string, unknown> | undefined {
    let changed: Record<string, unknown> | undefined
    for (const { path, snapshot } of touched) {
      const value: unknown = snapshot === null ? null : snapshot.value
      const text = typeof value === 'string' ? value : JSON.stringify(value)
      if (this.#values.get(path) === text) continue
      if (snapshot === null) this.#values.delete(path)
      else this.#values.set(path, text)
      changed ??= {}
      changed[this.#redactPath(path)] = value
    }
    return changed
  }
}
