import { type Accessor, batch, createMemo, createRoot, createSignal } from 'solid-js'
import type { PhoneSource } from '../api/source'
import type { TraceEntry } from '../trace/entry'
import { type CallSpan, createCallSpans } from './call-spans'
import type { Moment } from './moments'
import { breathe } from './slices'
import type { Timeline } from './timeline'
import { type Verdict, verdictOf } from './verdict'

/** What the lab looks at: a recorded trace, a phone that runs elsewhere (by its trace, or by an inspector), or a simulation. */
export interface Session {
  readonly kind: 'trace' | 'live' | 'inspected' | 'simulation'
  readonly name: string
  readonly timeline: Timeline
  /** How many entries there are, and for how many of them the states are known. */
  readonly length: Accessor<number>
  readonly ready: Accessor<number>
  /** Between the entries: 0 is before the first. */
  readonly position: Accessor<number>
  readonly moment: Accessor<Moment>
  readonly spans: Accessor<readonly CallSpan[]>
  readonly verdict: Accessor<Verdict>
  /** Whether what is new is shown as it comes. */
  readonly isFollowing: Accessor<boolean>
  /** What becomes of commands; undefined: a recording takes none. */
  readonly take: PhoneSource['send'] | undefined
  seek(position: number): void
  /** To the newest, and on with it. */
  follow(): void
  append(entries: readonly TraceEntry[]): void
  /** The timeline has grown by itself. */
  refresh(): void
  /** Resolves when the states are known for every entry. */
  whenReady(): Promise<void>
  dispose(): void
}

export interface SessionOptions {
  readonly kind: Session['kind']
  readonly name: string
  /** It is disposed of with the session. */
  readonly timeline: Timeline
  readonly take?: Session['take']
}

/** A slice of replaying: as long as nobody who scrolls or types would notice. */
const sliceMs = 24

/**
 * It is shown how far it has come after so long, and then each time after half as long again as it has taken by then: to draw
 * a long trace costs more than a slice, and its last tenth tells little that is new.
 */
const publishMs = 150

export function createSession({ kind, name, timeline, take }: SessionOptions): Session {
  return createRoot((disposeSignals) => {
    const callSpans = createCallSpans(timeline)
    const [length, setLength] = createSignal(timeline.entries.length)
    const [ready, setReady] = createSignal(0)
    const [position, setPosition] = createSignal(0)
    const [isFollowing, setFollowing] = createSignal(true)
    const [spans, setSpans] = createSignal<readonly CallSpan[]>([], { equals: false })
    const moment = createMemo(() => timeline.at(position()))
    // The first difference is the one that counts; what follows from it tells nothing more.
    const verdict = createMemo<Verdict>(
      (last) => {
        ready()
        length()
        return last.status === 'different' ? last : verdictOf(timeline)
      },
      { status: 'none' },
    )
    let working = Promise.resolve()
    let isWorking = false
    let isDisposed = false

    const publish = () => {
      batch(() => {
        setReady(timeline.ready)
        setSpans(callSpans.advance())
        // On the way to the end of a long trace nobody wants to see every moment.
        if (isFollowing() && timeline.ready === timeline.entries.length) setPosition(timeline.ready)
      })
    }
    const work = async () => {
      isWorking = true
      const began = performance.now()
      let due = began + publishMs
      for (let more = timeline.work(sliceMs); more; more = !isDisposed && timeline.work(sliceMs)) {
        const now = performance.now()
        if (now > due) {
          publish()
          due = now + Math.max(publishMs, (now - began) / 2)
        }
        await breathe()
      }
      isWorking = false
      if (!isDisposed) publish()
    }
    const start = () => {
      if (!isWorking) working = work()
      return working
    }
    const seek = (to: number) =>
      batch(() => {
        const next = Math.max(0, Math.min(Math.round(to), timeline.ready))
        setFollowing(next === timeline.entries.length && kind !== 'trace')
        setPosition(next)
      })

    const session: Session = {
      kind,
      name,
      timeline,
      length,
      ready,
      position,
      moment,
      spans,
      verdict,
      isFollowing,
      take,
      seek,
      follow: () =>
        batch(() => {
          setFollowing(true)
          setPosition(timeline.ready)
        }),
      append(entries) {
        timeline.append(entries)
        session.refresh()
      },
      refresh() {
        setLength(timeline.entries.length)
        void start()
      },
      whenReady: () => start(),
      dispose() {
        isDisposed = true
        timeline.dispose()
        disposeSignals()
      },
    }
    void start()
    return session
  })
}

/** When the entry before a position entered; ms on the trace's clock. */
export function timeAt({ timeline }: Session, position: number): number {
  return timeline.entries[Math.max(0, position - 1)]?.t ?? 0
}

/** The position after the last entry that had entered by then. */
export function positionAt({ timeline: { entries } }: Session, t: number): number {
  let low = 0
  let high = entries.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((entries[middle]?.t ?? 0) <= t) low = middle + 1
    else high = middle
  }
  return low
}
