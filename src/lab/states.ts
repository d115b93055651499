import type { AnyMachineSnapshot } from 'xstate'

type Value = string | { readonly [region: string]: Value | undefined }

/** The paths of all active states: `open`, `open.underway`, `open.underway.hold`, … */
export function activeStates(snapshot: AnyMachineSnapshot): ReadonlySet<string> {
  const known = active.get(snapshot)
  if (known !== undefined) return known
  const paths = new Set<string>(pathsOf(snapshot.value as Value, ''))
  active.set(snapshot, paths)
  return paths
}

const active = new WeakMap<AnyMachineSnapshot, ReadonlySet<string>>()

function* pathsOf(value: Value, prefix: string): Generator<string> {
  if (typeof value === 'string') {
    yield prefix + value
    return
  }
  for (const [key, inner] of Object.entries(value)) {
    yield prefix + key
    if (inner !== undefined) yield* pathsOf(inner, `${prefix}${key}.`)
  }
}

/** The active states that have none inside: one for each region. */
export function leafStates(snapshot: AnyMachineSnapshot): readonly string[] {
  const known = leaves.get(snapshot)
  if (known !== undefined) return known
  const paths = [...activeStates(snapshot)]
  const found = paths.filter((path) => !paths.some((other) => other.startsWith(`${path}.`)))
  leaves.set(snapshot, found)
  return found
}

const leaves = new WeakMap<AnyMachineSnapshot, readonly string[]>()

/** In a few words: the last name of the leading region, with what is not at rest beside it. */
export function stateWords(snapshot: AnyMachineSnapshot): string {
  const [first = '', ...beside] = leafStates(snapshot)
  const notable = beside.map(lastOf).filter((name) => !resting.has(name))
  return [lastOf(first), ...new Set(notable)].slice(0, 4).join(' · ')
}

/** What regions are called while there is nothing to tell of them. */
const resting = new Set(['none', 'over', 'off', 'stable', 'idle', 'quiet', 'open', 'establishing'])

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1)
}

/** Which chart it is: the machine's name, by which its pictures go. */
export function chartOf(snapshot: AnyMachineSnapshot): string {
  return snapshot.machine.id
}
