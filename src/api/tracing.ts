import type { Actor, AnyActorRef } from 'xstate'
import type { PortLog } from '../adapters/port'
import type { phoneMachine } from '../machines/phone.machine'
import type { PhoneInput } from '../machines/phone.setup'
import { describe } from '../trace/describe'
import type { Accompanying } from '../trace/entry'
import type { Journal, TraceStore } from '../trace/journal'
import { createRecorder, type Recorder } from '../trace/recorder'
import type { Redactor } from '../trace/redact/redactor'
import type { PhoneConfig } from './config'
import type { WatchedTrace } from './lab-link'
import { errorOf } from './phone-error'
import type { TraceOptions } from './trace-options'

/** How long what was noted waits for the rest of its batch, in ms: that much a crash takes with it. */
const batchMs = 1_000
/** The same while somebody watches. */
const watchedMs = 60

/** The traces that this origin keeps: of this page, and of those before it. */
export interface TracePages extends TraceStore {
  /** The trace of the last page that is gone; null: none was kept. */
  previous(): Promise<string | null>
  /** Calls when the page may not come back. */
  onHide(listener: () => void): void
  close(): void
}

export type Accompany = (what: Accompanying) => void

export interface TracingOptions {
  readonly config: PhoneConfig
  readonly input: PhoneInput
  readonly root: () => Actor<typeof phoneMachine>
  readonly afterStep: () => void
  readonly openTraces: () => Promise<TracePages> | undefined
}

export interface Tracing {
  readonly recorder: Recorder
  readonly ports: PortLog
  readonly accompany: Accompany
  /** What redacts the trace, for inspectors. */
  loadRedactor(this: void): Promise<Redactor>
  export(this: void, options?: TraceOptions): Promise<string>
  /** All until now, as JSON Lines; `listener` is told what enters from there on. */
  watch(this: void, listener: (lines: readonly string[]) => void): Promise<WatchedTrace>
  dispose(): Promise<void>
}

/** The recorder, which is there from the start, and the journal, which is loaded when there is something to write down. */
export function createTracing({ config, input, root, afterStep, openTraces }: TracingOptions): Tracing {
  const { states = false, redaction = 'pseudonyms', stored = true } = config.trace ?? {}
  const ports: PortLog = { opened: new Map(), names: new WeakMap<AnyActorRef, string>() }
  let journal: Promise<Journal> | undefined
  let pages: Promise<TracePages | null> | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let isDisposed = false
  let watchers = 0

  const recorder = createRecorder({
    root,
    now: () => performance.now(),
    afterStep,
    onNoted: () => {
      if (!isDisposed) timer ??= setTimeout(writeBatch, watchers > 0 ? watchedMs : batchMs)
    },
    ...(states && { describeStates: () => describe(root()) }),
  })

  const openPages = (): Promise<TracePages | null> => {
    // Private windows forbid storage: the trace is in memory alone.
    pages ??= Promise.resolve(stored ? openTraces() : undefined).then(
      (opened) => {
        opened?.onHide(() => void write().catch(ignore))
        return opened ?? null
      },
      () => null,
    )
    return pages
  }
  const openJournal = async (): Promise<Journal> => {
    const [{ Journal, version }, store] = await Promise.all([import('../trace/journal'), openPages()])
    return new Journal({
      recorder,
      root: root(),
      input,
      around: { portOf: (actor) => ports.names.get(actor), portsOpened: () => Object.fromEntries(ports.opened) },
      redaction,
      random: Math.random,
      environment: { version, ...(typeof navigator === 'object' && { userAgent: navigator.userAgent }) },
      startedAt: Math.round(performance.timeOrigin),
      states: states ? 'whole' : 'changes',
      store,
    })
  }
  const loadJournal = (): Promise<Journal> => {
    journal ??= openJournal().catch((error: unknown) => {
      journal = undefined
      throw error
    })
    return journal
  }
  const write = async (): Promise<void> => (await loadJournal()).write()
  /** What cannot be written now is written with the next batch. */
  const writeBatch = () => {
    timer = undefined
    write().catch(ignore)
  }

  return {
    recorder,
    ports,
    accompany: (what) => recorder.accompany(what),
    loadRedactor: async () => (await loadJournal()).redactor,
    async export({ note, page = 'this' } = {}) {
      if (page === 'this') return (await loadJournal()).export(note)
      const previous = await (await openPages())?.previous()
      if (previous == null) throw errorOf({ code: 'no-trace' })
      return previous
    },
    async watch(listener) {
      const writing = await loadJournal()
      const text = writing.export()
      const unsubscribe = writing.subscribe(listener)
      watchers += 1
      return {
        text,
        stop: () => {
          watchers -= 1
          unsubscribe()
        },
      }
    },
    async dispose() {
      isDisposed = true
      clearTimeout(timer)
      if (journal !== undefined) await write().catch(ignore)
      ;(await pages)?.close()
    },
  }
}

const ignore = (): void => {}
