import type { QualitySample } from '../machines/ports'
import type { TraceEntry } from '../trace/entry'
import { readMessage } from './sip'

export type RowKind = 'intent' | 'fact' | 'timer' | 'sip' | 'stats' | 'gap' | 'folded'

export const rowKinds: readonly RowKind[] = ['intent', 'fact', 'timer', 'sip', 'stats', 'gap', 'folded']

export function rowKindOf(entry: TraceEntry): RowKind {
  if ('intent' in entry) return 'intent'
  if ('fact' in entry) return entry.fact.type === 'quality.sampled' ? 'stats' : 'fact'
  if ('timer' in entry) return 'timer'
  if ('sip' in entry) return 'sip'
  return 'gap' in entry ? 'gap' : 'folded'
}

/** What the log says of an entry. */
export interface Row {
  readonly kind: RowKind
  readonly title: string
  /** Where it came in, and what it is about. */
  readonly about: string
}

export function rowOf(entry: TraceEntry): Row {
  if ('intent' in entry) {
    const { type, commandId: _, at: __, ...rest } = entry.intent
    return { kind: 'intent', title: type, about: brief(rest) }
  }
  if ('fact' in entry) {
    const { type, ...rest } = entry.fact
    if (type === 'quality.sampled') return sampleRow(rest as unknown as { readonly sample: QualitySample })
    return { kind: rowKindOf(entry), title: type, about: `${entry.port} ${brief(rest)}`.trim() }
  }
  if ('timer' in entry) return { kind: 'timer', title: `timer ${entry.timer}`, about: '' }
  if ('sip' in entry) {
    const { direction, text } = entry.sip
    const { title, method } = readMessage(text)
    return { kind: 'sip', title: `${direction === 'in' ? '←' : '→'} ${title}`, about: method }
  }
  if ('gap' in entry) return { kind: 'gap', title: 'gap', about: `${entry.gap.sip} SIP messages were not kept` }
  return {
    kind: 'folded',
    title: 'folded',
    about: `${entry.folded.entries} entries, ${entry.folded.calls.length} calls`,
  }
}

function sampleRow({ sample }: { readonly sample: QualitySample }): Row {
  const { bitrate, lossRatio, jitterMs } = sample.received
  const about = [
    `${Math.round(bitrate / 1000)} kbit/s`,
    lossRatio === null ? '' : `${(lossRatio * 100).toFixed(1)} % lost`,
    jitterMs === null ? '' : `jitter ${Math.round(jitterMs)} ms`,
  ]
  return { kind: 'stats', title: 'quality.sampled', about: about.filter(Boolean).join(', ') }
}

/** `callId: a, hold: true`: what fits a line. */
function brief(data: Readonly<Record<string, unknown>>): string {
  return Object.entries(data)
    .filter(([, value]) => value !== null && value !== undefined && typeof value !== 'object')
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(', ')
}

export interface LogFilter {
  readonly kinds: ReadonlySet<RowKind>
  /** In what the row says; lower case. */
  readonly text: string
}

/** The indexes of the entries that a filter lets through, from `start` on. */
export function matching(entries: readonly TraceEntry[], { kinds, text }: LogFilter, start = 0): number[] {
  const found: number[] = []
  const isAll = kinds.size === rowKinds.length && text === ''
  for (let index = start; index < entries.length; index += 1) {
    if (!isAll) {
      const { kind, title, about } = rowOf(entries[index] as TraceEntry)
      if (!kinds.has(kind) || !`${kind} ${title} ${about}`.toLowerCase().includes(text)) continue
    }
    found.push(index)
  }
  return found
}
