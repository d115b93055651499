import type { Mood, StateWords } from '../../src/machines/chart.doc'
import { besideRows, makeBox, makeLabel, rowsOf } from './boxes'
import { type Chart, type ChartState, type ChartTransition, isWithin, stateAt, statesOf } from './chart'
import { ChartProblem } from './chart-problem'
import { plain } from './markdown'
import type { Part, Picture, PictureEdge, PictureNode, Row } from './picture'
import { isBeside, type PictureSpec } from './specs'

export type Words = Readonly<Record<string, StateWords>>

/** Chooses what of a chart stands in a picture: the state of the spec and all below it, but what it leaves out. */
export function makePicture(chart: Chart, words: Words, title: string, spec: PictureSpec): Picture {
  const root = stateAt(chart, spec.state ?? '')
  const regions = spec.regions?.map((path) => stateAt(chart, path)) ?? (root.type === 'parallel' ? root.children : [])
  const tops = regions.length > 0 ? regions : [root]
  const scope = new Scope(chart, words, spec, tops)
  return {
    title: spec.title ?? chart.name,
    subtitle: title,
    // Some regions of many are not what the whole does.
    rows: spec.regions === undefined || spec.state !== undefined || spec.file === chart.name ? scope.rows(root) : [],
    parts: tops.map((top) => scope.part(top, regions.length > 0)),
    width: spec.width ?? 1_000,
  }
}

class Scope {
  readonly #chart: Chart
  readonly #words: Words
  readonly #spec: PictureSpec
  readonly #shown: ReadonlyMap<string, ChartState>
  /** By what they lead from and to in the picture. */
  readonly #edges: ReadonlyMap<string, { from: string; to: string; transitions: ChartTransition[] }>
  readonly #drawn: ReadonlySet<ChartTransition>

  constructor(chart: Chart, words: Words, spec: PictureSpec, tops: readonly ChartState[]) {
    this.#chart = chart
    this.#words = words
    this.#spec = spec
    const states = tops.flatMap(statesOf)
    const isLeftOut = ({ path }: ChartState) => isBeside(path, spec.only)
    this.#shown = new Map(states.filter((state) => !isLeftOut(state)).map((state) => [state.path, state]))
    this.#edges = this.#findEdges()
    this.#drawn = new Set([...this.#edges.values()].flatMap(({ transitions }) => transitions))
    for (const state of states.filter(isLeftOut)) this.#refuseToLose(state)
  }

  part(top: ChartState, isRegion: boolean): Part {
    const nodes = [...this.#marks(top), ...top.children.flatMap((child) => this.#node(child))]
    const inside = new Set(nodes.flatMap(idsOf))
    return {
      id: top.path,
      box: isRegion ? makeBox(top.name, top.tags, this.rows(top)) : null,
      hint: this.#hint(top),
      nodes,
      edges: [...this.#pictureEdges()].filter(({ from }) => inside.has(from)),
      direction: this.#spec.direction ?? null,
    }
  }

  rows(state: ChartState): Row[] {
    const rows = rowsOf(state, this.#drawn, (src) => (this.#chart.innerCharts.includes(src) ? 'chart' : 'port'))
    const leftOut = state.children.filter(({ path }) => isBeside(path, this.#spec.only))
    return leftOut.length === 0 ? rows : [...rows, ...besideRows(leftOut.map(({ name }) => name))]
  }

  #node(state: ChartState): PictureNode[] {
    if (!this.#shown.has(state.path)) return []
    return [
      {
        kind: 'state',
        id: state.path,
        box: makeBox(state.name, state.tags, this.rows(state)),
        mood: this.#mood(state),
        isFinal: state.type === 'final',
        isRegion: this.#parentOf(state)?.type === 'parallel',
        hint: this.#hint(state),
        children: [...this.#marks(state), ...state.children.flatMap((child) => this.#node(child))],
      },
    ]
  }

  #marks(state: ChartState): PictureNode[] {
    const initial: PictureNode[] = state.initial === null ? [] : [{ kind: 'initial', id: `initial:${state.path}` }]
    const any = `any:${state.path}`
    const hasAny = [...this.#edges.values()].some(({ from }) => from === any)
    return hasAny ? [...initial, { kind: 'any', id: any }] : initial
  }

  *#pictureEdges(): Generator<PictureEdge> {
    for (const { path, initial } of this.#shown.values())
      if (initial !== null) yield { id: `initial:${path}>`, from: `initial:${path}`, to: initial, label: null }
    for (const [id, { from, to, transitions }] of this.#edges) yield { id, from, to, label: makeLabel(transitions) }
  }

  #findEdges() {
    const spec = this.#spec
    const edges = new Map<string, { from: string; to: string; transitions: ChartTransition[] }>()
    const rows = new Set<string>()
    for (const state of this.#shown.values())
      for (const transition of state.transitions) {
        const [to, ...more] = transition.targets
        if (more.length > 0) throw new ChartProblem(`${spec.file}: ${state.path} leads to several states at once`)
        if (to === undefined || to === state.path) continue
        // How a state fails that holds others says its own row: an exception should not cross the whole picture.
        if (transition.trigger.kind === 'error' && state.children.length > 0) continue
        const asRow = `${state.path}>${to}`
        if (spec.asRows?.includes(asRow) === true) {
          rows.add(asRow)
          continue
        }
        if (!this.#shown.has(to))
          throw new ChartProblem(`${spec.file}: ${state.path} leads out of the picture, to ${to}`)
        const from = isWithin(to, state.path) ? `any:${state.path}` : state.path
        const id = `${from}>${to}`
        const edge = edges.get(id) ?? { from, to, transitions: [] }
        edge.transitions.push(transition)
        edges.set(id, edge)
      }
    for (const id of spec.asRows ?? [])
      if (!rows.has(id)) throw new ChartProblem(`${spec.file}: there is no ${id} to be written as a row`)
    return edges
  }

  #refuseToLose({ path, transitions }: ChartState): void {
    for (const to of transitions.flatMap(({ targets }) => targets))
      if (this.#shown.has(to)) throw new ChartProblem(`${this.#spec.file}: ${path} is left out, and leads to ${to}`)
  }

  /** As its words say, else its tags, else as that of what it is in. */
  #mood(state: ChartState): Mood {
    const mood = this.#words[state.path]?.mood ?? moodOf(state.tags)
    if (mood !== undefined) return mood
    const parent = this.#parentOf(state)
    return parent === undefined || state.type === 'final' ? 'resting' : this.#mood(parent)
  }

  #hint({ path }: ChartState): string {
    return plain(this.#words[path]?.means ?? '')
  }

  #parentOf({ path }: ChartState): ChartState | undefined {
    if (path === '') return undefined
    return stateAt(this.#chart, parentPath(path))
  }
}

function parentPath(path: string): string {
  return path.split('.').slice(0, -1).join('.')
}

function idsOf(node: PictureNode): string[] {
  return node.kind === 'state' ? [node.id, ...node.children.flatMap(idsOf)] : [node.id]
}

const moods: readonly (readonly [Mood, ...string[]])[] = [
  ['leaving', 'closing'],
  ['live', 'established', 'registered'],
  ['waiting', 'alerting', 'dialing', 'sounding'],
  ['busy', 'busy'],
]

function moodOf(tags: readonly string[]): Mood | undefined {
  return moods.find(([, ...of]) => tags.some((tag) => of.includes(tag)))?.[0]
}
