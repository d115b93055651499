import { heard, opened, said } from '../../src/machines/wire.doc'
import {
  type Chart,
  type ChartState,
  type ChartTransition,
  isWithin,
  messageOf,
  type Named,
  stateAt,
  wayTo,
} from './chart'
import type { AnyDoc } from './write-page'

/** The SIP that has a transition taken, and that follows from it: by its actions, and by the entry of what it leads into. */
export function wireOf(chart: Chart, doc: AnyDoc, { source, targets, trigger, actions }: ChartTransition): string {
  const entered = targets.flatMap((target) => enteredOnTheWay(chart, source, target))
  return joined([
    ...(trigger.kind === 'event' ? [lookUp(heard, trigger.event)] : []),
    ...actions.flatMap((action) => saidBy(doc, action)),
    ...entered.flatMap((state) => saidOnEntry(doc, state)),
  ])
}

export function wireOfActions(doc: AnyDoc, actions: readonly Named[]): string {
  return joined(actions.flatMap((action) => saidBy(doc, action)))
}

function saidOnEntry(doc: AnyDoc, { entry, invokes }: ChartState): (string | undefined)[] {
  return [...entry.flatMap((action) => saidBy(doc, action)), ...invokes.map(({ src }) => lookUp(opened, src))]
}

function saidBy(doc: AnyDoc, action: Named): (string | undefined)[] {
  const message = messageOf(action)
  return [...(doc.sends?.[action.type] ?? []), ...(message === undefined ? [] : [message])].map((type) =>
    lookUp(said, type),
  )
}

/** What is below the state that holds both, down to where it begins. */
function enteredOnTheWay(chart: Chart, source: string, target: string): ChartState[] {
  const down = wayTo(chart, target).filter(({ path }) => path !== source && !isWithin(source, path))
  const at = stateAt(chart, target)
  return [...down, ...(target === source ? [at] : []), ...begun(at)]
}

function begun({ type, initial, children }: ChartState): ChartState[] {
  const next = type === 'parallel' ? children : children.filter(({ path }) => path === initial)
  return next.flatMap((state) => [state, ...begun(state)])
}

function lookUp(words: Readonly<Record<string, string>>, type: string): string | undefined {
  return words[type]
}

function joined(words: readonly (string | undefined)[]): string {
  return [...new Set(words.filter((word) => word !== undefined))].join('<br>')
}
