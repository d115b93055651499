import { causeOf, compareCharts, describeCause } from '../trace/cause'
import { hashCharts } from '../trace/chart-hashes'
import { version } from '../trace/version'
import type { Timeline } from './timeline'

/** Whether the charts still do what they did when a timeline was recorded. */
export type Verdict =
  /** A simulation, or a trace without states: there is nothing to compare with. */
  | { readonly status: 'none' }
  | { readonly status: 'replaying' }
  | { readonly status: 'same' }
  | {
      readonly status: 'different'
      /** Of the entry. */
      readonly index: number
      /** What differs at which line of the file, and what that is due to, as sentences. */
      readonly difference: string
      readonly cause: string
    }

/** As far as a session has been replayed. */
export function verdictOf({ header, entries, ready, replay, machine, lineOf, at }: Timeline): Verdict {
  const { difference } = replay
  if (difference === null) {
    if (header.states === undefined) return { status: 'none' }
    return { status: ready < entries.length ? 'replaying' : 'same' }
  }
  const changes = compareCharts(header.charts, hashCharts(machine))
  const { index, why } = difference
  const recordedBy = header.environment.version
  const cause = describeCause(
    causeOf(difference, changes, at(index)),
    recordedBy !== undefined && recordedBy !== version,
  )
  return { status: 'different', index, difference: `Line ${lineOf(index)}: ${why}.`, cause: `Cause: ${cause}.` }
}
