import { type Chart, type ChartState, type ChartTransition, type Named, type Trigger, writeGuard } from './chart'
import { plain } from './markdown'
import type { AnyDoc } from './write-page'

type Json = string | number | boolean | readonly Json[] | Part
interface Part {
  readonly [key: string]: Json | undefined
}

/** The configuration that `createMachine` takes and Stately's editor imports: the names of what is done, and no code. */
export function writeStately(chart: Chart, doc: AnyDoc): string {
  const config = { id: chart.name, description: plain(doc.purpose), ...stateConfig(chart.name, chart.root, doc.states) }
  return `${print(config)}\n`
}

function stateConfig(chart: string, state: ChartState, words: AnyDoc['states']): Part {
  const taken = (keyOf: (trigger: Trigger) => string | null) => byKey(chart, state.transitions, keyOf)
  return {
    ...(state.type === 'parallel' || state.type === 'final' ? { type: state.type } : {}),
    ...describe(words[state.path]),
    ...(state.initial === null ? {} : { initial: state.initial.split('.').at(-1) }),
    ...filled('tags', state.tags),
    ...filled('entry', state.entry.map(namedConfig)),
    ...filled('exit', state.exit.map(namedConfig)),
    ...filled(
      'invoke',
      state.invokes.map(({ src, id }) => {
        const keyOf = (trigger: Trigger) => {
          if (trigger.kind === 'done') return trigger.src === src ? 'onDone' : null
          return trigger.kind === 'error' && trigger.src === src ? 'onError' : null
        }
        return { src, id, ...taken(keyOf) }
      }),
    ),
    ...filled(
      'on',
      taken((trigger) => (trigger.kind === 'event' ? trigger.event : null)),
    ),
    // Whoever simulates it has no delays by name, and would not wait at all.
    ...filled(
      'after',
      taken((trigger) => (trigger.kind === 'after' ? String(trigger.ms ?? trigger.delay) : null)),
    ),
    ...taken((trigger) => (trigger.kind === 'always' ? 'always' : null)),
    ...filled(
      'states',
      Object.fromEntries(state.children.map((child) => [child.name, stateConfig(chart, child, words)])),
    ),
  }
}

function describe(words: AnyDoc['states'][string] | undefined): Part {
  if (words === undefined) return {}
  return { description: plain(words.sip === undefined ? words.means : `${words.means} (${words.sip})`) }
}

function byKey(chart: string, transitions: readonly ChartTransition[], keyOf: (trigger: Trigger) => string | null) {
  const found: Record<string, Part[]> = {}
  for (const transition of transitions) {
    const key = keyOf(transition.trigger)
    if (key !== null) (found[key] ??= []).push(transitionConfig(chart, transition))
  }
  return found
}

function transitionConfig(chart: string, { targets, guard, reenter, actions }: ChartTransition): Part {
  return {
    ...(targets.length === 0 ? {} : { target: `#${[chart, ...targets].join('.')}` }),
    ...(guard === null ? {} : { guard: guard.kind === 'named' ? namedConfig(guard) : { type: writeGuard(guard) } }),
    ...filled('actions', actions.map(namedConfig)),
    ...(reenter ? { reenter } : {}),
  }
}

function namedConfig({ type, params }: Named): Part {
  return { type, ...filled('params', Object.fromEntries(params.map(({ key, value }) => [key, value]))) }
}

/** Nothing, where there is nothing in it. */
function filled(key: string, value: readonly Json[] | Part): Part {
  return Object.keys(value).length === 0 ? {} : { [key]: value }
}

/** JSON, on one line what fits there. */
function print(value: Json, indent = ''): string {
  const line = JSON.stringify(value, null, 1).replaceAll(/\n */g, ' ')
  if (typeof value !== 'object' || indent.length + line.length <= 110) return line
  const deeper = `${indent}  `
  if (isList(value)) return `[\n${value.map((item) => deeper + print(item, deeper)).join(',\n')}\n${indent}]`
  const entries = Object.entries(value).flatMap(([key, of]) =>
    of === undefined ? [] : [`${deeper}${JSON.stringify(key)}: ${print(of, deeper)}`],
  )
  return `{\n${entries.join(',\n')}\n${indent}}`
}

/** `Array.isArray` does not know read-only ones. */
function isList(value: readonly Json[] | Part): value is readonly Json[] {
  return Array.isArray(value)
}
