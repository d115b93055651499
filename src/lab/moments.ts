import type { AnyMachineSnapshot } from 'xstate'
import type { Touched } from '../trace/watch'

/** Every chart that lives at a moment, by its path from the root, parents first. */
export type Moment = ReadonlyMap<string, AnyMachineSnapshot>

/** Whole moments are kept at this distance; between them, what changed. */
const distance = 128

/** The moments of a timeline, as a list of changes. */
export class Moments {
  readonly #changes: (readonly Touched[])[] = []
  readonly #keys: Moment[]

  constructor(first: readonly Touched[] = []) {
    this.#keys = [applied(new Map(), first)]
  }

  /** How many changes there are; the moments 0..length are known. */
  get length(): number {
    return this.#changes.length
  }

  add(touched: readonly Touched[]): void {
    this.#changes.push(touched)
    if (this.length % distance === 0) this.#keys.push(this.at(this.length))
  }

  /** More of what the last change was. */
  extend(touched: Touched): void {
    const last = this.length - 1
    this.#changes[last] = [...this.touchedBy(last), touched]
    if (this.length % distance === 0) this.#keys.push(applied(this.#keys.pop() ?? new Map(), [touched]))
  }

  /** After so many changes. */
  at(position: number): Moment {
    const to = Math.max(0, Math.min(position, this.length))
    const key = Math.min(Math.floor(to / distance), this.#keys.length - 1)
    return applied(this.#keys[key] ?? new Map(), this.#changes.slice(key * distance, to).flat())
  }

  touchedBy(index: number): readonly Touched[] {
    return this.#changes[index] ?? []
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
