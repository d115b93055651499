import {
  type AnyActorLogic,
  type AnyActorRef,
  type AnyMachineSnapshot,
  type AnyStateMachine,
  createActor,
  setup,
} from 'xstate'
import { type Fed, written } from '../../support/chart-harness'
import { ancestryOf, isAbout, isOfState, pathOf, type Region, regionsOf } from '../model/alphabet'
import { leafIn } from '../model/ground'

/** What is about the wire or the person: charts that a chart invokes tell of themselves in walks of their own. */
const isOfTheWalk = (type: string) =>
  /^(?:session|media|microphone|call|transfer|focus|connection|transport|registration|sip)\.|^xstate\.after\./.test(
    type,
  )

/** Every `state × event` of a chart's regions: the facts, the intents and the timers. */
export function pairsOf(machine: AnyStateMachine, events: readonly string[]): string[] {
  return regionsOf(machine).flatMap(({ leaves, descriptors }) => {
    const types = events.filter(
      (type) => isOfTheWalk(type) && [...descriptors.keys()].some((descriptor) => isAbout(descriptor, type)),
    )
    const timers = [...descriptors].filter(([type]) => isOfState(type) && isOfTheWalk(type))
    return leaves
      .filter(({ type }) => type !== 'final')
      .flatMap((leaf) => [
        ...types.map((type) => `${pathOf(leaf)} × ${type}`),
        ...timers
          .filter(([, states]) => ancestryOf(leaf).some(({ id }) => states.includes(id)))
          .map(([type]) => `${pathOf(leaf)} × ${nameOf(type)}`),
      ])
  })
}

/** `after ringTimeout`: it is of the state that it stands beside. */
const nameOf = (type: string) => type.replace(/^xstate\.after\.([^.]+)\..*$/, 'after $1')

/** A chart on real ports, in the time of the test. */
export class RunningChart {
  /** `state × event`, as they have come about. */
  readonly pairs = new Set<string>()
  readonly emitted: Fed[] = []
  readonly #ref: AnyActorRef
  readonly #regions: readonly Region[]
  readonly #stop: () => void

  constructor(machine: AnyStateMachine, actors: Readonly<Record<string, AnyActorLogic>>, input?: unknown) {
    this.#regions = regionsOf(machine)
    const chart = machine.provide({ actors })
    const parent = setup({
      actors: { chart },
      types: { context: {} as { readonly input: unknown } },
    }).createMachine({
      context: ({ input }) => ({ input }),
      invoke: { id: 'chart', src: 'chart', input: ({ context }: { context: { input: unknown } }) => context.input },
      on: { '*': {} },
    })
    const actor = createActor(parent, {
      input,
      inspect: (inspected) => {
        const ref = inspected.actorRef as AnyActorRef
        if (ref.id !== 'chart') return
        if (inspected.type === '@xstate.actor') ref.on('*', (event: Fed) => void this.emitted.push(event))
        if (inspected.type === '@xstate.event')
          this.#note(ref.getSnapshot() as AnyMachineSnapshot, inspected.event.type)
      },
    })
    actor.start()
    const ref = actor.getSnapshot().children.chart
    if (ref === undefined) throw new Error('The chart did not start')
    this.#ref = ref
    this.#stop = () => actor.stop()
  }

  get snapshot(): AnyMachineSnapshot {
    return this.#ref.getSnapshot() as AnyMachineSnapshot
  }

  get isOver(): boolean {
    return this.snapshot.status !== 'active'
  }

  /** What it rests in, region by region. */
  get leaves(): readonly string[] {
    return this.#leavesOf(this.snapshot)
  }

  at(...path: readonly string[]): string {
    const value = this.snapshot.value as unknown
    return written(path.reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], value))
  }

  send(event: Fed): void {
    this.#ref.send(event)
  }

  stop(): void {
    this.#stop()
  }

  #note(before: AnyMachineSnapshot | undefined, type: string): void {
    if (before?.status !== 'active') return
    for (const leaf of this.#leavesOf(before)) this.pairs.add(`${leaf} × ${nameOf(type)}`)
  }

  #leavesOf(snapshot: AnyMachineSnapshot): string[] {
    const { _nodes: nodes } = snapshot
    const active = new Set(nodes.map(({ id }) => id))
    return this.#regions.flatMap((region) => leafIn(region, { snapshot, active }) ?? [])
  }
}
