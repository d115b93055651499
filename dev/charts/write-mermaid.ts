import {
  type Chart,
  type ChartState,
  type ChartTransition,
  statesOf,
  writeAction,
  writeGuard,
  writeTrigger,
} from './chart'

/**
 * The chart as a Mermaid `stateDiagram-v2`. All states first, then all lines: Mermaid takes a state for one of those inside
 * the block in which it was named last, unless that is the outermost.
 */
export function writeMermaid(chart: Chart): string {
  const states = statesOf(chart.root)
  const lines = [
    ...writeState(chart, chart.root),
    ...states.flatMap((state) => writeLines(chart, state)),
    ...states.filter(({ type }) => type === 'final').map(({ path }) => `${idOf(chart, path)} --> [*]`),
    ...writeNote(chart, states),
  ]
  return `${['stateDiagram-v2', ...indented(lines)].join('\n')}\n`
}

function writeState(chart: Chart, state: ChartState): string[] {
  const id = idOf(chart, state.path)
  const head = `state "${state.path === '' ? chart.name : state.name}" as ${id}`
  if (state.children.length === 0) return [head, ...whatItDoes(state).map((line) => `${id} : ${line}`)]
  const children = state.children.map((child) => writeState(chart, child))
  const inside =
    state.type === 'parallel'
      ? children.flatMap((child, index) => (index > 0 ? ['--', ...child] : child))
      : children.flat()
  const initial = state.initial === null ? [] : [`[*] --> ${idOf(chart, state.initial)}`]
  return [`${head} {`, ...indented([...initial, ...inside]), '}']
}

/** One for each state that it leads to, with all that leads there. */
function writeLines(chart: Chart, { path, transitions }: ChartState): string[] {
  const targets = new Set(transitions.filter(({ targets: to }) => to.length > 0).map(({ targets: to }) => to.join()))
  return [...targets].map((target) => {
    const labels = transitions.filter(({ targets: to }) => to.join() === target).map(labelOf)
    return `${idOf(chart, path)} --> ${idOf(chart, target)} : ${labels.join('<br>')}`
  })
}

/** A state that holds others has no lines of its own, and a note at one inside another cannot be drawn: there is one note. */
function writeNote(chart: Chart, states: readonly ChartState[]): string[] {
  const lines = states
    .filter(({ children }) => children.length > 0)
    .flatMap((state) => whatItDoes(state).map((line) => (state.path === '' ? line : `${state.path} · ${line}`)))
  return lines.length === 0 ? [] : [`note right of ${idOf(chart, '')}`, ...indented(lines), 'end note']
}

function whatItDoes(state: ChartState): string[] {
  const phase = (when: 'entry' | 'exit') =>
    state[when].length === 0 ? [] : [escaped(`${when} / ${state[when].map(writeAction).join(', ')}`)]
  return [
    ...phase('entry'),
    ...phase('exit'),
    ...state.invokes.map(({ src }) => escaped(`invoke ${src}`)),
    ...state.transitions.filter(({ targets }) => targets.length === 0).map(labelOf),
  ]
}

function labelOf({ trigger, guard, isElse, actions }: ChartTransition): string {
  const condition = isElse ? ' [else]' : guard === null ? '' : ` [${writeGuard(guard)}]`
  const done = actions.length === 0 ? '' : ` / ${actions.map(writeAction).join(', ')}`
  return escaped(writeTrigger(trigger) + condition + done)
}

/** In its syntax a colon and a semicolon end a text, and a sharp begins an entity. */
function escaped(text: string): string {
  return text.replaceAll(/[#:;<>"{}]/g, (mark) => `#${mark.charCodeAt(0)};`)
}

function idOf(chart: Chart, path: string): string {
  return [chart.name, ...path.split('.')].filter((part) => part !== '').join('_')
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`)
}
