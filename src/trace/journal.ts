import type { AnyActorRef, AnyMachineSnapshot } from 'xstate'
import type { PhoneInput } from '../machines/phone.setup'
import type { CallRecord } from '../machines/reports'
import { hashCharts } from './chart-hashes'
import { redactStates, type Surroundings, takeCheckpoint } from './checkpoint'
import { describe } from './describe'
import { type Checkpoint, type Redaction, type TraceEnvironment, type TraceHeader, traceFormat } from './entry'
import type { Noted, Recorder } from './recorder'
import type { Random } from './redact/pseudonyms'
import { Redactor } from './redact/redactor'
import { createSilentPhone, differenceOf } from './replay'
import { Changes } from './watch'

export { version } from './version'

/** Where batches go, so that a crash leaves them: a page's records, in order. */
export interface TraceStore {
  /** Adds a record after those there are. */
  append(text: string): Promise<void>
  /** Puts one record in the place of all. */
  replace(text: string): Promise<void>
}

/** How much is kept. */
export interface JournalLimits {
  /** Ended calls that are not folded yet. */
  readonly calls: number
  /** Entries that drive a replay, when there are calls to fold. */
  readonly entries: number
  /** SIP messages. */
  readonly ring: number
}

export interface JournalOptions {
  readonly recorder: Pick<Recorder, 'take' | 'timers'>
  readonly root: AnyActorRef
  readonly input: PhoneInput
  readonly around: Pick<Surroundings, 'portOf'> & { portsOpened(): Surroundings['portsOpened'] }
  readonly redaction: Redaction
  readonly random: Random
  readonly environment: TraceEnvironment
  readonly startedAt: number
  readonly states: 'changes' | 'whole'
  /** null: nothing outlives the page. */
  readonly store: TraceStore | null
  readonly limits?: Partial<JournalLimits>
}

const defaults: JournalLimits = { calls: 10, entries: 5_000, ring: 2_000 }
/** Without a call, a state is worth folding to after so many entries. */
const quietEntries = 1_000

interface Line {
  readonly kind: 'driving' | 'sip' | 'gap'
  readonly text: string
}

/** A state that a replay could begin in, and what came before it. */
interface Candidate {
  readonly checkpoint: Checkpoint
  readonly t: number
  /** Of `lines`, those before it. */
  readonly lines: number
  /** Of all, those before it. */
  readonly calls: number
  readonly entries: number
}

/** Writes down what the recorder has noted: redacts it, folds what is long past, and keeps it where a crash leaves it. */
export class Journal {
  readonly redactor: Redactor
  readonly #options: JournalOptions
  readonly #limits: JournalLimits
  readonly #header: TraceHeader
  readonly #changes = new Changes((path) => this.redactor.path(path))
  #lines: Line[] = []
  #folded: Candidate | null = null
  #candidates: Candidate[] = []
  /** The records of all calls that ended. */
  #calls: CallRecord[] = []
  #lastCall: unknown = null
  #entries = 0
  #t = 0
  #written: Promise<void>
  readonly #listeners = new Set<(lines: readonly string[]) => void>()

  constructor(options: JournalOptions) {
    const { input, redaction, random, environment, startedAt, states } = options
    this.#options = options
    this.#limits = { ...defaults, ...options.limits }
    this.redactor = new Redactor({ redaction, random })
    this.#header = {
      format: traceFormat,
      input: this.redactor.redact(input),
      charts: hashCharts((options.root.getSnapshot() as AnyMachineSnapshot).machine),
      environment,
      redaction,
      states,
      startedAt,
    }
    this.#written = this.#store((store) => store.append(JSON.stringify(this.#header)))
  }

  /** Takes over what was noted since the last time, as one batch. The charts are at rest. */
  write(): Promise<void> {
    const noted = this.#options.recorder.take()
    if (noted.length === 0) return this.#written
    const lines = noted.map((entry) => this.#lineOf(entry))
    this.#lines.push(...lines)
    for (const listener of [...this.#listeners]) listener(lines.map(({ text }) => text))
    this.#addCandidate()
    const isShorter = this.#fold() || this.#trimRing()
    this.#written = this.#store((store) =>
      isShorter ? store.replace(this.#text()) : store.append(lines.map(({ text }) => text).join('\n')),
    )
    return this.#written
  }

  /** `listener` is told each batch as it is written down. */
  subscribe(listener: (lines: readonly string[]) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** All that there is, as JSON Lines. */
  export(note?: string): string {
    void this.write()
    return this.#text(note)
  }

  /** One after the other. Storage that fails is told by whoever it belongs to; the phone goes on. */
  async #store(use: (store: TraceStore) => Promise<void>): Promise<void> {
    const { store } = this.#options
    const before = this.#written
    await before
    if (store !== null) await use(store).catch(() => {})
  }

  #text(note?: string): string {
    const header = note === undefined ? this.#header : { ...this.#header, note }
    const folded = this.#folded === null ? [] : [this.#foldedLine(this.#folded)]
    return `${[JSON.stringify(header), ...folded, ...this.#lines.map(({ text }) => text)].join('\n')}\n`
  }

  #foldedLine({ t, checkpoint, calls, entries }: Candidate): string {
    return JSON.stringify({ t, folded: { calls: this.#calls.slice(0, calls), entries, checkpoint } })
  }

  #lineOf({ t, what, touched, states }: Noted): Line {
    this.#t = t
    if ('sip' in what) {
      const { direction, callId, text } = what.sip
      return { kind: 'sip', text: JSON.stringify({ t, sip: { direction, callId, text: this.redactor.sip(text) } }) }
    }
    this.#entries += 1
    this.#noteCalls(touched)
    const entered = 'timer' in what ? what : this.redactor.redact(what)
    const changed = this.#changes.of(touched)
    return {
      kind: 'driving',
      text: JSON.stringify({
        t,
        ...entered,
        ...(changed && { changed }),
        ...(states && { states: redactStates(states, this.redactor) }),
      }),
    }
  }

  #noteCalls(touched: Noted['touched']): void {
    for (const { path, snapshot } of touched) {
      if (path !== this.#options.root.id || snapshot === null) continue
      const { lastCall } = snapshot.context as { readonly lastCall: CallRecord | null }
      if (lastCall !== null && lastCall !== this.#lastCall) this.#calls.push(this.redactor.redact(lastCall))
      this.#lastCall = lastCall
    }
  }

  /** Between calls, once something has happened, the state is one to fold to: if it can be shown to be. */
  #addCandidate(): void {
    const last = this.#candidates.at(-1) ?? this.#folded
    const isWorthIt = this.#calls.length > (last?.calls ?? 0) || this.#entries - (last?.entries ?? 0) > quietEntries
    const { context } = this.#options.root.getSnapshot() as { readonly context: { readonly calls: readonly string[] } }
    if (!isWorthIt || context.calls.length > 0) return
    const checkpoint = this.#checkpoint()
    if (checkpoint === null) return
    this.#candidates.push({
      checkpoint,
      t: this.#t,
      lines: this.#lines.length,
      calls: this.#calls.length,
      entries: this.#entries,
    })
  }

  /** The state now; null unless charts that are restored from it are found to be in it. */
  #checkpoint(): Checkpoint | null {
    const { root, around, recorder } = this.#options
    try {
      const surroundings = { portOf: around.portOf, portsOpened: around.portsOpened(), timers: recorder.timers() }
      const checkpoint = takeCheckpoint(root, surroundings, this.redactor)
      if (checkpoint === null) return null
      const { actor } = createSilentPhone(
        { header: this.#header },
        JSON.parse(JSON.stringify(checkpoint)) as Checkpoint,
      )
      const difference = differenceOf(redactStates(describe(root), this.redactor), describe(actor))
      actor.stop()
      return difference === null ? checkpoint : null
    } catch {
      // A chart that cannot be persisted keeps its entries.
      return null
    }
  }

  /** Folds what is further back than is kept; true: something was. */
  #fold(): boolean {
    const { calls, entries } = this.#limits
    const isLong = this.#entries - (this.#folded?.entries ?? 0) > entries
    const at = this.#candidates.findLastIndex((candidate) => this.#calls.length - candidate.calls >= calls)
    const chosen = this.#candidates[at] ?? (isLong ? this.#candidates[0] : undefined)
    if (chosen === undefined) return false
    this.#lines = this.#lines.slice(chosen.lines)
    this.#folded = chosen
    this.#candidates = this.#candidates
      .filter((candidate) => candidate.lines > chosen.lines)
      .map((candidate) => ({ ...candidate, lines: candidate.lines - chosen.lines }))
    return true
  }

  /** Drops the oldest SIP messages, when there is a tenth more of them than is kept; true: some were. */
  #trimRing(): boolean {
    const { ring } = this.#limits
    if (this.#lines.length < ring) return false
    let left = this.#lines.reduce((count, { kind }) => count + Number(kind === 'sip'), -ring)
    if (left <= ring / 10) return false
    let dropped = 0
    const kept: Line[] = []
    const places: number[] = []
    for (const [index, line] of this.#lines.entries()) {
      places.push(kept.length)
      if (line.kind === 'gap') dropped += sipIn(line)
      else if (line.kind === 'sip' && left > 0) {
        left -= 1
        dropped += 1
        if (left === 0) kept.push(gapLine(line.text, dropped))
      } else kept.push(line)
      if (index === this.#lines.length - 1) places.push(kept.length)
    }
    this.#lines = kept
    this.#candidates = this.#candidates.map((candidate) => ({
      ...candidate,
      lines: places[candidate.lines] ?? kept.length,
    }))
    return true
  }
}

const gapLine = (last: string, sip: number): Line => ({
  kind: 'gap',
  text: JSON.stringify({ t: (JSON.parse(last) as { t: number }).t, gap: { sip } }),
})

const sipIn = ({ text }: Line): number => (JSON.parse(text) as { gap: { sip: number } }).gap.sip
