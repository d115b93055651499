import { hashCharts } from '../trace/chart-hashes'
import { isDriving, type Trace, type TraceEntry } from '../trace/entry'
import { Changes } from '../trace/watch'
import type { Timeline } from './timeline'

/** As JSON Lines: a header, then the entries in order. */
export function writeTrace({ header, entries }: Trace): string {
  return `${[header, ...entries].map((line) => JSON.stringify(line)).join('\n')}\n`
}

/**
 * What a timeline shows, as a trace that a replay can be compared with: a recorded one as it is, a simulation with what its
 * charts came to.
 */
export function verifiableTrace({ header, entries, at, touchedBy, machine }: Timeline): Trace {
  if (header.states !== undefined) return { header, entries }
  const changes = new Changes()
  // The states that the charts began in are those of the first entry.
  let begun = [...at(0)].map(([path, snapshot]) => ({ path, snapshot }))
  const compared = entries.map((entry, index): TraceEntry => {
    if (!isDriving(entry)) return entry
    const changed = changes.of([...begun, ...touchedBy(index)])
    begun = []
    return changed === undefined ? entry : { ...entry, changed }
  })
  return { header: { ...header, charts: hashCharts(machine), states: 'changes' }, entries: compared }
}
