/** A clock that stands still: a test lets its timers fire, the earliest first. */
export interface ManualClock {
  setTimeout(fire: () => void, ms: number): number
  clearTimeout(timer: number): void
  /** Lets the timer that is due next fire; false when there is none. */
  fireNext(): boolean
  /** How long until then; undefined when nothing is set. */
  readonly nextMs: number | undefined
  /** Lets the first timer of this name fire, out of its turn; false when there is none. */
  fire(name: string): boolean
  /** What the timers are called that are set, the oldest first. */
  readonly names: readonly string[]
}

/** `nameNext` tells what the timer that is being set is called. */
export function createManualClock(nameNext: () => string = () => ''): ManualClock {
  const waiting = new Map<number, { readonly name: string; readonly at: number; readonly fire: () => void }>()
  let now = 0
  let made = 0
  const next = () => [...waiting].sort(([a, { at: atA }], [b, { at: atB }]) => atA - atB || a - b)[0]
  return {
    setTimeout(fire, ms) {
      made += 1
      waiting.set(made, { name: nameNext(), at: now + ms, fire })
      return made
    },
    clearTimeout: (timer) => void waiting.delete(timer),
    fireNext() {
      const due = next()
      if (due === undefined) return false
      const [timer, { at, fire }] = due
      now = at
      waiting.delete(timer)
      fire()
      return true
    },
    get nextMs() {
      const due = next()
      return due && due[1].at - now
    },
    fire(name) {
      const found = [...waiting].find(([, timer]) => timer.name === name)
      if (found === undefined) return false
      const [timer, { at, fire }] = found
      now = Math.max(now, at)
      waiting.delete(timer)
      fire()
      return true
    },
    get names() {
      return [...waiting.values()].map(({ name }) => name)
    },
  }
}
