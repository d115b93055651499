type Fire = () => void

/** The timers and microtasks of one phone, held back until the bench lets them run. */
export class CapturedTime {
  readonly #timers = new Map<number, Fire>()
  readonly #microtasks: Fire[] = []
  #made = 0

  setTimeout(fire: Fire): number {
    this.#made += 1
    this.#timers.set(this.#made, fire)
    return this.#made
  }

  clearTimeout(timer: number | undefined): void {
    if (timer !== undefined) this.#timers.delete(timer)
  }

  queueMicrotask(run: Fire): void {
    this.#microtasks.push(run)
  }

  fire(timer: number): void {
    const fire = this.#timers.get(timer)
    if (fire === undefined) throw new Error(`The trace fires timer ${timer}, which is not set`)
    this.#timers.delete(timer)
    fire()
  }

  runMicrotasks(): void {
    for (let run = this.#microtasks.shift(); run !== undefined; run = this.#microtasks.shift()) run()
  }
}

/** Does `work` with the page's timers and microtasks captured; it must end before it returns. */
export function captureTime(time: CapturedTime, work: () => void): void {
  const { setTimeout, clearTimeout, queueMicrotask } = globalThis
  Object.assign(globalThis, {
    setTimeout: (fire: Fire) => time.setTimeout(fire),
    clearTimeout: (timer: number | undefined) => time.clearTimeout(timer),
    queueMicrotask: (run: Fire) => time.queueMicrotask(run),
  })
  try {
    work()
  } finally {
    Object.assign(globalThis, { setTimeout, clearTimeout, queueMicrotask })
  }
}
