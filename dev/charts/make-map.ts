import { makeBox, rowsOfPorts } from './boxes'
import { type Chart, statesOf } from './chart'
import { ChartProblem } from './chart-problem'
import type { Part, Picture, PictureEdge, StateNode } from './picture'

interface Titled {
  readonly chart: Chart
  readonly doc: { readonly title: string }
}

/** What belongs together in the picture of the whole; the root is its heading. */
const groups: readonly (readonly [title: string, ...charts: string[]])[] = [
  ['a call', 'call', 'tones', 'recording', 'quality', 'supervision', 'supervisor'],
  ['several calls', 'focus', 'conference', 'room'],
  ['sending on', 'transfer', 'transferee', 'park'],
  ['who gets through', 'availability', 'autoAnswer', 'ringer'],
  ['the line', 'auth', 'connection'],
  ['what the server tells', 'parkingLot', 'presence', 'voicemail', 'subscription', 'messages', 'message'],
  ['the desk', 'devices', 'deviceTest', 'preflight'],
]

/** Which chart has which below it, and the ports of each: a picture of the whole. */
export function makeMap(charts: readonly Titled[]): Picture {
  const grouped = groups.flatMap(([, ...names]) => names)
  for (const { chart } of charts)
    if (!grouped.includes(chart.name) && chart.name !== 'phone')
      throw new ChartProblem(`${chart.name}: the map (make-map.ts) has no place for it`)
  const root = charts.find(({ chart }) => chart.name === 'phone')
  return {
    title: 'phone',
    subtitle: root?.doc.title ?? '',
    rows: rowsOfPorts('It invokes all that no line leads to.', root === undefined ? [] : portsOf(root.chart)),
    width: 1_000,
    parts: groups.map(([title, ...names]) =>
      makePart(
        title,
        charts.filter(({ chart }) => names.includes(chart.name)),
        charts,
      ),
    ),
  }
}

function makePart(title: string, members: readonly Titled[], charts: readonly Titled[]): Part {
  const spawned = new Set(charts.flatMap(({ chart }) => chart.spawned))
  const nodes = members.map(({ chart, doc }): StateNode => {
    const isSpawned = spawned.has(chart.name)
    return {
      kind: 'state',
      id: chart.name,
      box: makeBox(chart.name, [], rowsOfPorts(isSpawned ? `${doc.title}; one for each` : doc.title, portsOf(chart))),
      mood: isSpawned ? 'live' : 'resting',
      isFinal: false,
      isRegion: false,
      hint: doc.title,
      children: [],
    }
  })
  const edges = members.flatMap(({ chart }) =>
    members
      .filter((other) => chart.innerCharts.includes(other.chart.name))
      .map((other): PictureEdge => {
        const to = other.chart.name
        return { id: `${chart.name}>${to}`, from: chart.name, to, label: null }
      }),
  )
  return { id: title, box: makeBox(title, [], []), hint: title, nodes, edges, direction: null }
}

function portsOf(chart: Chart): string[] {
  const invoked = statesOf(chart.root).flatMap(({ invokes }) => invokes.map(({ src }) => src))
  return [...new Set(invoked)].filter((src) => !chart.innerCharts.includes(src))
}
