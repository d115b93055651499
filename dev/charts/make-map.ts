import { makeBox, rowsOfPorts } from './boxes'
import { type Chart, statesOf } from './chart'
import type { Picture, PictureEdge, StateNode } from './picture'

interface Titled {
  readonly chart: Chart
  readonly doc: { readonly title: string }
}

/** Which chart has which below it, and the ports of each: a picture of the whole. */
export function makeMap(charts: readonly Titled[]): Picture {
  const names = new Set(charts.map(({ chart }) => chart.name))
  const spawned = new Set(charts.flatMap(({ chart }) => chart.spawned))
  const nodes = charts.map(({ chart, doc }): StateNode => {
    const ports = invokedBy(chart).filter((src) => !chart.innerCharts.includes(src))
    return {
      kind: 'state',
      id: chart.name,
      box: makeBox(
        chart.name,
        [],
        rowsOfPorts(spawned.has(chart.name) ? `${doc.title}; one for each` : doc.title, ports),
      ),
      mood: spawned.has(chart.name) ? 'live' : 'resting',
      isFinal: false,
      isRegion: false,
      hint: doc.title,
      children: [],
    }
  })
  const edges = charts.flatMap(({ chart }) =>
    chart.innerCharts
      .filter((src) => names.has(src))
      .map((src): PictureEdge => ({ id: `${chart.name}>${src}`, from: chart.name, to: src, label: null })),
  )
  return {
    title: 'Callchart',
    subtitle: 'the charts of a phone, and their ports to the world',
    rows: [],
    width: 1_000,
    parts: [{ id: '', box: null, hint: '', nodes, edges, direction: 'RIGHT' }],
  }
}

function invokedBy(chart: Chart): string[] {
  return [...new Set(statesOf(chart.root).flatMap(({ invokes }) => invokes.map(({ src }) => src)))]
}
