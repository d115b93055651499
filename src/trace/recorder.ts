import type { AnyActorRef, EventObject } from 'xstate'
import type { PhoneIntent } from '../machines/intents'
import type { ActorStates } from './describe'
import type { Accompanying, Entered } from './entry'
import { createWatch, type Touched } from './watch'

export interface RecorderOptions {
  /** The phone's chart; asked for when the first thing enters. */
  readonly root: () => AnyActorRef
  /** Monotonic ms since the page began. */
  readonly now: () => number
  /** Called after each step, when every chart has come to rest. */
  readonly afterStep: () => void
  /** Called when something was noted. */
  readonly onNoted?: () => void
  /** The states to keep with each entry, for tests. */
  readonly describeStates?: () => ActorStates
}

/** What was noted, as it was: the journal takes out what is secret before it writes anything down. */
export interface Noted {
  readonly t: number
  readonly what: Entered | Accompanying
  touched: readonly Touched[]
  states?: ActorStates
}

/** What XState wants of a clock. */
interface Clock {
  setTimeout(fire: () => void, ms: number): number
  clearTimeout(timer: number): void
}

/** The gate through which everything enters the charts, and the note of what did. */
export interface Recorder {
  enterIntent(intent: PhoneIntent, step: () => void): void
  enterFact(port: string, fact: EventObject, step: () => void): void
  /** Notes what does not enter, and rides along. */
  accompany(what: Accompanying): void
  /** Real time, with timers numbered in the order in which the charts set them. */
  readonly clock: Clock
  /** The timers that run, in the order in which they were set, and how many have ever been set. */
  timers(): { readonly running: readonly number[]; readonly set: number }
  /** Hands over what was noted since the last time. The charts are at rest. */
  take(): Noted[]
}

export function createRecorder({ root, now, afterStep, onNoted, describeStates }: RecorderOptions): Recorder {
  let noted: Noted[] = []
  const running = new Map<number, ReturnType<typeof setTimeout>>()
  let timers = 0
  let look: (() => readonly Touched[]) | undefined

  const note = (what: Noted['what']): Noted => {
    const entry: Noted = { t: Math.round(now() * 1000) / 1000, what, touched: [] }
    noted.push(entry)
    onNoted?.()
    return entry
  }
  const enter = (what: Entered, step: () => void) => {
    // Written down first: a step that throws is in the trace too.
    const entry = note(what)
    look ??= startWatch(entry)
    step()
    entry.touched = entry.touched.length === 0 ? look() : [...entry.touched, ...look()]
    if (describeStates !== undefined) entry.states = describeStates()
    afterStep()
  }
  /** The states that the charts began in are those of the first entry, where it does not change them. */
  const startWatch = (entry: Noted) => {
    const watch = createWatch(root())
    entry.touched = watch()
    return watch
  }

  return {
    enterIntent: (intent, step) => enter({ intent }, step),
    enterFact: (port, fact, step) => enter({ port, fact }, step),
    accompany: (what) => void note(what),
    clock: {
      setTimeout(fire, ms) {
        const timer = ++timers
        running.set(
          timer,
          setTimeout(() => {
            running.delete(timer)
            enter({ timer }, fire)
          }, ms),
        )
        return timer
      },
      clearTimeout(timer) {
        clearTimeout(running.get(timer))
        running.delete(timer)
      },
    },
    timers: () => ({ running: [...running.keys()], set: timers }),
    take() {
      const taken = noted
      noted = []
      return taken
    },
  }
}
