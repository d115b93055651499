import { type AnyMachineSnapshot, type AnyStateMachine, matchesState, type StateValue } from 'xstate'
import { defaultPreferences } from '../machines/devices.setup'
import { machinesOf } from '../trace/chart-hashes'
import { type TraceEntry, type TraceHeader, traceFormat } from '../trace/entry'
import { createReplay } from '../trace/replay'
import { Moments } from './moments'
import type { Timeline } from './timeline'

/** What @statelyai/inspect tells, as far as it is read here. */
export interface InspectorMessage {
  readonly type: '@xstate.actor' | '@xstate.event' | '@xstate.snapshot'
  readonly sessionId: string
  /** ms since the Unix epoch, as text. */
  readonly createdAt: string
  readonly name?: string
  readonly parentId?: string
  readonly sourceId?: string
  /** The machine's configuration, as JSON. */
  readonly definition?: string
  readonly event?: { readonly type: string }
  readonly snapshot?: { readonly status?: string; readonly value?: StateValue; readonly context?: unknown }
}

/** A phone that an inspector tells of. Nothing is replayed: what the charts are in is what it says. */
export interface InspectedTimeline extends Timeline {
  hear(message: InspectorMessage): void
}

interface Inspected {
  readonly path: string
  /** null: it is no chart of ours. */
  readonly machine: AnyStateMachine | null
}

/** `startedAt`: ms since the Unix epoch. */
export function createInspectedTimeline(startedAt: number): InspectedTimeline {
  const header: TraceHeader = {
    format: traceFormat,
    input: { maxCalls: 4, preferences: defaultPreferences },
    charts: {},
    environment: {},
    redaction: 'pseudonyms',
    startedAt,
  }
  // Of a chart that nothing was told of yet, that is what is known: how it begins.
  const replay = createReplay({ header, entries: [] })
  const moments = new Moments(replay.touched)
  const machines = machinesOf(replay.actor.logic)
  const actors = new Map<string, Inspected>()
  const entries: TraceEntry[] = []

  const enter = ({ createdAt, sourceId = '', event = { type: 'xstate.init' } }: InspectorMessage) => {
    const t = Math.max(entries.at(-1)?.t ?? 0, Number(createdAt) - startedAt)
    entries.push({ t, port: actors.get(sourceId)?.path ?? 'host', fact: event })
    moments.add([])
  }
  const show = ({ path, machine }: Inspected, snapshot: InspectorMessage['snapshot'] = {}) => {
    const { status = 'active', value, context } = snapshot
    if (machine === null || value === undefined || moments.length === 0) return
    moments.extend({ path, snapshot: status === 'active' ? restore(machine, value, context) : null })
  }
  const meet = ({ sessionId, parentId = '', name = sessionId, definition = '{}' }: InspectorMessage): Inspected => {
    const parent = actors.get(parentId)
    const { id = '' } = JSON.parse(definition) as { readonly id?: string }
    const actor = {
      path: parent === undefined ? name : `${parent.path}/${name}`,
      machine: machines.get(id) ?? null,
    }
    actors.set(sessionId, actor)
    return actor
  }
  return {
    header,
    entries,
    replay,
    machine: replay.actor.logic,
    get ready() {
      return moments.length
    },
    hear(message) {
      if (message.type === '@xstate.actor') return show(meet(message), message.snapshot)
      const actor = actors.get(message.sessionId)
      if (actor === undefined || actor.machine === null) return
      if (message.type === '@xstate.event') enter(message)
      else show(actor, message.snapshot)
    },
    append: () => {},
    work: () => false,
    at: (position) => moments.at(position),
    lineOf: (index) => index + 1,
    touchedBy: (index) => moments.touchedBy(index),
    changedBy: (index) => moments.touchedBy(index).map(({ path }) => path),
    dispose: () => replay.dispose(),
  }
}

/** With its tags and all that a view asks of it. A value that this version's chart cannot have is shown as it is. */
function restore(machine: AnyStateMachine, value: StateValue, context: unknown): AnyMachineSnapshot {
  const data = { value, context: context as object }
  try {
    return machine.resolveState(data) as AnyMachineSnapshot
  } catch {
    const bare = {
      ...data,
      status: 'active',
      machine,
      children: {},
      hasTag: () => false,
      can: () => false,
      matches: (tested: StateValue) => matchesState(tested, value),
    }
    return bare as unknown as AnyMachineSnapshot
  }
}
