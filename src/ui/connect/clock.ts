import { type Accessor, createSignal, onCleanup } from 'solid-js'

/** The time for durations, in ms since the epoch. */
export interface Clock {
  /** At this moment. */
  readonly now: () => number
  /** Ticks for as long as the owner of the scope that calls this lives. */
  watch(): Accessor<number>
}

/** A quarter of a second: no duration is seen to lag, or to skip a second. */
const tickMs = 250

/** One interval for all that watch, and none when nobody does. */
export function createClock(now: () => number): Clock {
  const [time, setTime] = createSignal(now())
  let watchers = 0
  let interval: ReturnType<typeof setInterval> | undefined
  return {
    now,
    watch: () => {
      setTime(now())
      watchers += 1
      interval ??= setInterval(() => setTime(now()), tickMs)
      onCleanup(() => {
        watchers -= 1
        if (watchers > 0) return
        clearInterval(interval)
        interval = undefined
      })
      return time
    },
  }
}
