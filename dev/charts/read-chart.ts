import type { AnyStateMachine, AnyStateNode } from 'xstate'
import type { Chart, ChartInvoke, ChartState, ChartTransition, Guard, Named, Trigger } from './chart'
import { readAction, readNamed, readParams } from './describe'

/** Reads a machine that was never started. */
export function readChart(machine: AnyStateMachine): Chart {
  const delays = new Map(
    Object.entries(machine.implementations.delays as Record<string, unknown>).map(([name, value]) => [
      name,
      typeof value === 'number' ? value : null,
    ]),
  )
  const root = readState(machine.root, delays)
  const actors = machine.implementations.actors as Record<string, object>
  const invoked = new Set(invokesBelow(root).map(({ src }) => src))
  return {
    name: machine.id,
    root,
    delays,
    innerCharts: Object.keys(actors).filter((src) => 'root' in (actors[src] ?? {})),
    spawned: Object.keys(actors).filter((src) => !invoked.has(src)),
  }
}

function invokesBelow(state: ChartState): ChartInvoke[] {
  return [...state.invokes, ...state.children.flatMap(invokesBelow)]
}

function readState(node: AnyStateNode, delays: Chart['delays']): ChartState {
  const children = Object.values(node.states as Record<string, AnyStateNode>).sort((a, b) => a.order - b.order)
  return {
    path: node.path.join('.'),
    name: node.key,
    type: node.type,
    initial: node.type === 'compound' ? pathOf(node.initial.target?.[0]) : null,
    tags: node.tags,
    entry: readActions(node, node.entry),
    exit: readActions(node, node.exit),
    invokes: node.invoke.map(({ src, id, input }) => ({ src: nameOf(src), id, input: readParams(input) })),
    transitions: [...node.transitions.values(), node.always ?? []].flatMap((candidates) =>
      candidates.map((transition, index) => readTransition(node, delays, transition, index, candidates.length)),
    ),
    children: children.map((child) => readState(child, delays)),
  }
}

/** What of a transition is read here; XState leaves most of it untyped. */
interface Transition {
  readonly target?: readonly AnyStateNode[] | undefined
  readonly guard?: unknown
  readonly actions: readonly unknown[]
  readonly reenter: boolean
  readonly eventType: string
  readonly delay?: string | number | undefined
}

function readTransition(
  node: AnyStateNode,
  delays: Chart['delays'],
  transition: Transition,
  index: number,
  candidates: number,
): ChartTransition {
  return {
    source: node.path.join('.'),
    targets: (transition.target ?? []).map(pathOf),
    trigger: readTrigger(node, delays, transition),
    guard: transition.guard === undefined ? null : readGuard(node.machine, transition.guard),
    isElse: index > 0 && transition.guard === undefined,
    candidates,
    reenter: transition.reenter,
    actions: readActions(node, transition.actions),
  }
}

function readTrigger(node: AnyStateNode, delays: Chart['delays'], { delay, eventType }: Transition): Trigger {
  if (delay !== undefined)
    return { kind: 'after', delay: String(delay), ms: typeof delay === 'number' ? delay : (delays.get(delay) ?? null) }
  if (eventType === '') return { kind: 'always' }
  const invoked = node.invoke.find(({ id }) => eventType.endsWith(`.actor.${id}`))
  if (invoked === undefined) return { kind: 'event', event: eventType }
  return { kind: eventType.startsWith('xstate.error.') ? 'error' : 'done', src: nameOf(invoked.src) }
}

/** XState's own guards are functions that carry what they were made of. */
function readGuard(machine: AnyStateMachine, guard: unknown): Guard {
  if (typeof guard === 'function' && 'stateValue' in guard)
    return { kind: 'in', path: pathOfValue(machine, guard.stateValue) }
  if (typeof guard === 'function' && 'guards' in guard && Array.isArray(guard.guards)) {
    const kind = guard.name
    if (kind !== 'and' && kind !== 'or' && kind !== 'not') throw new Error(`A guard that is unknown here: ${kind}`)
    return { kind, guards: guard.guards.map((inner) => readGuard(machine, inner)) }
  }
  return { kind: 'named', ...readNamed(guard) }
}

function pathOfValue(machine: AnyStateMachine, value: unknown): string {
  if (typeof value === 'string' && value.startsWith('#')) return pathOf(machine.getStateNodeById(value.slice(1)))
  if (typeof value !== 'object' || value === null) return String(value)
  const [[key, inner] = ['', ''], ...more] = Object.entries(value)
  if (more.length > 0) throw new Error(`A guard that asks for two regions at once: ${Object.keys(value).join(', ')}`)
  return `${key}.${pathOfValue(machine, inner)}`
}

function readActions({ machine }: AnyStateNode, actions: readonly unknown[]): Named[] {
  const implementations = machine.implementations.actions as Record<string, unknown>
  return actions.filter((action) => !isTimer(action)).map((action) => readAction(action, implementations))
}

/** XState adds actions of its own, which start and cancel timers. */
function isTimer(action: unknown): boolean {
  if (typeof action !== 'function' || !('type' in action)) return false
  return (
    action.type === 'xstate.cancel' ||
    (action.type === 'xstate.raise' && 'delay' in action && action.delay !== undefined)
  )
}

function nameOf(src: unknown): string {
  return typeof src === 'string' ? src : 'inline'
}

function pathOf(node: AnyStateNode | undefined): string {
  if (node === undefined) throw new Error('A compound state without an initial one')
  return node.path.join('.')
}
