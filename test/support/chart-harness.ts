import {
  type AnyActorRef,
  type AnyMachineSnapshot,
  type AnyStateMachine,
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
  /** Whether the chart reacts to it. */
  can(event: Fed): boolean
  /** What the chart asked of its ports, by port and command type, since the start. */
  readonly asked: readonly { readonly port: string; readonly command: EventObject }[]
  /** What it told its parent. */
  readonly reported: readonly EventObject[]
  readonly emitted: readonly EventObject[]
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

interface Observed extends Pick<AnyMachineSnapshot, 'can'> {
  readonly value: unknown
  readonly context: unknown
  readonly output?: unknown
}

export const written = (value: unknown): string => {
  if (typeof value !== 'object' || value === null) return String(value)
  const entries = Object.entries(value)
  const [first] = entries
  if (entries.length === 1 && first !== undefined) return `${first[0]}.${written(first[1])}`
  return `{${entries.map(([key, inner]) => `${key}.${written(inner)}`).join(',')}}`
}

/** Runs one chart with silent ports, below a parent that hears its reports, on a clock that stands still. */
export function startChart(machine: AnyStateMachine, { input, ports, broken = {} }: HarnessOptions): Harness {
  const asked: { port: string; command: EventObject }[] = []
  const reported: EventObject[] = []
  const emitted: EventObject[] = []
  const open = new Set<string>()
  const clock = createManualClock()
  const silent = (port: string) =>
    fromCallback(({ receive }) => {
      if (broken[port] === 'open') throw new Error(`${port} is broken`)
      open.add(port)
      receive((command) => {
        if (broken[port] === command.type) throw new Error(`${port} is broken`)
        asked.push({ port, command })
      })
      return () => open.delete(port)
    })
  const chart = machine.provide({ actors: Object.fromEntries(ports.map((port) => [port, silent(port)])) })
  const parent = setup({ actors: { chart } }).createMachine({
    invoke: { id: 'chart', src: 'chart', input: () => input },
    on: { '*': { actions: ({ event }) => void reported.push(event) } },
  })
  const actor = createActor(parent, {
    clock,
    // Heard from their birth on, it and the charts that it invokes.
    inspect: ({ type, actorRef }) => {
      if (type === '@xstate.actor') (actorRef as AnyActorRef).on('*', (event: EventObject) => emitted.push(event))
    },
  }).start()
  const child = actor.getSnapshot().children.chart
  if (child === undefined) throw new Error('The chart did not start')
  const snapshot = () => child.getSnapshot() as Observed
  return {
    at: (...path: string[]) =>
      written(
        path.reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], snapshot().value),
      ),
    feed: (event) => {
      if (event !== 'silence') child.send(event)
      else if (!clock.fireNext()) throw new Error('No timer is set: silence changes nothing here')
    },
    can: (event) => snapshot().can(event),
    asked,
    reported,
    emitted,
    get context() {
      return snapshot().context
    },
    get output() {
      return snapshot().output
    },
    clock,
    open,
  }
}
