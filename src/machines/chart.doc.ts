import type { AnyStateMachine, EmittedFrom, EventFromLogic, StateValueFrom } from 'xstate'
import type { Said } from './wire.doc'

/**
 * The words of a chart, from which its page in statecharts/ is made. Nothing that ships imports them. A state, an event or
 * an emitted event without words does not compile, nor do words for what is not there.
 */
export interface ChartDoc<Chart extends AnyStateMachine> {
  /** What the chart is, in a few words; the picture shows it beside the name. */
  readonly title: string
  /** What it is for. Markdown, as all other words are. */
  readonly purpose: string
  readonly states: Readonly<Record<StatePath<StateValueFrom<Chart>>, StateWords>>
  readonly events: Readonly<Record<EventFromLogic<Chart>['type'], EventWords>>
  readonly emits: Readonly<Record<TypeOf<EmittedFrom<Chart>>, string>>
  /** By the `src` of the invocation: what the port or the chart does for this one. */
  readonly invokes: Readonly<Record<string, string>>
  /** By the name of an action that does not say so itself: the commands that it gives a port, or has given it. */
  readonly sends?: Readonly<Record<string, readonly Said[]>>
  /** By its name: why as long, or whence. */
  readonly delays: Readonly<Record<string, string>>
  /** What holds in every state. */
  readonly invariants: readonly string[]
}

export interface StateWords {
  readonly means: string
  /** What goes over the wire on the way here, or in here. */
  readonly sip?: string
  /** How the picture colours it where the tags do not say. */
  readonly mood?: Mood
}

/** waiting: for somebody out there; live: what one wants; broken: what one does not want; leaving: on the way out. */
export type Mood = 'resting' | 'busy' | 'waiting' | 'live' | 'broken' | 'leaving'

interface EventWords {
  /** Who sends it: `host` through the front door of the phone, a port by its name, a chart by its name. */
  readonly from: string
  readonly means: string
}

type TypeOf<Event> = Event extends { readonly type: infer Type extends string } ? Type : never

type StatePath<Value> = Value extends string
  ? Value
  : { [Key in keyof Value & string]: Key | `${Key}.${StatePath<Value[Key]>}` }[keyof Value & string]
