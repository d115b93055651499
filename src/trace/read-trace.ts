import { type Trace, type TraceEntry, type TraceHeader, traceFormat } from './entry'

/** A trace that cannot be read; `line` counts from 1. */
export class TraceUnreadable extends Error {
  override readonly name = 'TraceUnreadable'
  readonly line: number
  constructor(line: number, message: string) {
    super(`Line ${line}: ${message}`)
    this.line = line
  }
}

const isEntry = (value: unknown): value is TraceEntry =>
  typeof value === 'object' &&
  value !== null &&
  't' in value &&
  typeof value.t === 'number' &&
  (('intent' in value && typeof value.intent === 'object') ||
    ('port' in value && typeof value.port === 'string' && 'fact' in value && typeof value.fact === 'object') ||
    ('timer' in value && typeof value.timer === 'number'))

const isHeader = (value: unknown): value is TraceHeader =>
  typeof value === 'object' && value !== null && 'format' in value && value.format === traceFormat && 'input' in value

/** Reads what `exportTrace()` wrote. Throws TraceUnreadable, which names the line, for anything else. */
export function readTrace(text: string): Trace {
  const [header, ...entries] = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line, index): unknown => {
      try {
        return JSON.parse(line)
      } catch {
        throw new TraceUnreadable(index + 1, 'this is not JSON; is the file cut off?')
      }
    })
  if (!isHeader(header)) throw new TraceUnreadable(1, `this is not the header of a ${traceFormat} file`)
  entries.forEach((entry, index) => {
    if (!isEntry(entry)) throw new TraceUnreadable(index + 2, 'this is neither an intent, nor a fact, nor a timer')
  })
  return { header, entries: entries as TraceEntry[] }
}
