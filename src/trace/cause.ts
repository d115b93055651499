import type { AnyMachineSnapshot } from 'xstate'
import type { ChartHashes } from './entry'
import type { Difference } from './replay'

/** What of the charts is another than when a trace was recorded. */
export interface ChartChange {
  readonly chart: string
  /** The state node's id. */
  readonly state: string
  /** Whether the state is new, gone, or another; `transitions`: under which events. */
  readonly kind: 'added' | 'removed' | 'changed'
  /** Its kind, entry, exit, invokes or tags. */
  readonly itself: boolean
  readonly transitions: readonly string[]
}

/** Compares hash by hash (chart-hashes.ts). */
export function compareCharts(before: ChartHashes, now: ChartHashes): readonly ChartChange[] {
  return union(before, now).flatMap((chart) => {
    const [was = {}, is = {}] = [before[chart], now[chart]]
    return union(was, is).flatMap((state): ChartChange[] => {
      const [old, current] = [was[state], is[state]]
      if (old === current) return []
      if (old === undefined) return [{ chart, state, kind: 'added', itself: true, transitions: [] }]
      if (current === undefined) return [{ chart, state, kind: 'removed', itself: true, transitions: [] }]
      const [oldParts, parts] = [read(old), read(current)]
      const transitions = union(oldParts.transitions, parts.transitions).filter(
        (event) => oldParts.transitions[event] !== parts.transitions[event],
      )
      return [{ chart, state, kind: 'changed', itself: oldParts.own !== parts.own, transitions }]
    })
  })
}

const union = (a: object, b: object): readonly string[] => [...new Set([...Object.keys(a), ...Object.keys(b)])]

function read(hash: string): { readonly own: string; readonly transitions: Readonly<Record<string, string>> } {
  const [own = '', ...transitions] = hash.split(' ')
  return {
    own,
    transitions: Object.fromEntries(
      transitions.map((transition) => {
        const colon = transition.lastIndexOf(':')
        return [transition.slice(0, colon), transition.slice(colon + 1)]
      }),
    ),
  }
}

export function describeChange({ state, kind, itself, transitions }: ChartChange): string {
  if (kind !== 'changed') return `the state ${state} ${kind === 'added' ? 'is new' : 'is gone'}`
  const what = [
    ...(itself ? ['itself (its kind, entry, exit, invokes or tags)'] : []),
    ...transitions.map((event) => `on ${event}`),
  ]
  return `the state ${state} is another: ${what.join(', ')}`
}

/**
 * The change of the charts that a difference is most likely due to: of a state that was active, best of all under the event.
 * null: they are the same. `before`: the charts as the entry found them, by path.
 */
export function causeOf(
  { path, entry }: Pick<Difference, 'path' | 'entry'>,
  changes: readonly ChartChange[],
  before: ReadonlyMap<string, AnyMachineSnapshot>,
): ChartChange | null {
  const there = path === null ? undefined : before.get(path)
  const active = new Set((there === undefined ? [...before.values()] : [there]).flatMap(activeIds))
  const event = 'intent' in entry ? entry.intent.type : 'fact' in entry ? entry.fact.type : null
  const score = ({ chart, state, transitions }: ChartChange): number =>
    (event !== null && transitions.some((descriptor) => matches(descriptor, event)) ? 4 : 0) +
    (active.has(state) ? 2 : 0) +
    (chart === there?.machine.id ? 1 : 0)
  return [...changes].sort((a, b) => score(b) - score(a))[0] ?? null
}

/** What a difference is due to, for people. `isOther`: another version of callchart recorded it. */
export function describeCause(cause: ChartChange | null, isOther: boolean): string {
  if (cause !== null) return `the charts have changed since: ${describeChange(cause)}`
  return isOther
    ? 'no state or transition has changed: a guard or an action of the other version does something else'
    : 'no state or transition has changed, so that it is nondeterminism, a guard or an action that does something else, or an edited file'
}

const activeIds = ({ _nodes: nodes }: AnyMachineSnapshot): readonly string[] =>
  (nodes as readonly { readonly id: string }[]).map(({ id }) => id)

const matches = (descriptor: string, event: string): boolean =>
  descriptor === event || (descriptor.endsWith('*') && event.startsWith(descriptor.slice(0, -1)))
