import type { AnyActorRef, InspectionEvent } from 'xstate'
import type { Redactor } from '../../trace/redact/redactor'

/** Whoever looks on: XState's observer, as a function. */
type Inspect = (event: InspectionEvent) => void

/** What a snapshot has that JSON can have. */
interface PlainSnapshot {
  readonly status?: unknown
  readonly value?: unknown
  readonly context?: unknown
  readonly output?: unknown
}

/** Hands on what XState tells of its actors, redacted as traces are: nobody gets at a chart or its data behind it. */
export function redactInspection(redactor: Redactor, inspect: Inspect): Inspect {
  const shields = new WeakMap<AnyActorRef, AnyActorRef>()

  const plainOf = (snapshot: unknown): PlainSnapshot | undefined => {
    if (typeof snapshot !== 'object' || snapshot === null) return undefined
    const { status, value, context, output } = snapshot as PlainSnapshot
    return {
      status,
      ...(value !== undefined && { value }),
      ...(context !== undefined && { context: redactor.redact(context) }),
      ...(output !== undefined && { output: redactor.redact(output) }),
    }
  }

  /** What inspectors ask of an actor, and no more. */
  const shield = (actor: AnyActorRef | undefined): AnyActorRef | undefined => {
    if (actor === undefined) return undefined
    const known = shields.get(actor)
    if (known !== undefined) return known
    const { sessionId, id, src, _parent: parent } = actor
    const shielded = {
      sessionId,
      id: redactor.id(id),
      src,
      logic: 'logic' in actor ? actor.logic : undefined,
      _parent: shield(parent),
      getSnapshot: () => plainOf(actor.getSnapshot()) ?? {},
    } as unknown as AnyActorRef
    shields.set(actor, shielded)
    return shielded
  }

  return (inspected) => {
    // Transitions name nodes, and with them the machine.
    const { _transitions: _, ...rest } = { _transitions: null, ...inspected }
    const told: Record<string, unknown> = { ...rest, actorRef: shield(inspected.actorRef as AnyActorRef) }
    if ('sourceRef' in inspected) told.sourceRef = shield(inspected.sourceRef as AnyActorRef | undefined)
    if ('event' in inspected) told.event = redactor.redact(inspected.event)
    if ('snapshot' in inspected) told.snapshot = plainOf(inspected.snapshot)
    if ('action' in inspected) told.action = redactor.redact({ type: inspected.action.type })
    inspect(told as unknown as InspectionEvent)
  }
}
