import type { AnyStateMachine, AnyStateNode } from 'xstate'

/**
 * A chart's regions: the chart itself, and each part of its parallel states. A parallel state is one of the states of the
 * region that it lies in; what goes on inside is the matter of its own regions.
 */
export interface Region {
  /** The path of its root; empty for the chart itself. */
  readonly path: string
  readonly root: AnyStateNode
  /** Where it can rest: states without states of its own, and none that are left at once. */
  readonly leaves: readonly AnyStateNode[]
  /** What its states react to, as they name it: `call.hold`, `session.*`, `xstate.after.…`; and which of them do, by id. */
  readonly descriptors: ReadonlyMap<string, readonly string[]>
}

export function regionsOf(machine: AnyStateMachine): Region[] {
  return regionsBelow(machine.root)
}

function regionsBelow(root: AnyStateNode): Region[] {
  const nodes = nodesOf(root)
  const leaves = nodes.filter(isLeaf)
  const all = new Set(nodes.flatMap(({ transitions }) => [...transitions.keys()]))
  const idsOf = (descriptor: string) =>
    nodes.filter(({ transitions }) => transitions.has(descriptor)).map(({ id }) => id)
  const region: Region = {
    path: pathOf(root),
    root,
    leaves: leaves.filter((node) => !isPassing(node)),
    descriptors: new Map([...all].map((descriptor) => [descriptor, idsOf(descriptor)])),
  }
  const inner = nodes.filter(({ type }) => type === 'parallel').flatMap(childrenOf)
  return [region, ...inner.flatMap(regionsBelow)]
}

/** Of one region: what lies inside a parallel state belongs to others. */
function nodesOf(node: AnyStateNode): AnyStateNode[] {
  return node.type === 'parallel' ? [node] : [node, ...childrenOf(node).flatMap(nodesOf)]
}

const childrenOf = (node: AnyStateNode): AnyStateNode[] => Object.values(node.states as Record<string, AnyStateNode>)

const isLeaf = ({ type }: AnyStateNode) => type === 'atomic' || type === 'parallel' || type === 'final'

/** Left as soon as it is entered. */
const isPassing = (node: AnyStateNode) => node.always?.some(({ guard }) => guard === undefined) ?? false

export const pathOf = (node: AnyStateNode): string => node.path.join('.')

export const ancestryOf = (node: AnyStateNode): AnyStateNode[] =>
  node.parent === undefined ? [node] : [node, ...ancestryOf(node.parent)]

/** What is of a state and happens in no other: its timers, and what becomes of what it invokes. */
export const isOfState = (descriptor: string) => /^xstate\.(?:after|error\.actor|done\.actor)\./.test(descriptor)

/** `session.*` is about `session.accepted`. */
export function isAbout(descriptor: string, type: string): boolean {
  if (descriptor === '*' || descriptor === type) return true
  return descriptor.endsWith('.*') && `${type}.`.startsWith(descriptor.slice(0, -1))
}
