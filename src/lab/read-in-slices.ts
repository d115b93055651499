import type { Trace, TraceEntry } from '../trace/entry'
import { readTrace, TraceUnreadable } from '../trace/read-trace'
import { breathe } from './slices'

/** Lines that are read in some ten ms. */
const linesAtOnce = 1_500

/** Reads a trace without keeping the page from what else it has to do. Throws TraceUnreadable, which names the line. */
export async function readTraceInSlices(text: string): Promise<Trace> {
  const lines = text.split('\n')
  const first = lines.findIndex((line) => line.trim() !== '')
  // A file without a header, or with nothing else, is judged as a whole.
  if (lines.length <= linesAtOnce || first === -1) return readTrace(text)
  const head = lines[first] ?? ''
  const { header } = readTrace(head)
  const entries: TraceEntry[] = []
  for (let start = first + 1; start < lines.length; start += linesAtOnce) {
    await breathe()
    for (const entry of readSlice(head, lines, start)) entries.push(entry)
  }
  return { header, entries }
}

function readSlice(head: string, lines: readonly string[], start: number): readonly TraceEntry[] {
  try {
    return readTrace([head, ...lines.slice(start, start + linesAtOnce)].join('\n')).entries
  } catch (error) {
    if (!(error instanceof TraceUnreadable)) throw error
    throw new TraceUnreadable(error.line + start - 1, error.message.replace(/^Line \d+: /, ''))
  }
}
