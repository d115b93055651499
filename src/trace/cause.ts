import type { ChartHashes } from './entry'

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

/** The change that a difference is most likely due to: of a state that was active, best of all under the event. */
export function likeliest(
  changes: readonly ChartChange[],
  where: { readonly chart: string | null; readonly active: readonly string[]; readonly event: string | null },
): ChartChange | undefined {
  const score = ({ chart, state, transitions }: ChartChange): number =>
    (where.event !== null && transitions.some((event) => matches(event, where.event ?? '')) ? 4 : 0) +
    (where.active.includes(state) ? 2 : 0) +
    (chart === where.chart ? 1 : 0)
  return [...changes].sort((a, b) => score(b) - score(a))[0]
}

const matches = (descriptor: string, event: string): boolean =>
  descriptor === event || (descriptor.endsWith('*') && event.startsWith(descriptor.slice(0, -1)))
