import { type DrivingEntry, isDriving, type Trace } from '../../../src/trace/entry'
import { readTrace } from '../../../src/trace/read-trace'
import { type Around, RecordedPhone } from './recorded-phone'

/** What the bench asks of the page of charts. */
export interface ChartsBench {
  /** The trace of a phone with one call. */
  load(text: string): void
  readonly events: number
  /** Makes so many phones. */
  make(phones: number, around: Around): void
  /** Lets each of them live the whole trace. */
  replay(): void
  /** The trace's call once more on each of them, to just before its hang-up, or from there on. `number` counts from 2. */
  callAgain(number: number, part: 'begin' | 'end'): void
  dispose(): void
}

let trace: Trace | undefined
let phones: RecordedPhone[] = []

const loaded = (): Trace => {
  if (trace === undefined) throw new Error('No trace is loaded')
  return trace
}

const entriesOf = (): readonly DrivingEntry[] => loaded().entries.filter(isDriving)

const indexOf = (type: string): number => {
  const index = entriesOf().findIndex((entry) => 'intent' in entry && entry.intent.type === type)
  if (index === -1) throw new Error(`The trace has no ${type}`)
  return index
}

/**
 * The entries of a call, as those of a later one on the same phone: another id, and ports that are numbered on. Each time
 * anew, since a recorder keeps what it is given.
 */
function anotherCall(entries: readonly DrivingEntry[], number: number): () => DrivingEntry[] {
  if (entries.some((entry) => 'timer' in entry)) throw new Error('A call with timers cannot be repeated')
  const text = JSON.stringify(entries)
    .replace(/("callId":"[^"]+)"/g, `$1-${number}"`)
    .replace(/"((?:watchSession|watchMedia|sendTones)#)1"/g, `"$1${number}"`)
  return () => JSON.parse(text) as DrivingEntry[]
}

/** The garbage of what was before would be collected in what is measured: `--js-flags=--expose-gc`. */
const collect = (): void => (globalThis as unknown as { gc(): void }).gc()

const charts: ChartsBench = {
  load(text) {
    trace = readTrace(text)
  },
  get events() {
    return entriesOf().length
  },
  make(count, around) {
    phones = Array.from({ length: count }, () => new RecordedPhone(loaded(), around))
    collect()
  },
  replay() {
    const entries = entriesOf()
    for (const phone of phones) phone.enter(entries)
  },
  callAgain(number, part) {
    const [dial, hangUp] = [indexOf('call.dial'), indexOf('call.hangUp')]
    const entries = entriesOf()
    const again = anotherCall(part === 'begin' ? entries.slice(dial, hangUp) : entries.slice(hangUp), number)
    for (const phone of phones) phone.enter(again())
  },
  dispose() {
    for (const phone of phones) phone.dispose()
    phones = []
  },
}

Object.assign(globalThis, { charts })
