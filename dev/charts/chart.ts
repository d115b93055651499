/** A chart as the pictures and pages need it: plain data, in the order of the machine's configuration. */
export interface Chart {
  readonly name: string
  readonly root: ChartState
  /** By name: milliseconds, or null where the delay is computed. */
  readonly delays: ReadonlyMap<string, number | null>
  /** The charts among what it invokes or spawns, by `src`; the rest are ports. */
  readonly innerCharts: readonly string[]
  /** What it spawns while it runs: provided, and invoked nowhere. */
  readonly spawned: readonly string[]
}

export interface ChartState {
  /** Joined by dots; the root's is empty. */
  readonly path: string
  readonly name: string
  readonly type: 'atomic' | 'compound' | 'parallel' | 'final' | 'history'
  readonly initial: string | null
  readonly tags: readonly string[]
  readonly entry: readonly Named[]
  readonly exit: readonly Named[]
  readonly invokes: readonly ChartInvoke[]
  readonly transitions: readonly ChartTransition[]
  readonly children: readonly ChartState[]
}

export interface ChartInvoke {
  readonly src: string
  /** By which the chart sends to it; XState makes one where the chart does not. */
  readonly id: string
  readonly input: readonly Param[]
}

/** An action or a guard, by the name of its implementation. */
export interface Named {
  readonly type: string
  readonly params: readonly Param[]
  /** The event that the chart sends to itself by it. */
  readonly raises?: string
}

/** What of a parameter is known without running the chart. */
export interface Param {
  /** Joined by dots, where it is inside another. */
  readonly key: string
  readonly value: Scalar | readonly Scalar[]
}

type Scalar = string | number | boolean

export type Guard =
  | (Named & { readonly kind: 'named' })
  /** Whether the state of that path is active. */
  | { readonly kind: 'in'; readonly path: string }
  | { readonly kind: 'and' | 'or' | 'not'; readonly guards: readonly Guard[] }

export type Trigger =
  | { readonly kind: 'event'; readonly event: string }
  | { readonly kind: 'after'; readonly delay: string; readonly ms: number | null }
  | { readonly kind: 'always' }
  /** What was invoked threw, or was refused. */
  | { readonly kind: 'error'; readonly src: string }
  | { readonly kind: 'done'; readonly src: string }

export interface ChartTransition {
  readonly source: string
  /** Empty: the chart stays where it is. */
  readonly targets: readonly string[]
  readonly trigger: Trigger
  readonly guard: Guard | null
  /** It is taken when the guards before it, of the same trigger, have said no. */
  readonly isElse: boolean
  /** How many transitions of its state have its trigger. */
  readonly candidates: number
  readonly reenter: boolean
  readonly actions: readonly Named[]
}

/** The state and all below it, each before its children. */
export function statesOf(state: ChartState): ChartState[] {
  return [state, ...state.children.flatMap(statesOf)]
}

export function stateAt(chart: Chart, path: string): ChartState {
  const found = statesOf(chart.root).find((state) => state.path === path)
  if (found === undefined) throw new Error(`The chart ${chart.name} has no state ${path}`)
  return found
}

/** From the root to the state, with both. */
export function wayTo(chart: Chart, path: string): ChartState[] {
  return statesOf(chart.root).filter((state) => state.path === path || isWithin(path, state.path))
}

/** Whether the state of that path is somewhere in the other one. */
export function isWithin(path: string, ancestor: string): boolean {
  return path !== ancestor && (ancestor === '' || path.startsWith(`${ancestor}.`))
}

/** `33 s`, `2 min`; null for a delay that is computed. */
export function writeDuration(ms: number): string {
  if (ms % 60_000 === 0 && ms > 0) return `${ms / 60_000} min`
  return ms % 1_000 === 0 ? `${ms / 1_000} s` : `${ms} ms`
}

export function writeTrigger(trigger: Trigger): string {
  switch (trigger.kind) {
    case 'event':
      return trigger.event
    case 'after':
      return `after ${trigger.ms === null ? trigger.delay : writeDuration(trigger.ms)}`
    case 'always':
      return 'always'
    case 'error':
      return `${trigger.src} fails`
    case 'done':
      return `${trigger.src} done`
  }
}

/** It is taken, so that nobody else takes it, and nothing comes of it. */
export function isIgnored({ targets, actions }: ChartTransition): boolean {
  return targets.length === 0 && actions.length === 0
}

/** `settle (hold, ok)` */
export function writeAction({ type, params, raises }: Named): string {
  const details = [
    ...(params.length === 0 ? [] : [writeParams(params)]),
    ...(raises === undefined || type === 'raise' ? [] : [`raises ${raises}`]),
  ]
  return details.length === 0 ? type : `${type} (${details.join(', ')})`
}

/** The type of what an action commands or reports, where it says so: `session.bye`. */
export function messageOf({ params }: Named): string | undefined {
  return /^\w+\.[\w.]+/.exec(writeParams(params))?.[0]
}

/** Keys that the value explains. */
const unspoken: ReadonlySet<string> = new Set(['type', 'place', 'is', 'code', 'sound', 'reason'])

export function writeParams(params: readonly Param[]): string {
  return params
    .map(({ key: path, value }) => {
      const key = path.replace(/^.*\./, '')
      if (key === 'ok') return value === true ? 'ok' : 'failed'
      return unspoken.has(key) ? writeValue(value) : `${key} ${writeValue(value)}`
    })
    .join(', ')
}

function writeValue(value: Param['value']): string {
  return [value].flat().join(' ')
}

/** `becomes from fair to good`: of several values each says what it is. */
function writeCondition({ key, value }: Param, _index: number, all: readonly Param[]): string {
  const words = [value].flat().join(' or ')
  return all.length === 1 || unspoken.has(key) ? words : `${key} ${words}`
}

export function writeGuard(guard: Guard): string {
  switch (guard.kind) {
    case 'named':
      return [guard.type, ...guard.params.map(writeCondition)].join(' ')
    case 'in':
      return `in ${guard.path.split('.').slice(-2).join('.')}`
    case 'not':
      return `not ${guard.guards.map(writeGuard).join('')}`
    default:
      return guard.guards.map(writeGuard).join(` ${guard.kind} `)
  }
}
