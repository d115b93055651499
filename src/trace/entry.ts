import type { PhoneIntent } from '../machines/intents'
import type { PhoneInput } from '../machines/phone.setup'
import type { CallRecord } from '../machines/reports'
import type { ActorStates } from './describe'

/** docs/traces.md describes it; docs/trace.schema.json is its JSON Schema. */
export const traceFormat = 'callchart-trace/1'

/** pseudonyms: numbers, names and what people wrote are disguised, each the same way throughout; plain: the host allowed them. */
export type Redaction = 'pseudonyms' | 'plain'

/** For each chart, by its name: a hash for each of its state nodes, by its id. */
export type ChartHashes = Readonly<Record<string, Readonly<Record<string, string>>>>

/** Where a trace was recorded: what helps to understand it, and nothing of a person. */
export interface TraceEnvironment {
  /** Callchart's. */
  readonly version?: string
  readonly userAgent?: string
}

export interface TraceHeader {
  readonly format: typeof traceFormat
  readonly input: PhoneInput
  readonly charts: ChartHashes
  readonly environment: TraceEnvironment
  readonly redaction: Redaction
  /**
   * What a replay can be compared with. changes: entries say which charts' states are others since them, and what they do
   * not name stayed as it was; whole: they hold the states and data of every chart, too. Absent: nothing.
   */
  readonly states?: 'changes' | 'whole'
  /** When t was 0: ms since the Unix epoch. */
  readonly startedAt: number
  /** What a person wrote when reporting a problem. */
  readonly note?: string
}

/** What can enter the charts: through the front door, through a port, or as time. These alone drive a replay. */
export type Entered =
  | { readonly intent: PhoneIntent }
  | { readonly port: string; readonly fact: { readonly type: string } }
  | { readonly timer: number }

/** What rides along for the ladder. Media statistics need no such place: the chart of the quality is driven by them. */
export type Accompanying =
  | {
      readonly sip: {
        readonly direction: 'in' | 'out'
        /** Our call's id, where it is known. */
        readonly callId?: string
        /** The whole message, redacted. */
        readonly text: string
      }
    }
  /** What the ring has dropped here, for it holds so many. */
  | { readonly gap: { readonly sip: number } }

/** All that came before, folded: what the calls came to, and the state from which a replay goes on. First after the header. */
interface Folded {
  readonly folded: {
    /** The records of the calls that ended, oldest first. */
    readonly calls: readonly CallRecord[]
    /** How many entries there were. */
    readonly entries: number
    readonly checkpoint: Checkpoint
  }
}

/** All that decides what the charts do next. */
export interface Checkpoint {
  /** XState's persisted snapshot of the root, and so of every chart. */
  readonly snapshot: unknown
  /** The timers that run, in the order in which they were set; source and target are charts' paths. */
  readonly timers: readonly {
    readonly timer: number
    readonly id: string
    readonly source: string
    readonly target: string
    readonly event: unknown
    readonly delay: number
  }[]
  /** How many timers have been set. */
  readonly timersSet: number
  /** The open ports, by the path of their actor. */
  readonly ports: Readonly<Record<string, string>>
  /** How many of each have been opened. */
  readonly portsOpened: Readonly<Record<string, number>>
}

/** When it entered: ms since the page began, monotonic. */
interface Timed {
  readonly t: number
}

export type DrivingEntry = Timed &
  Entered & {
    /** The state of every chart afterwards, for tests that compare them with a replay's. */
    readonly states?: ActorStates
    /** The charts whose state is another since this entry, by path: its value; null: the chart is gone. */
    readonly changed?: Readonly<Record<string, unknown>>
  }

export type TraceEntry = DrivingEntry | (Timed & Accompanying) | (Timed & Folded)

export interface Trace {
  readonly header: TraceHeader
  readonly entries: readonly TraceEntry[]
  /** The line of each entry in the file that it was read from. */
  readonly lines?: readonly number[]
}

/** Whether it enters the charts; what does not rides along. */
export const isDriving = (entry: TraceEntry): entry is DrivingEntry =>
  'intent' in entry || 'fact' in entry || 'timer' in entry
