import type { Named, Param } from './chart'

/** Actions, guards and inputs, with what of their parameters is known without running the chart. */
export function readNamed(implementation: unknown): Named {
  const { type, params } = parse(implementation)
  return { type, params: knownOf(params) }
}

/** An action, which a chart names or has on the spot: XState's own are functions that carry what they were made of. */
export function readAction(action: unknown, implementations: Readonly<Record<string, unknown>>): Named {
  if (isRaise(action)) {
    const raises = typeOfRaised(action.event)
    return { type: 'raise', params: [{ key: 'type', value: raises }], raises }
  }
  const named = readNamed(action)
  const implementation = implementations[named.type]
  return isRaise(implementation) ? { ...named, raises: typeOfRaised(implementation.event) } : named
}

interface Raise {
  readonly event: unknown
}

function isRaise(action: unknown): action is Raise {
  return typeof action === 'function' && 'type' in action && action.type === 'xstate.raise' && 'event' in action
}

function typeOfRaised(event: unknown): string {
  if (typeof event !== 'function') return readNamed(event).type
  const make = event as (args: unknown, params: unknown) => unknown
  return readNamed(make({ context: unknown, event: unknown }, unknown)).type
}

export function readParams(params: unknown): readonly Param[] {
  return knownOf(params)
}

function parse(implementation: unknown): { type: string; params: unknown } {
  if (typeof implementation === 'string') return { type: implementation, params: undefined }
  if (typeof implementation === 'function') return { type: implementation.name || 'inline', params: undefined }
  if (typeof implementation !== 'object' || implementation === null || !('type' in implementation))
    throw new Error(`Neither the name of an action or guard nor one: ${String(implementation)}`)
  const { type, params } = implementation as { type: string; params?: unknown }
  return { type, params }
}

function knownOf(params: unknown): readonly Param[] {
  if (typeof params !== 'function') return leaves('', params)
  // Where it decides, what it would decide on is not known here.
  if (/[?]|&&|\|\||\bif\b|\bswitch\b/.test(Function.prototype.toString.call(params))) return []
  return leaves('', (params as (args: unknown) => unknown)({ context: unknown, event: unknown }))
}

/** Stands for what only a running chart knows: whatever is asked of it is unknown too. */
const unknown: object = new Proxy(
  {},
  { get: (_, key) => (key === Symbol.toPrimitive ? () => Number.NaN : unknown), ownKeys: () => [] },
)

function leaves(key: string, value: unknown): readonly Param[] {
  if (value === unknown || value === null || value === undefined) return []
  if (typeof value === 'number' && Number.isNaN(value)) return []
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return [{ key, value }]
  if (Array.isArray(value))
    return [{ key, value: value.flatMap((item) => leaves('', item).flatMap((leaf) => leaf.value)) }]
  if (typeof value !== 'object') return []
  return Object.entries(value).flatMap(([inner, of]) => leaves(key === '' ? inner : `${key}.${inner}`, of))
}
