import type { AnyActorRef, InspectionEvent } from 'xstate'
import type { XState4InspectorEvent } from '../../api/xstate4-inspector'

interface Service {
  readonly config: object
  readonly id: string
  readonly parent: string | undefined
  isRegistered: boolean
}

interface Snapshot {
  readonly status?: string
  readonly value?: unknown
  readonly context?: unknown
}

interface NamedEvent {
  readonly type: string
}

/** An observer for `inspect` that speaks to viewers made for XState 4. Ports are no machines, and are not shown. */
export function inspectAsXState4(send: (event: XState4InspectorEvent) => void): (event: InspectionEvent) => void {
  const services = new Map<string, Service>()

  const see = (sessionId: string, service: Service, snapshot: Snapshot, event: NamedEvent) => {
    const state = stateOf(snapshot, event, sessionId)
    if (service.isRegistered) send({ type: 'service.state', state, sessionId })
    else {
      service.isRegistered = true
      const { config, id, parent } = service
      const machine = JSON.stringify(toXState4(config))
      send({ type: 'service.register', machine, state, id, sessionId, ...(parent !== undefined && { parent }) })
    }
    if (snapshot.status === 'active') return
    services.delete(sessionId)
    send({ type: 'service.stop', sessionId })
  }

  return (inspected) => {
    const { sessionId, id, _parent: parent } = inspected.actorRef as AnyActorRef
    if (inspected.type === '@xstate.actor') {
      const config = configOf(inspected.actorRef)
      // The first snapshot is still to come.
      if (config) services.set(sessionId, { config, id, parent: parent?.sessionId, isRegistered: false })
      return
    }
    const service = services.get(sessionId)
    if (service === undefined) return
    if (inspected.type === '@xstate.event' && service.isRegistered)
      send({ type: 'service.event', event: JSON.stringify(scxml(inspected.event)), sessionId })
    if (inspected.type === '@xstate.snapshot') see(sessionId, service, inspected.snapshot, inspected.event)
  }
}

/** Of a chart; that of a port is a function. */
function configOf(actor: object): object | undefined {
  const { logic } = actor as { readonly logic?: { readonly config?: unknown } }
  return typeof logic?.config === 'object' && logic.config !== null ? logic.config : undefined
}

const scxml = (event: NamedEvent) => ({ name: event.type, data: event, $$type: 'scxml', type: 'external' })

/** As State.create of XState 4 wants it. */
function stateOf({ value, context, status }: Snapshot, event: NamedEvent, sessionId: string): string {
  return JSON.stringify({
    value,
    context: context ?? {},
    event,
    _event: scxml(event),
    _sessionid: sessionId,
    actions: [],
    activities: {},
    meta: {},
    events: [],
    configuration: [],
    transitions: [],
    children: {},
    tags: [],
    done: status === 'done',
    changed: true,
  })
}

/** Names stay, functions go; `guard` is called `cond` there. */
function toXState4(config: unknown): unknown {
  if (Array.isArray(config)) return config.map(toXState4)
  if (typeof config !== 'object' || config === null) return typeof config === 'function' ? undefined : config
  return Object.fromEntries(
    Object.entries(config as Record<string, unknown>).flatMap(([name, part]) => {
      if (typeof part === 'function' || name === 'params' || name === 'input' || name === 'types') return []
      return [[name === 'guard' ? 'cond' : name, toXState4(part)]]
    }),
  )
}
