import {
  type ChartInvoke,
  type ChartState,
  type ChartTransition,
  messageOf,
  type Named,
  writeGuard,
  writeParams,
  writeTrigger,
} from './chart'
import { type Box, type Label, metrics, type Piece, type Row } from './picture'
import { textWidth, wrapWords } from './text-width'

const widest = { rows: 300, label: 190 } as const

export function makeBox(name: string, tags: readonly string[], rows: readonly Row[]): Box {
  const { padding } = metrics
  const nameWidth = textWidth(name, metrics.name, 'bold')
  const inner = Math.max(nameWidth, tagsWidth(tags), ...rows.map(rowWidth))
  return {
    name,
    tags,
    rows,
    width: inner + 2 * padding,
    height:
      9 +
      20 +
      (tags.length > 0 ? metrics.tagHeight + 5 : 0) +
      (rows.length > 0 ? 9 + rows.length * metrics.rowHeight : 0) +
      7,
  }
}

export function tagWidth(tag: string): number {
  return textWidth(tag, metrics.tag) + 12
}

function tagsWidth(tags: readonly string[]): number {
  return tags.reduce((sum, tag) => sum + tagWidth(tag) + 4, 0)
}

export function rowWidth({ pieces, indent }: Row): number {
  const names = pieces.filter(({ style }) => style === 'region').map(({ text }) => text)
  if (names.length > 0) return chipsWidth(names)
  return indent + pieces.reduce((sum, { text, style }) => sum + textWidth(text, metrics.row, weightOf(style)), 0)
}

/** What a state does while the chart stays in it: entry, exit, what it invokes, and what it reacts to without leaving. */
export function rowsOf(state: ChartState, drawn: ReadonlySet<ChartTransition>, kindOf: KindOf): Row[] {
  const silent = state.transitions.filter((transition) => !drawn.has(transition))
  return [
    ...actionRows('entry', state.entry),
    ...actionRows('exit', state.exit),
    ...invokeRows(state.invokes, silent, kindOf),
    ...reactionRows(silent.filter(({ trigger }) => trigger.kind !== 'error')),
  ]
}

type KindOf = (src: string) => 'chart' | 'port'

function actionRows(when: 'entry' | 'exit', actions: readonly Named[]): Row[] {
  if (actions.length === 0) return []
  const lines = wrapWords(joined(actions.map(short)), metrics.row, widest.rows - 40)
  return lines.map((text, index) => ({
    pieces: index === 0 ? [quiet(`${when} / `), event(text)] : [event(text)],
    indent: index === 0 ? 0 : 14,
  }))
}

function weightOf(style: Piece['style']): 'bold' | 'regular' {
  return style === 'target' ? 'bold' : 'regular'
}

/** Those that have nothing more to say share a row. */
function invokeRows(invokes: readonly ChartInvoke[], silent: readonly ChartTransition[], kindOf: KindOf): Row[] {
  const plain: Record<'chart' | 'port', string[]> = { chart: [], port: [] }
  const rows: Row[] = []
  for (const { src, input } of invokes) {
    const failures = silent.filter(({ trigger }) => trigger.kind === 'error' && trigger.src === src)
    const targets = new Set(failures.map((failure) => failure.targets.join()))
    // Whatever the guards say, it leads there.
    const distinct =
      targets.size === 1 ? failures.slice(0, 1).map((failure) => ({ ...failure, guard: null })) : failures
    const answers = distinct.flatMap((failure) => {
      const [target] = failure.targets
      return target === undefined ? [] : [...guardPieces(failure), error(` → ${nameOf(target)}`)]
    })
    const name = `${src}${input.length === 0 ? '' : ` (${writeParams(input)})`}`
    if (answers.length === 0) plain[kindOf(src)].push(name)
    else rows.push({ pieces: [quiet(`${kindOf(src)} `), port(name), error('  fails'), ...answers], indent: 0 })
  }
  const shared = (['chart', 'port'] as const).flatMap((kind) =>
    wrapWords(joined(plain[kind]), metrics.row, widest.rows).map((text, index): Row => {
      const first = `${kind}${plain[kind].length > 1 ? 's' : ''} `
      return { pieces: index === 0 ? [quiet(first), port(text)] : [port(text)], indent: index === 0 ? 0 : 14 }
    }),
  )
  return [...rows, ...shared]
}

/** `a, b, c / act` for the events that are answered alike. */
function reactionRows(transitions: readonly ChartTransition[]): Row[] {
  const alike = new Map<string, { events: string[]; answer: readonly Piece[] }>()
  for (const transition of transitions) {
    const answer = [...guardPieces(transition), ...answerOf(transition)]
    const key = JSON.stringify(answer)
    const events = [...(alike.get(key)?.events ?? []), writeTrigger(transition.trigger)]
    alike.set(key, { events, answer })
  }
  return [...alike.values()].flatMap(({ events, answer }) => {
    const lines = wrapWords(joined(events), metrics.row, widest.rows)
    const rows: Row[] = lines.map((text, index) => ({ pieces: [event(text)], indent: index === 0 ? 0 : 14 }))
    const last = rows.at(-1)
    if (last === undefined) return rows
    const together = { pieces: [...last.pieces, ...answer], indent: last.indent }
    if (rowWidth(together) <= widest.rows + 40) return [...rows.slice(0, -1), together]
    return [...rows, ...wrapPieces(answer)]
  })
}

/** Only what is done can be long; it goes on under its beginning. */
function wrapPieces(pieces: readonly Piece[]): Row[] {
  const last = pieces.at(-1)
  if (last === undefined || last.style !== 'quiet' || rowWidth({ pieces, indent: 14 }) <= widest.rows + 40)
    return [{ pieces, indent: 14 }]
  return wrapWords(last.text.split(' '), metrics.row, widest.rows).map((text, index) => ({
    pieces: index === 0 ? [...pieces.slice(0, -1), quiet(text)] : [quiet(text)],
    indent: index === 0 ? 14 : 28,
  }))
}

/** Where it leads says enough; what is done there, the page says. */
function answerOf({ actions, reenter, source, targets }: ChartTransition): Piece[] {
  const [target] = targets
  if (target !== undefined && target !== source) return [{ text: ` → ${nameOf(target)}`, style: 'target' }]
  const again: Piece[] = target === undefined ? [] : [{ text: reenter ? ' ↻' : ' ↺', style: 'target' }]
  const done = joined([...new Set(actions.map(short))]).join(' ')
  if (done === '') return again.length > 0 ? again : [quiet(' · ignored')]
  return [...again, quiet(` / ${done}`)]
}

/** The regions that are active at the same time, and have pictures of their own. */
export function besideRows(names: readonly string[]): Row[] {
  const lines: string[][] = []
  for (const name of names) {
    const line = lines.at(-1)
    if (line !== undefined && chipsWidth([...line, name]) <= widest.rows) line.push(name)
    else lines.push([name])
  }
  return lines.map((line, index) => ({
    pieces: [quiet(index === 0 ? 'beside it' : ''), ...line.map((text): Piece => ({ text, style: 'region' }))],
    indent: 0,
  }))
}

export const chips = { left: 62, padding: 7, gap: 5 } as const

export function chipWidth(name: string): number {
  return textWidth(name, metrics.row) + 2 * chips.padding
}

function chipsWidth(names: readonly string[]): number {
  return names.reduce<number>((sum, name) => sum + chipWidth(name) + chips.gap, chips.left)
}

export function makeLabel(transitions: readonly ChartTransition[]): Label | null {
  const seen = new Set<string>()
  const lines = transitions.flatMap((transition) => {
    const trigger = writeTrigger(transition.trigger)
    const alike = transitions.filter((other) => writeTrigger(other.trigger) === trigger)
    if (alike.length === 1 || alike.length < transition.candidates) return labelLines(transition)
    // Whatever its guards say, it leads there.
    if (seen.has(trigger)) return []
    seen.add(trigger)
    return labelLines({ ...transition, guard: null, isElse: false })
  })
  if (lines.length === 0) return null
  return {
    lines,
    width: Math.max(...lines.map((line) => labelLineWidth(line))) + 14,
    height: lines.length * metrics.labelLineHeight + 5,
  }
}

function labelLineWidth({ pieces, indent }: Row): number {
  return indent + pieces.reduce((sum, { text }) => sum + textWidth(text, metrics.label), 0)
}

function labelLines(transition: ChartTransition): Row[] {
  const { trigger } = transition
  const guard = guardPieces(transition)
  if (trigger.kind === 'always') return [{ pieces: guard.length > 0 ? trimmed(guard) : [quiet('always')], indent: 0 }]
  const style = trigger.kind === 'after' ? 'delay' : trigger.kind === 'error' ? 'error' : 'event'
  const line: Row = { pieces: [{ text: writeTrigger(trigger), style }, ...guard], indent: 0 }
  if (guard.length === 0 || labelLineWidth(line) <= widest.label) return [line]
  return [
    { pieces: line.pieces.slice(0, 1), indent: 0 },
    ...wrapWords(
      guard
        .map(({ text }) => text.trim())
        .join(' ')
        .split(' '),
      metrics.label,
      widest.label,
    ).map((text): Row => ({ pieces: [{ text, style: 'guard' }], indent: 0 })),
  ]
}

function guardPieces({ guard, isElse }: ChartTransition): Piece[] {
  if (isElse) return [{ text: ' [else]', style: 'guard' }]
  return guard === null ? [] : [{ text: ` [${writeGuard(guard)}]`, style: 'guard' }]
}

function trimmed(pieces: readonly Piece[]): Piece[] {
  return pieces.map(({ text, style }) => ({ text: text.trim(), style }))
}

/** Of an action, what says most: the type that it commands or reports, else its name. */
function short(action: Named): string {
  return messageOf(action) ?? action.type
}

function joined(words: readonly string[]): string[] {
  return words.map((word, index) => (index < words.length - 1 ? `${word},` : word))
}

function nameOf(path: string): string {
  return path.split('.').slice(-2).join('.')
}

function event(text: string): Piece {
  return { text, style: 'event' }
}

function error(text: string): Piece {
  return { text, style: 'error' }
}

function port(text: string): Piece {
  return { text, style: 'port' }
}

function quiet(text: string): Piece {
  return { text, style: 'quiet' }
}

export function rowsOfPorts(title: string, ports: readonly string[]): Row[] {
  const words = wrapWords(title.split(' '), metrics.row, 200)
  return [
    ...words.map((text): Row => ({ pieces: [quiet(text)], indent: 0 })),
    ...ports.map((name): Row => ({ pieces: [quiet('port '), port(name)], indent: 0 })),
  ]
}
