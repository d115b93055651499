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

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

const isEvent = (value: unknown): boolean => isObject(value) && typeof value.type === 'string'

const isDrivingEntry = ({ intent, port, fact, timer }: Record<string, unknown>): boolean =>
  isEvent(intent) || (typeof port === 'string' && isEvent(fact)) || typeof timer === 'number'

const isAccompanying = ({ sip, gap, folded }: Record<string, unknown>): boolean =>
  (isObject(sip) && typeof sip.text === 'string') || isObject(gap) || isObject(folded)

const isEntry = (value: unknown): value is TraceEntry =>
  isObject(value) && typeof value.t === 'number' && (isDrivingEntry(value) || isAccompanying(value))

const isHeader = (value: unknown): value is TraceHeader =>
  isObject(value) &&
  value.format === traceFormat &&
  isObject(value.input) &&
  typeof value.input.maxCalls === 'number' &&
  isObject(value.input.preferences) &&
  isObject(value.charts) &&
  isObject(value.environment) &&
  typeof value.startedAt === 'number'

function parse(text: string, line: number): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new TraceUnreadable(line, 'this is not JSON; is the file cut off?')
  }
}

/** Says why a first line is no header of ours, in the words of what it is instead. */
function notHeader(value: unknown): string {
  const format = isObject(value) && typeof value.format === 'string' ? value.format : null
  if (format === traceFormat) return `this is a header of ${traceFormat} with parts missing`
  if (format?.startsWith('callchart-trace/'))
    return format === 'callchart-trace/0'
      ? 'this is of the format callchart-trace/0, of the versions before 0.2: it has neither states nor hashes of the charts to compare with; record the call again'
      : `this is of the format ${format}, and this version reads ${traceFormat}: a newer callchart wrote it`
  return `this is not the header of a ${traceFormat} file`
}

/** Reads a trace line by line: whoever has other things to do may pause between two. Throws TraceUnreadable, as `readTrace`. */
export class TraceReader {
  #header: TraceHeader | null = null
  readonly #entries: TraceEntry[] = []
  readonly #lines: number[] = []
  #line = 0
  #t = Number.NEGATIVE_INFINITY

  add(content: string): void {
    this.#line += 1
    const text = content.trim()
    if (text === '') return
    const value = parse(text, this.#line)
    if (this.#header !== null) return this.#addEntry(value)
    if (!isHeader(value)) throw new TraceUnreadable(this.#line, notHeader(value))
    this.#header = value
  }

  /** All that was added. */
  finish(): Trace {
    if (this.#header === null) throw new TraceUnreadable(1, notHeader(undefined))
    return { header: this.#header, entries: this.#entries, lines: this.#lines }
  }

  #addEntry(value: unknown): void {
    if (!isEntry(value))
      throw new TraceUnreadable(
        this.#line,
        'this is neither an intent, nor a fact, nor a timer, nor anything that rides along',
      )
    if (value.t < this.#t)
      throw new TraceUnreadable(
        this.#line,
        `time runs backwards, from ${this.#t} to ${value.t} ms: the file was edited`,
      )
    if ('folded' in value && this.#entries.length > 0)
      throw new TraceUnreadable(this.#line, 'what is folded comes first: the file was edited')
    this.#t = value.t
    this.#entries.push(value)
    this.#lines.push(this.#line)
  }
}

/** Reads what `exportTrace()` wrote. Throws TraceUnreadable, which names the line, for anything else. */
export function readTrace(text: string): Trace {
  const reader = new TraceReader()
  for (const line of text.split('\n')) reader.add(line)
  return reader.finish()
}
