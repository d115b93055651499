import {
  type AnyActorRef,
  type AnyMachineSnapshot,
  type AnyStateMachine,
  type CallbackActorLogic,
  createActor,
  type EventObject,
  fromCallback,
  setup,
} from 'xstate'
import { createManualClock, type ManualClock } from './manual-clock'

/** An event with whatever it carries: a hostile test sends what no type allows. */
export interface Fed extends EventObject {
  readonly [field: string]: unknown
}

export interface Harness {
  /** The chart's state value, as `a.b{c.d,e}` for parallel regions. */
  at(): string
  /** One region's or branch's, by its path. */
  at(...path: string[]): string
  feed(event: Fed | 'silence'): void
  /** The ids of the states that it is in. */
  readonly active: ReadonlySet<string>
  /** What it has been fed, but for silence. */
  readonly fed: readonly Fed[]
  /** Whether the chart reacts to it. */
  can(event: Fed): boolean
  /** What the chart asked of its ports, by port and command type, since the start. */
  readonly asked: readonly { readonly port: string; readonly command: EventObject }[]
  /** What it told its parent. */
  readonly reported: readonly EventObject[]
  readonly emitted: readonly EventObject[]
  readonly snapshot: AnyMachineSnapshot
  readonly context: unknown
  readonly output: unknown
  readonly clock: ManualClock
  /** Which ports are open now. */
  readonly open: ReadonlySet<string>
}

export interface HarnessOptions {
  readonly input?: unknown
  /** The ports of the chart, and the charts it invokes, which stay silent too. */
  readonly ports: readonly string[]
  /** The ports that are broken: by name, the command at which they throw, or `open`. */
  readonly broken?: Readonly<Record<string, string>>
}

export const written = (value: unknown): string => {
  if (typeof value !== 'object' || value === null) return String(value)
  const entries = Object.entries(value)
  const [first] = entries
  if (entries.length === 1 && first !== undefined) return `${first[0]}.${written(first[1])}`
  return `{${entries.map(([key, inner]) => `${key}.${written(inner)}`).join(',')}}`
}

/** What one run of a chart has come to. */
interface Run {
  readonly asked: { port: string; command: EventObject }[]
  readonly reported: EventObject[]
  readonly emitted: EventObject[]
  readonly open: Set<string>
}

/** Runs one chart with silent ports, below a parent that hears its reports, on a clock that stands still. */
export function startChart(machine: AnyStateMachine, { input, ports, broken }: HarnessOptions): Harness {
  return prepareChart((silent) => withPorts(machine, ports, silent), broken)(input)
}

type SilentPort = (port: string) => CallbackActorLogic<EventObject>

export const withPorts = (machine: AnyStateMachine, ports: readonly string[], silent: SilentPort): AnyStateMachine =>
  machine.provide({ actors: Object.fromEntries(ports.map((port) => [port, silent(port)])) })

/** The same for many runs: what they have in common is made once. `bind` gives a chart its ports. */
export function prepareChart(
  bind: (silent: SilentPort) => AnyStateMachine,
  broken: HarnessOptions['broken'] = {},
): (input?: unknown) => Harness {
  const runs = new WeakMap<object, Run>()
  const runOf = (system: object): Run => {
    const known = runs.get(system)
    if (known !== undefined) return known
    const run: Run = { asked: [], reported: [], emitted: [], open: new Set() }
    runs.set(system, run)
    return run
  }
  const silent = (port: string) =>
    fromCallback(({ receive, system }) => {
      if (broken[port] === 'open') throw new Error(`${port} is broken`)
      const { open, asked } = runOf(system)
      open.add(port)
      receive((command) => {
        if (broken[port] === command.type) throw new Error(`${port} is broken`)
        asked.push({ port, command })
      })
      return () => open.delete(port)
    })
  const chart = bind(silent)
  const parent = setup({
    types: { input: {} as { readonly chart: unknown }, context: {} as { readonly input: unknown } },
    actors: { chart },
  }).createMachine({
    context: ({ input }) => ({ input: input.chart }),
    invoke: { id: 'chart', src: 'chart', input: ({ context }: { context: { input: unknown } }) => context.input },
    on: { '*': { actions: ({ event, system }) => void runOf(system).reported.push(event) } },
  })

  return (input) => {
    const clock = createManualClock(() => scheduledLast(actor))
    const actor = createActor(parent, {
      clock,
      input: { chart: input },
      // Heard from their birth on, it and the charts that it invokes.
      inspect: ({ type, actorRef }) => {
        if (type !== '@xstate.actor') return
        const ref = actorRef as AnyActorRef
        ref.on('*', (event: EventObject) => runOf(ref.system).emitted.push(event))
      },
    })
    actor.start()
    const child = actor.getSnapshot().children.chart
    if (child === undefined) throw new Error('The chart did not start')
    const fed: Fed[] = []
    const snapshot = () => child.getSnapshot() as AnyMachineSnapshot
    return {
      at: (...path: string[]) =>
        written(
          path.reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], snapshot().value),
        ),
      feed: (event) => {
        if (event !== 'silence') {
          fed.push(event)
          child.send(event)
        } else if (!clock.fireNext()) throw new Error('No timer is set: silence changes nothing here')
      },
      fed,
      can: (event) => snapshot().can(event),
      ...runOf(actor.system),
      get snapshot() {
        return snapshot()
      },
      get active() {
        const { _nodes: nodes } = snapshot()
        return new Set(nodes.map(({ id }) => id))
      },
      get context() {
        return snapshot().context as unknown
      },
      get output() {
        return snapshot().output as unknown
      },
      clock,
    }
  }
}

/** The event of the timer that XState has set last: it knows it before it asks the clock. */
function scheduledLast({ system }: AnyActorRef): string {
  const { _scheduledEvents: scheduled } = system.getSnapshot()
  return Object.values(scheduled).at(-1)?.event.type ?? ''
}
