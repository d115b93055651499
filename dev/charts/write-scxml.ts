import {
  type Chart,
  type ChartInvoke,
  type ChartState,
  type ChartTransition,
  type Guard,
  isWithin,
  type Named,
  statesOf,
  type Trigger,
  writeAction,
} from './chart'
import { ChartProblem } from './chart-problem'
import { plain } from './markdown'
import type { AnyDoc } from './write-page'
import { escapeXml } from './xml'

/**
 * The chart as State Chart XML (W3C, 2015). What the document cannot hold, it names: a guard is a datum that whoever runs
 * it sets, an action is logged, a port is an invocation of a type of its own, and a chart inside it is the file beside it.
 */
export function writeScxml(chart: Chart, doc: AnyDoc): string {
  const data = [...guardsOf(chart), ...delaysOf(chart)].map(([id, expr]) => tag('data', { id, expr }))
  return `<?xml version="1.0" encoding="UTF-8"?>\n<!-- ${plain(doc.purpose).replaceAll('--', '–')} -->\n${tag(
    'scxml',
    {
      xmlns: 'http://www.w3.org/2005/07/scxml',
      version: '1.0',
      datamodel: 'ecmascript',
      name: chart.name,
      initial: chart.name,
    },
    [...(data.length === 0 ? [] : [tag('datamodel', {}, data)]), writeState(chart, chart.root)],
  ).join('\n')}\n`
}

type Lines = readonly string[]

function writeState(chart: Chart, state: ChartState): Lines {
  const id = idOf(chart, state.path)
  const timers = [...new Map(state.transitions.flatMap(({ trigger }) => timerOf(chart, state, trigger))).values()]
  const content = [
    ...block('onentry', [...state.entry.flatMap(doing), ...timers.map(({ send }) => send)]),
    ...block('onexit', [...state.exit.flatMap(doing), ...timers.map(({ cancel }) => cancel)]),
    ...state.invokes.map((invoke) => writeInvoke(chart, state, invoke)),
    ...bySpecificity(state.transitions).map((transition) => writeTransition(chart, state, transition)),
  ]
  const children = state.children.map((child) => writeState(chart, child))
  if (state.type === 'final') return tag('final', { id }, content)
  if (state.type !== 'parallel')
    return tag('state', { id, initial: state.initial === null ? null : idOf(chart, state.initial) }, [
      ...content,
      ...children,
    ])
  if (!state.transitions.some((transition) => isInternal(state, transition)))
    return tag('parallel', { id }, [...content, ...children])
  // Only a compound state can start what is inside it anew without being left (3.13).
  const regions = `${id}.regions`
  return tag('state', { id, initial: regions }, [...content, tag('parallel', { id: regions }, children)])
}

function isInternal({ path }: ChartState, { targets, reenter }: ChartTransition): boolean {
  return !reenter && targets.some((target) => isWithin(target, path))
}

/** XState asks the descriptor that says most first; an interpreter goes by the order of the document (3.13). */
function bySpecificity(transitions: readonly ChartTransition[]): ChartTransition[] {
  const length = ({ trigger }: ChartTransition) =>
    trigger.kind === 'event' && trigger.event.endsWith('*') ? trigger.event.length : Number.POSITIVE_INFINITY
  return transitions.toSorted((a, b) => (length(a) === length(b) ? 0 : length(b) - length(a)))
}

function writeTransition(chart: Chart, state: ChartState, transition: ChartTransition): Lines {
  const { guard, targets, reenter, actions } = transition
  const isStaying = !reenter && targets.includes(state.path)
  if (isStaying && state.type !== 'atomic')
    throw new ChartProblem(`${chart.name}: SCXML cannot say that ${state.path} begins anew without being left`)
  return tag(
    'transition',
    {
      event: eventOf(chart, state, transition.trigger),
      cond: guard === null ? null : writeCondition(chart, guard),
      // Staying in a state without children is a transition without a target.
      target: isStaying ? null : targets.map((path) => idOf(chart, path)).join(' ') || null,
      type: isInternal(state, transition) ? 'internal' : null,
    },
    actions.flatMap(doing),
  )
}

function eventOf(chart: Chart, state: ChartState, trigger: Trigger): string | null {
  switch (trigger.kind) {
    case 'event':
      return trigger.event
    case 'after':
      return timerId(chart, state, trigger.delay)
    case 'always':
      return null
    case 'done':
      return `done.invoke.${invokeId(chart, state, trigger.src)}`
    case 'error':
      return `error.platform.${invokeId(chart, state, trigger.src)}`
  }
}

function timerOf(chart: Chart, state: ChartState, trigger: Trigger) {
  if (trigger.kind !== 'after') return []
  const id = timerId(chart, state, trigger.delay)
  const delay = trigger.ms === null ? { delayexpr: trigger.delay } : { delay: `${trigger.ms}ms` }
  return [[id, { send: tag('send', { id, event: id, ...delay }), cancel: tag('cancel', { sendid: id }) }]] as const
}

/** The delay's name stands last: an event descriptor matches whatever it is the beginning of (3.12.1). */
function timerId(chart: Chart, state: ChartState, delay: string): string {
  return `${idOf(chart, state.path)}.after.${delay}`
}

function invokeId(chart: Chart, { path }: ChartState, src: string): string {
  return `${idOf(chart, path)}.invoke.${src}`
}

function writeInvoke(chart: Chart, state: ChartState, { src }: ChartInvoke): Lines {
  const isChart = chart.innerCharts.includes(src)
  return tag('invoke', {
    id: invokeId(chart, state, src),
    type: isChart ? 'http://www.w3.org/TR/scxml/' : 'urn:callchart:port',
    src: isChart ? `${src}.scxml` : src,
  })
}

function writeCondition(chart: Chart, guard: Guard): string {
  switch (guard.kind) {
    case 'named':
      return dataId(guard)
    case 'in':
      return `In('${idOf(chart, guard.path)}')`
    case 'not':
      return `!${guard.guards.map((inner) => writeCondition(chart, inner)).join('')}`
    default:
      return `(${guard.guards.map((inner) => writeCondition(chart, inner)).join(guard.kind === 'and' ? ' && ' : ' || ')})`
  }
}

function dataId({ type, params }: Named): string {
  return [type, ...params.flatMap(({ value }) => value)].join('_').replaceAll(/\W/g, '_')
}

/** True, so that whoever plays with it gets on; but false where no event is waited for, or it would go round for ever. */
function guardsOf(chart: Chart): (readonly [string, string])[] {
  const transitions = statesOf(chart.root).flatMap((state) => state.transitions)
  const idsOf = (of: readonly ChartTransition[]) =>
    of.flatMap(({ guard }) => (guard === null ? [] : namesIn(guard).map(dataId)))
  const unasked = new Set(idsOf(transitions.filter(({ trigger }) => trigger.kind === 'always')))
  return [...new Set(idsOf(transitions))].sort().map((id) => [id, unasked.has(id) ? 'false' : 'true'])
}

function namesIn(guard: Guard): Named[] {
  if (guard.kind === 'named') return [guard]
  return guard.kind === 'in' ? [] : guard.guards.flatMap(namesIn)
}

function delaysOf({ delays }: Chart): (readonly [string, string])[] {
  return [...delays].flatMap(([name, ms]) => (ms === null ? [[name, "'1s'"] as const] : []))
}

function doing(action: Named): Lines[] {
  const said = tag('log', { label: 'action', expr: `'${writeAction(action).replaceAll("'", "\\'")}'` })
  return action.raises === undefined ? [said] : [said, tag('raise', { event: action.raises })]
}

function block(name: string, content: readonly Lines[]): Lines[] {
  return content.length === 0 ? [] : [tag(name, {}, content)]
}

function idOf(chart: Chart, path: string): string {
  return path === '' ? chart.name : `${chart.name}.${path}`
}

function tag(name: string, attributes: Readonly<Record<string, string | null>>, content: readonly Lines[] = []): Lines {
  const written = Object.entries(attributes).map(([key, value]) =>
    value === null ? '' : ` ${key}="${escapeXml(value)}"`,
  )
  const open = `<${name}${written.join('')}`
  if (content.length === 0) return [`${open}/>`]
  return [`${open}>`, ...content.flat().map((line) => `  ${line}`), `</${name}>`]
}
