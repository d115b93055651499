import { type Accessor, batch, createSignal } from 'solid-js'
import type { CommandResult, PhoneCommand } from '../../api/commands'
import type { Trace, TraceHeader } from '../../trace/entry'
import { createSession, type Session } from '../session'
import { createSimulation, type Simulation, wordsOf } from './simulation'
import type { Flow, Step } from './steps'

/** A simulation that is steered: a list of steps, some of them taken, and the session that shows what they came to. */
export interface Simulator {
  readonly session: Accessor<Session>
  readonly simulation: Accessor<Simulation>
  readonly name: Accessor<string>
  readonly steps: Accessor<readonly Step[]>
  /** How many of them have been taken. */
  readonly done: Accessor<number>
  /** Why the next one cannot be taken. */
  readonly problem: Accessor<string | null>
  readonly isRunning: Accessor<boolean>
  /** Another list of steps, of which the first `taken` are taken at once. `header`: they go on from a trace. */
  load(flow: Pick<Flow, 'name' | 'steps'>, taken?: number, header?: TraceHeader): void
  /** Takes the next step; false when there is none, or it cannot be taken. */
  next(): boolean
  /** Takes all that is left, one after the other, so that one can watch. */
  run(): Promise<void>
  pause(): void
  /** Takes back all steps. */
  rewind(): void
  /** A step of one's own, taken now. From an earlier moment on, what came after it is forgotten. */
  perform(step: Step): void
  /** Other steps in their place; those that were taken are taken again as far as they go. */
  edit(steps: readonly Step[]): void
  readonly trace: Accessor<Trace>
  dispose(): void
}

/** Between two steps that are watched. */
const paceMs = 350

export function createSimulator(): Simulator {
  const [name, setName] = createSignal('Simulation')
  const [steps, setSteps] = createSignal<readonly Step[]>([])
  const [done, setDone] = createSignal(0)
  const [problem, setProblem] = createSignal<string | null>(null)
  const [isRunning, setRunning] = createSignal(false)
  let header: TraceHeader | undefined
  const begin = () => {
    const simulation = createSimulation(header)
    const take = <Command extends PhoneCommand>(command: Command) => {
      perform({ command })
      const why = problem()
      if (why !== null) return Promise.reject(new Error(why))
      const entry = simulation.timeline.entries.at(-1)
      const made =
        entry !== undefined && 'intent' in entry && 'callId' in entry.intent ? entry.intent.callId : undefined
      return Promise.resolve(made) as Promise<CommandResult<Command['type']>>
    }
    const session = createSession({ kind: 'simulation', name: name(), timeline: simulation.timeline, take })
    return { simulation, session }
  }
  const [current, setCurrent] = createSignal(begin())

  const takeOne = (simulation: Simulation, step: Step): boolean => {
    try {
      simulation.take(step)
      setProblem(null)
      return true
    } catch (error) {
      setProblem(wordsOf(error))
      return false
    }
  }
  /** From the start, with the first `count` steps taken. */
  const rebuild = (count: number) =>
    batch(() => {
      const next = begin()
      let taken = 0
      setProblem(null)
      for (const step of steps().slice(0, count)) {
        if (!takeOne(next.simulation, step)) break
        taken += 1
      }
      setDone(taken)
      current().session.dispose()
      setCurrent(next)
      next.session.refresh()
    })
  const next = () => {
    const step = steps()[done()]
    if (step === undefined) return false
    return batch(() => {
      if (!takeOne(current().simulation, step)) return false
      setDone(done() + 1)
      current().session.refresh()
      current().session.follow()
      return true
    })
  }
  const perform = (step: Step) =>
    batch(() => {
      const at = current().session.position()
      if (at < done()) {
        setSteps(steps().slice(0, at))
        rebuild(at)
      }
      if (!takeOne(current().simulation, step)) return
      setSteps([...steps().slice(0, done()), step, ...steps().slice(done())])
      setDone(done() + 1)
      current().session.refresh()
      current().session.follow()
    })
  return {
    session: () => current().session,
    simulation: () => current().simulation,
    name,
    steps,
    done,
    problem,
    isRunning,
    load(flow, taken = 0, from) {
      batch(() => {
        setRunning(false)
        header = from
        setName(flow.name)
        setSteps(flow.steps)
        rebuild(taken)
      })
    },
    next,
    async run() {
      setRunning(true)
      while (isRunning() && next()) await new Promise((resolve) => setTimeout(resolve, paceMs))
      setRunning(false)
    },
    pause: () => void setRunning(false),
    rewind() {
      setRunning(false)
      rebuild(0)
    },
    perform,
    edit(edited) {
      setRunning(false)
      const same = edited.findIndex((step, index) => step !== steps()[index])
      const kept = same === -1 ? edited.length : same
      batch(() => {
        setSteps(edited)
        rebuild(Math.min(done(), kept < done() ? edited.length : done()))
      })
    },
    trace: () => current().simulation.trace,
    dispose: () => current().session.dispose(),
  }
}
