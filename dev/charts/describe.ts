/**
 * Actions and guards in words, with what of their parameters is known without running the chart: `settle (hold, ok)`.
 */
export function describe(implementation: unknown): string {
  const { name, params } = parse(implementation)
  const details = write(knownOf(params))
  return details === '' ? name : `${name} (${details})`
}

export function describeGuard(guard: unknown): string {
  if (typeof guard === 'function' && 'stateValue' in guard) return `in ${writeValue(guard.stateValue)}`
  const { name, params } = parse(guard)
  const details = knownOf(params).map(({ value }) => String(value))
  return [name, ...details].join(' ')
}

function writeValue(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value).replace('#', '')
  return Object.entries(value)
    .map(([key, inner]) => `${key}.${writeValue(inner)}`)
    .join(' and ')
}

export function describeInput(input: unknown): string {
  return write(knownOf(input))
}

function parse(implementation: unknown): { name: string; params: unknown } {
  if (typeof implementation === 'string') return { name: implementation, params: undefined }
  if (typeof implementation === 'function') return { name: implementation.name || 'inline', params: undefined }
  if (typeof implementation !== 'object' || implementation === null || !('type' in implementation))
    throw new Error(`Neither the name of an action or guard nor one: ${String(implementation)}`)
  const { type, params } = implementation as { type: string; params?: unknown }
  return { name: type, params }
}

interface Known {
  readonly key: string
  readonly value: string | number | boolean
}

/** Keys that the value explains. */
const unspoken: ReadonlySet<string> = new Set(['type', 'place', 'is', 'code', 'sound', 'reason'])

function write(known: readonly Known[]): string {
  return known
    .map(({ key, value }) => {
      if (key === 'ok') return value === true ? 'ok' : 'failed'
      return unspoken.has(key) ? String(value) : `${key} ${String(value)}`
    })
    .join(', ')
}

function knownOf(params: unknown): readonly Known[] {
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

function leaves(key: string, value: unknown): readonly Known[] {
  if (value === unknown || value === null || value === undefined) return []
  if (typeof value === 'number' && Number.isNaN(value)) return []
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return [{ key, value }]
  if (typeof value !== 'object') return []
  return Object.entries(value).flatMap(([inner, of]) => leaves(inner, of))
}
