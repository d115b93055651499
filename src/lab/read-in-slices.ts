import type { Trace } from '../trace/entry'
import { TraceReader } from '../trace/read-trace'
import { breathe } from './slices'

/** Between two frames. */
const sliceMs = 12

/** Reads a trace without keeping the page from what else it has to do. Throws TraceUnreadable, which names the line. */
export async function readTraceInSlices(text: string): Promise<Trace> {
  const reader = new TraceReader()
  let until = performance.now() + sliceMs
  for (const [index, line] of text.split('\n').entries()) {
    reader.add(line)
    // The clock is asked now and then: asking costs as much as a short line.
    if (index % 32 !== 0 || performance.now() < until) continue
    await breathe()
    until = performance.now() + sliceMs
  }
  return reader.finish()
}
