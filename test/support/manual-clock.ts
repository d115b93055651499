/** A clock that stands still: a test lets its timers fire, the earliest first. */
export interface ManualClock {
  setTimeout(fire: () => void, ms: number): number
  clearTimeout(timer: number): void
  /** Lets the timer that is due next fire; false when there is none. */
  fireNext(): boolean
  /** How long until then; undefined when nothing is set. */
  readonly nextMs: number | undefined
}

export function createManualClock(): ManualClock {
  const waiting = new Map<number, { readonly at: number; readonly fire: () => void }>()
  let now = 0
  let made = 0
  const next = () => [...waiting].sort(([a, { at: atA }], [b, { at: atB }]) => atA - atB || a - b)[0]
  return {
    setTimeout(fire, ms) {
      made += 1
      waiting.set(made, { at: now + ms, fire })
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
  }
}
