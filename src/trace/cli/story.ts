import type { TraceEntry } from '../entry'
import type { Touched } from '../watch'

/** One entry as some lines for a reader: when, what entered, and which charts went where. */
export function tell(entry: TraceEntry, moves: Readonly<Record<string, string>>): string {
  const went = Object.entries(moves).map(([path, states]) => `${indent}${path} → ${states}`)
  return [`${timeOf(entry.t)}  ${whatOf(entry)}`, ...went].join('\n')
}

const indent = ' '.repeat(14)

/** Seconds since the page began. */
const timeOf = (t: number): string => (t / 1000).toFixed(3).padStart(11)

function whatOf(entry: TraceEntry): string {
  if ('intent' in entry) return `» ${entry.intent.type}${detailsOf(entry.intent, ['type', 'commandId', 'at'])}`
  if ('fact' in entry) return `« ${entry.fact.type}${detailsOf(entry.fact, ['type', 'at'])}  (${entry.port})`
  if ('timer' in entry) return `⏲ timer ${entry.timer}`
  if ('sip' in entry) return `${entry.sip.direction === 'in' ? '←' : '→'} SIP ${sipLine(entry.sip.text)}`
  if ('gap' in entry) return `… ${entry.gap.sip} SIP messages are no longer here`
  return `▣ ${entry.folded.entries} entries before this are folded; calls that ended: ${entry.folded.calls.length}`
}

/** The start line, and what tells one request from another. */
function sipLine(text: string): string {
  const [start = ''] = text.split('\r\n')
  const cseq = /^CSeq:\s*(.+)$/im.exec(text)?.[1]?.trim()
  return start.startsWith('SIP/2.0') ? `${start.slice(8)} (${cseq ?? '?'})` : start.replace(/ SIP\/2\.0$/, '')
}

/** What is short enough to be read at a glance. */
function detailsOf(of: object, without: readonly string[]): string {
  const details = Object.entries(of).flatMap(([name, value]: [string, unknown]) => {
    if (without.includes(name) || value === null) return []
    const text = typeof value === 'string' ? value : JSON.stringify(value)
    return text.length > 80 ? [`${name}=…`] : [`${name}=${text}`]
  })
  return details.length === 0 ? '' : ` ${details.join(' ')}`
}

/** Only what has changed of a chart's value since the last time that it was told. */
export class Moves {
  readonly #last = new Map<string, ReadonlySet<string>>()

  of(touched: readonly Touched[]): Readonly<Record<string, string>> {
    const moves: Record<string, string> = {}
    for (const { path, snapshot } of touched) {
      if (snapshot === null) {
        this.#last.delete(path)
        moves[path] = 'gone'
        continue
      }
      const before = this.#last.get(path) ?? new Set()
      const leaves = leavesOf(snapshot.value)
      this.#last.set(path, new Set(leaves))
      const fresh = leaves.filter((leaf) => !before.has(leaf))
      if (fresh.length > 0) moves[path] = fresh.join(', ')
    }
    return moves
  }
}

function leavesOf(value: unknown, path = ''): readonly string[] {
  if (typeof value !== 'object' || value === null) return [`${path}${String(value)}`]
  return Object.entries(value).flatMap(([state, below]) => leavesOf(below, `${path}${state}.`))
}
