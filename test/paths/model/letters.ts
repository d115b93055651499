import type { AnyStateNode } from 'xstate'
import type { Fed, Harness } from '../../support/chart-harness'
import { ancestryOf, isAbout, isOfState, type Region } from './alphabet'

/** One thing that can happen to a chart. */
export interface Letter {
  /** `session.progressed(ringing)`: as the walks' reports name it. */
  readonly name: string
  readonly type: string
  /** Of a timer or an invocation: the states in which it can happen. */
  readonly isPossibleIn: (leaf: AnyStateNode) => boolean
  /** Whether it can, where that is to be known without trying it on a chart of its own. */
  readonly canHappen?: (chart: Harness) => boolean
  /** Lets it happen; false when it cannot. `count` numbers the walk's events. */
  readonly feed: (chart: Harness, count: number) => boolean
}

/**
 * What an event says beside its type, in each way in which it matters. Some depend on what the chart knows, and cannot
 * happen where they come to nothing.
 */
type Payload = object | Told
type Told = (context: never) => object | undefined
export type Payloads = Readonly<Record<string, readonly Payload[]>>

/** Every event of a region in each of its ways, its timers, and the failures of what it invokes. */
export function lettersOf(region: Region, events: readonly string[], payloads: Payloads): Letter[] {
  const descriptors = [...region.descriptors.keys()]
  const named = events.filter((type) => descriptors.some((descriptor) => isAbout(descriptor, type)))
  return [
    ...named.flatMap((type) => eventLetters(type, payloads[type] ?? [])),
    ...[...region.descriptors]
      .filter(([descriptor]) => isOfState(descriptor) && !descriptor.includes('*'))
      .map(([descriptor, states]) => letterOfState(descriptor, states)),
  ]
}

function eventLetters(type: string, variants: readonly Payload[]): Letter[] {
  return variants.map((payload, index) => ({
    name: variants.length === 1 ? type : `${type}(${labelOf(payload, variants) || index + 1})`,
    type,
    isPossibleIn: () => true,
    feed(chart, count) {
      const data = typeof payload === 'function' ? (payload as Told)(chart.context as never) : payload
      if (data === undefined) return false
      chart.feed(numbered({ type, ...data }, count))
      return true
    },
  }))
}

/** Each intent is a command of its own, one that is handed on too. */
function numbered(event: Fed, count: number): Fed {
  const { intent } = event
  if (typeof intent === 'object' && intent !== null) return { ...event, intent: numbered(intent as Fed, count) }
  return event.commandId === '' ? { ...event, commandId: `${event.type} ${count}` } : event
}

function letterOfState(descriptor: string, states: readonly string[]): Letter {
  const isTimer = descriptor.startsWith('xstate.after.')
  return {
    name: descriptor.replace(/^xstate\.(after|error|done)(?:\.actor)?\.(.*)$/, nameOfState),
    type: descriptor,
    isPossibleIn: (leaf) => ancestryOf(leaf).some(({ id }) => states.includes(id)),
    feed(chart) {
      if (isTimer) return chart.clock.fire(descriptor)
      const { active } = chart
      if (!states.some((id) => active.has(id))) return false
      chart.feed({ type: descriptor, error: new Error('broken on purpose'), actorId: descriptor.split('.').at(-1) })
      return true
    },
  }
}

/** `after ringTimeout of open.alerting`, `error of session`. */
const nameOfState = (_: string, kind: string, rest: string) => {
  if (kind !== 'after') return `${kind} of ${rest.split('.').at(-1)}`
  const [delay] = rest.split('.')
  return `after ${delay} of ${rest.split('.').slice(-2).join('.')}`
}

/** What sets one way of an event apart from the others, as briefly as it can be told. */
function labelOf(payload: Payload, variants: readonly Payload[]): string {
  if (typeof payload === 'function') return payload.name
  const told: string[] = []
  let alike = variants.flatMap((other) => (other === payload || typeof other === 'function' ? [] : [flat(other)]))
  for (const [key, value] of flat(payload)) {
    const left = alike.filter((other) => other.get(key) === value)
    if (left.length < alike.length)
      told.push(typeof value === 'string' ? value : `${key.replace(/.*\./, '')}: ${String(value)}`)
    alike = left
  }
  return told.join(', ')
}

/** The plain values of some data, by their paths. */
function flat(data: object, path = ''): Map<string, unknown> {
  const entries = Object.entries(data).flatMap(([key, value]: [string, unknown]): [string, unknown][] =>
    typeof value === 'object' && value !== null ? [...flat(value, `${path}${key}.`)] : [[`${path}${key}`, value]],
  )
  return new Map(entries)
}
