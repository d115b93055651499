import type { AnyActorRef, EventObject } from 'xstate'
import type { ActorStates } from './describe'
import type { Checkpoint } from './entry'
import type { Redactor } from './redact/redactor'

/** What else than its snapshot decides what a phone does next. */
export interface Surroundings {
  /** The name of the port that an actor is; undefined: it is none that was opened here. */
  readonly portOf: (actor: AnyActorRef) => string | undefined
  readonly portsOpened: Readonly<Record<string, number>>
  readonly timers: { readonly running: readonly number[]; readonly set: number }
}

/** An actor that was persisted, as XState writes it. */
interface Persisted {
  readonly children?: Readonly<Record<string, { readonly snapshot: Persisted }>>
  readonly [part: string]: unknown
}

const childrenOf = (actor: AnyActorRef): Readonly<Record<string, AnyActorRef | undefined>> =>
  (actor.getSnapshot() as { readonly children?: Record<string, AnyActorRef> } | undefined)?.children ?? {}

/** Every actor below one, itself included, by its path: charts and ports. */
function actorsByPath(root: AnyActorRef): ReadonlyMap<string, AnyActorRef> {
  const actors = new Map<string, AnyActorRef>()
  const visit = (actor: AnyActorRef, path: string) => {
    actors.set(path, actor)
    for (const [id, child] of Object.entries(childrenOf(actor))) if (child !== undefined) visit(child, `${path}/${id}`)
  }
  visit(root, root.id)
  return actors
}

/** The data of an actor is redacted; its states are words of ours. */
function redactSnapshot({ children, ...rest }: Persisted, redactor: Redactor): Persisted {
  const result: Record<string, unknown> = { ...rest }
  for (const part of ['context', 'input', 'output', 'error'])
    if (part in result) result[part] = redactor.redact(result[part])
  if (children !== undefined)
    result.children = Object.fromEntries(
      Object.entries(children).map(([id, child]) => [
        redactor.id(id),
        { ...child, snapshot: redactSnapshot(child.snapshot, redactor) },
      ]),
    )
  return result
}

export const redactStates = (states: ActorStates, redactor: Redactor): ActorStates =>
  Object.fromEntries(
    Object.entries(states).map(([path, { value, context }]) => [
      redactor.path(path),
      { value, context: redactor.redact(context) },
    ]),
  )

/** All that decides what the charts do next, when they are at rest; null: it cannot be said for certain. */
export function takeCheckpoint(root: AnyActorRef, around: Surroundings, redactor?: Redactor): Checkpoint | null {
  const actors = actorsByPath(root)
  const redactPath = (path: string) => redactor?.path(path) ?? path
  const paths = new Map([...actors].map(([path, actor]) => [actor, redactPath(path)]))
  const { _scheduledEvents: events } = root.system.getSnapshot()
  const scheduled = Object.values(events)
  const { running, set } = around.timers
  if (scheduled.length !== running.length) return null
  const timers: Checkpoint['timers'][number][] = []
  for (const [index, { id, source, target, event, delay }] of scheduled.entries()) {
    const [timer, from, to] = [running[index], paths.get(source), paths.get(target)]
    if (timer === undefined || from === undefined || to === undefined) return null
    timers.push({
      timer,
      id,
      source: from,
      target: to,
      event: redactor === undefined ? plain(event) : redactor.redact<unknown>(plain(event)),
      delay,
    })
  }
  const ports: Record<string, string> = {}
  for (const [path, actor] of actors) {
    const port = around.portOf(actor)
    if (port !== undefined) ports[redactPath(path)] = port
  }
  const persisted = plain(root.getPersistedSnapshot()) as Persisted
  const snapshot = redactor === undefined ? persisted : redactSnapshot(persisted, redactor)
  return { snapshot, timers, timersSet: set, ports, portsOpened: { ...around.portsOpened } }
}

/** As it is when it was written to a file and read again. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

/** Sets the timers of a checkpoint on the charts that were restored from it; `use` says which number the next one gets. */
export function restoreTimers(root: AnyActorRef, checkpoint: Checkpoint, use: (timer: number) => void): void {
  const actors = actorsByPath(root)
  for (const { timer, id, source, target, event, delay } of checkpoint.timers) {
    const [from, to] = [actors.get(source), actors.get(target)]
    if (from === undefined || to === undefined)
      throw new Error(`The checkpoint has a timer of ${source}, which is not there`)
    use(timer)
    root.system.scheduler.schedule(from, to, event as EventObject, delay, id)
  }
}
