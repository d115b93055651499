import type { AnyActorRef, AnyMachineSnapshot } from 'xstate'

/** The state and the data of every chart, by its path from the root. */
export type ActorStates = Readonly<Record<string, { readonly value: unknown; readonly context: unknown }>>

/** Charts have a value; ports, which hold no state of theirs, do not. */
const isChart = (snapshot: unknown): snapshot is AnyMachineSnapshot =>
  typeof snapshot === 'object' && snapshot !== null && 'value' in snapshot && 'children' in snapshot

/** Calls `visit` for every chart under `actor`, itself included, parents first. */
export function visitCharts(
  actor: AnyActorRef,
  visit: (path: string, chart: AnyActorRef, snapshot: AnyMachineSnapshot) => void,
  path: string = actor.id,
): void {
  const snapshot: unknown = actor.getSnapshot()
  if (!isChart(snapshot)) return
  visit(path, actor, snapshot)
  for (const [id, child] of Object.entries(snapshot.children as Record<string, AnyActorRef | undefined>))
    if (child !== undefined) visitCharts(child, visit, `${path}/${id}`)
}

/** What every chart is in, as plain JSON. */
export function describe(root: AnyActorRef): ActorStates {
  const states: Record<string, { value: unknown; context: unknown }> = {}
  visitCharts(root, (path, _, snapshot) => {
    const { value, context } = snapshot as { value: unknown; context: unknown }
    states[path] = JSON.parse(JSON.stringify({ value, context })) as { value: unknown; context: unknown }
  })
  return states
}
