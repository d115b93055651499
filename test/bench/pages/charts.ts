import type { Trace } from '../../../src/trace/entry'
import { readTrace } from '../../../src/trace/read-trace'
import { type Around, RecordedPhone } from './recorded-phone'

/** What the bench asks of the page of charts. */
export interface ChartsBench {
  /** The trace of a phone with one call. */
  load(text: string): void
  /** Drives so many new phones through the trace; ms, without their making. */
  time(phones: number, around: Around): number
  /** Makes so many phones of the real kind, for `advance`. */
  make(phones: number): void
  /** Brings them all to a moment of the trace. */
  advance(moment: 'beforeCall' | 'inCall' | 'afterCall'): void
  readonly events: number
}

let trace: Trace | undefined
let phones: RecordedPhone[] = []

const loaded = (): Trace => {
  if (trace === undefined) throw new Error('No trace is loaded')
  return trace
}

const intentAt = (type: string): number => {
  const index = loaded().entries.findIndex((entry) => 'intent' in entry && entry.intent.type === type)
  if (index === -1) throw new Error(`The trace has no ${type}`)
  return index
}

/** Garbage of the run before would be collected in this one: `--js-flags=--expose-gc`. */
const collect = (): void => (globalThis as unknown as { gc(): void }).gc()

const charts: ChartsBench = {
  load(text) {
    trace = readTrace(text)
  },
  get events() {
    return loaded().entries.length
  },
  time(count, around) {
    const all = Array.from({ length: count }, () => new RecordedPhone(loaded(), around))
    const end = loaded().entries.length
    collect()
    const startedAt = performance.now()
    for (const phone of all) phone.enterUntil(end)
    const ms = performance.now() - startedAt
    for (const phone of all) phone.dispose()
    return ms
  },
  make(count) {
    phones = Array.from({ length: count }, () => new RecordedPhone(loaded(), { recorder: true, after: 'publisher' }))
  },
  advance(moment) {
    const ends = {
      beforeCall: () => intentAt('call.dial'),
      inCall: () => intentAt('call.hangUp'),
      afterCall: () => loaded().entries.length,
    }
    const end = ends[moment]()
    for (const phone of phones) phone.enterUntil(end)
  },
}

Object.assign(globalThis, { charts })
