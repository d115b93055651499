import type { PhoneIntent } from '../machines/intents'
import type { PhoneInput } from '../machines/phone.machine'
import type { ActorStates } from './describe'

/** A first version of the format: numbers and names are in it as they are; secrets never were. */
export const traceFormat = 'callchart-trace/0'

export interface TraceHeader {
  readonly format: typeof traceFormat
  readonly input: PhoneInput
}

/** All that can enter the charts: through the front door, through a port, or as time. */
export type Entered =
  | { readonly intent: PhoneIntent }
  | { readonly port: string; readonly fact: { readonly type: string } }
  | { readonly timer: number }

export type TraceEntry = Entered & {
  /** When it entered: ms since the page began, monotonic. */
  readonly t: number
  /** The state of every chart afterwards, for tests that compare them with a replay's. */
  readonly states?: ActorStates
}

export interface Trace {
  readonly header: TraceHeader
  readonly entries: readonly TraceEntry[]
}
