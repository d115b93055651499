import type { AnyStateMachine, AnyStateNode } from 'xstate'
import type { ChartHashes } from './entry'

/**
 * A hash for each state node of each chart: first of what the state is itself (its kind, entry, exit, invokes and tags),
 * then of its transitions, each under its event: `8d1f04ac call.hold:91c2`. Of what is computed, the name is hashed; the
 * functions behind the names differ from build to build, though they do the same.
 */
export function hashCharts(root: AnyStateMachine): ChartHashes {
  const charts: Record<string, Record<string, string>> = {}
  for (const [id, machine] of machinesOf(root)) {
    const nodes: Record<string, string> = {}
    charts[id] = nodes
    const hashBelow = (node: AnyStateNode) => {
      nodes[node.id] = hashNode(node)
      for (const child of Object.values(node.states as Record<string, AnyStateNode>)) hashBelow(child)
    }
    hashBelow(machine.root)
  }
  return charts
}

/** A machine and all that it may invoke or spawn, by their names. */
export function machinesOf(root: AnyStateMachine): ReadonlyMap<string, AnyStateMachine> {
  const machines = new Map<string, AnyStateMachine>()
  const visit = (machine: AnyStateMachine) => {
    if (machines.has(machine.id)) return
    machines.set(machine.id, machine)
    for (const actor of Object.values(machine.implementations.actors as Record<string, unknown>))
      if (isMachine(actor)) visit(actor)
  }
  visit(root)
  return machines
}

const isMachine = (actor: unknown): actor is AnyStateMachine =>
  typeof actor === 'object' && actor !== null && 'root' in actor && 'implementations' in actor

function hashNode(node: AnyStateNode): string {
  const { type, tags, entry, exit, invoke, key } = node
  const initial: unknown = type === 'compound' ? idsOf(node.initial.target) : null
  const invokes = invoke.map(({ id, src }) => [id, nameOf(src)])
  const own = hash([key, type, initial, tags, entry.map(nameOf), exit.map(nameOf), invokes]).slice(0, 8)
  const transitions = [...node.transitions, ['', node.always ?? []] as const].flatMap(([event, candidates]) =>
    candidates.length === 0 ? [] : [`${event === '' ? 'always' : event}:${hashTransitions(candidates, node)}`],
  )
  return [own, ...transitions].join(' ')
}

interface Transition {
  readonly target?: readonly AnyStateNode[] | undefined
  readonly guard?: unknown
  readonly actions: readonly unknown[]
  readonly reenter: boolean
  readonly delay?: string | number | undefined
}

const hashTransitions = (candidates: readonly Transition[], { machine }: AnyStateNode): string =>
  hash(
    candidates.map(({ target, guard, actions, reenter, delay }) => [
      idsOf(target),
      guard === undefined ? null : nameOf(guard),
      actions.map(nameOf),
      reenter,
      delayOf((machine as AnyStateMachine).implementations.delays as Record<string, unknown>, delay),
    ]),
  ).slice(0, 4)

const delayOf = (delays: Readonly<Record<string, unknown>>, delay: string | number | undefined): unknown => {
  const value = typeof delay === 'string' ? delays[delay] : delay
  return typeof value === 'number' ? value : (delay ?? null)
}

const idsOf = (nodes: readonly AnyStateNode[] | undefined): readonly string[] => nodes?.map(({ id }) => id) ?? []

/** What it is called, with the parameters that are data. */
function nameOf(reference: unknown): unknown {
  if (typeof reference === 'string') return reference
  if (typeof reference === 'function') return 'type' in reference ? reference.type : 'inline'
  if (typeof reference !== 'object' || reference === null) return null
  const { type, params } = reference as { readonly type?: unknown; readonly params?: unknown }
  return [type, typeof params === 'function' ? 'computed' : (params ?? null)]
}

/** FNV-1a, twice with other beginnings: 16 hexadecimal digits. */
function hash(value: unknown): string {
  const text = JSON.stringify(value)
  return [0x811c9dc5, 0x1b873593].map((seed) => fnv1a(text, seed).toString(16).padStart(8, '0')).join('')
}

function fnv1a(text: string, seed: number): number {
  let result = seed
  for (let at = 0; at < text.length; at++) result = Math.imul(result ^ text.charCodeAt(at), 0x01000193)
  return result >>> 0
}
