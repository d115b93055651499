import type { PhoneCommand } from '../../api/commands'
import type { DrivingEntry } from '../../trace/entry'

/** One thing that happens in a simulation: what a flow is written in, and what is edited. */
export type Step =
  /** A person or a host asks for something at the front door. */
  | { readonly command: PhoneCommand }
  /** The world says something at a port; `call` tells whose, where each call has one. */
  | { readonly port: string; readonly call?: string; readonly fact: Fact }
  /** Time passes until the next timer fires. */
  | { readonly timer: 'next' }
  /** As it was recorded: a simulation may go on from where a trace left off. */
  | { readonly entry: DrivingEntry }

export type Fact = { readonly type: string } & Readonly<Record<string, unknown>>

export interface Flow {
  readonly name: string
  readonly about: string
  readonly steps: readonly Step[]
}

/** What a step is called in lists. */
export function stepTitle(step: Step): string {
  if ('command' in step) return step.command.type
  if ('port' in step) return step.fact.type
  if ('timer' in step) return 'next timer'
  const { entry } = step
  if ('intent' in entry) return entry.intent.type
  return 'fact' in entry ? entry.fact.type : `timer ${entry.timer}`
}

/** Who does it. */
export function stepSource(step: Step): 'person' | 'world' | 'time' {
  if ('command' in step) return 'person'
  if ('port' in step) return 'world'
  if ('timer' in step) return 'time'
  return 'intent' in step.entry ? 'person' : 'fact' in step.entry ? 'world' : 'time'
}

/** What of a step people edit, as text. */
export function writeStep(step: Step): string {
  return JSON.stringify(step, null, 2)
}

/** Throws an Error in words when it is no step. */
export function readStep(text: string): Step {
  let step: unknown
  try {
    step = JSON.parse(text)
  } catch (cause) {
    throw new Error(`This is not JSON: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
  }
  if (!isStep(step)) throw new Error('A step has a command with a type, a port with a fact, or timer: "next"')
  return step
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

function isStep(value: unknown): value is Step {
  if (!isObject(value)) return false
  const { command, port, fact, timer, entry } = value
  if (isObject(command)) return typeof command.type === 'string'
  if (typeof port === 'string') return isObject(fact) && typeof fact.type === 'string'
  return timer === 'next' || (isObject(entry) && typeof entry.t === 'number')
}
