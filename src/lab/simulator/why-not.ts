import type { AnyMachineSnapshot, EventObject } from 'xstate'

/** The transitions of a state node, as XState keeps them. */
interface Node {
  readonly transitions: ReadonlyMap<
    string,
    readonly { readonly guard?: unknown; readonly actions: readonly unknown[] }[]
  >
}

/** null: a chart in this state takes the event. */
export function whyNotTaken(snapshot: AnyMachineSnapshot, event: EventObject): string | null {
  try {
    if (snapshot.can(event)) return null
  } catch {
    // A guard asked for what the event does not say.
    return 'it says too little: change what it says first'
  }
  const { _nodes: nodes } = snapshot as unknown as { readonly _nodes: readonly Node[] }
  const candidates = nodes.flatMap(({ transitions }) =>
    [...transitions].filter(([type]) => isAbout(type, event.type)).flatMap(([, found]) => found),
  )
  const guards = candidates.flatMap(({ guard }) => (guard === undefined ? [] : [guardName(guard)]))
  if (guards.length > 0) return `the guard says no: ${[...new Set(guards)].join(', ')}`
  return candidates.length > 0 ? 'ignored in this state' : 'not accepted in this state'
}

/** `session.*` is about `session.accepted`. */
function isAbout(descriptor: string, type: string): boolean {
  if (descriptor === '*' || descriptor === type) return true
  return descriptor.endsWith('.*') && `${type}.`.startsWith(descriptor.slice(0, -1))
}

function guardName(guard: unknown): string {
  if (typeof guard === 'string') return guard
  const type = typeof guard === 'object' && guard !== null && 'type' in guard ? guard.type : undefined
  return typeof type === 'string' ? type : 'a condition of the chart'
}
