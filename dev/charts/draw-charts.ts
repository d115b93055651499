import type { Entry } from './catalogue'
import { type Chart, isWithin, statesOf, writeTrigger } from './chart'
import { ChartProblem } from './chart-problem'
import { drawSvg } from './draw-svg'
import { layOutParts } from './lay-out-parts'
import { makeMap } from './make-map'
import { makePicture } from './make-picture'
import type { Picture } from './picture'
import { readChart } from './read-chart'
import { readPayloads } from './read-payloads'
import { isBeside, type PictureSpec, picturesOf } from './specs'
import { writeIndex } from './write-index'
import { writeMermaid } from './write-mermaid'
import { type AnyDoc, writePage } from './write-page'
import { writeScxml } from './write-scxml'
import { writeStately } from './write-stately'

/** Everything that belongs in statecharts/, by path. */
export async function drawCharts(entries: readonly Entry[]): Promise<Map<string, string>> {
  const files = new Map<string, string>()
  const payloads = await readPayloads()
  const charts = entries.map(({ machine, doc }) => ({ chart: readChart(machine), doc }))
  for (const { chart, doc } of charts) {
    const specs = picturesOf(chart.name)
    checkWords(chart, doc)
    checkPictures(chart, specs)
    for (const spec of specs)
      files.set(`${spec.file}.svg`, await draw(makePicture(chart, doc.states, spec.subtitle ?? doc.title, spec)))
    files.set(`${chart.name}.md`, writePage(chart, doc, specs, payloads[chart.name] ?? {}))
    files.set(`mermaid/${chart.name}.mmd`, writeMermaid(chart))
    files.set(`scxml/${chart.name}.scxml`, writeScxml(chart, doc))
    files.set(`stately/${chart.name}.json`, writeStately(chart, doc))
  }
  files.set('charts.svg', await draw(makeMap(charts)))
  files.set('README.md', writeIndex(charts))
  return files
}

async function draw(picture: Picture): Promise<string> {
  return drawSvg(picture, await layOutParts(picture))
}

/** The compiler holds states, events and emitted events; what it cannot see is held here. */
function checkWords(chart: Chart, doc: AnyDoc): void {
  const states = statesOf(chart.root)
  const triggers = states.flatMap(({ transitions }) => transitions.map(({ trigger }) => trigger))
  const events = triggers.filter(({ kind }) => kind === 'event').map(writeTrigger)
  const invoked = [...states.flatMap(({ invokes }) => invokes.map(({ src }) => src)), ...chart.spawned]
  compare(
    chart,
    'state',
    states.slice(1).map(({ path }) => path),
    doc.states,
  )
  compare(chart, 'invocation', invoked, doc.invokes)
  const actions = states.flatMap(({ entry, exit, transitions }) => [
    ...[...entry, ...exit].map(({ type }) => type),
    ...transitions.flatMap((transition) => transition.actions.map(({ type }) => type)),
  ])
  for (const name of Object.keys(doc.sends ?? {}))
    if (!actions.includes(name))
      throw new ChartProblem(`${chart.name}: ${name} sends something, and no transition does it`)
  compare(chart, 'timer', [...chart.delays.keys()], doc.delays)
  for (const event of events.filter((type) => !type.endsWith('*')))
    if (!(event in doc.events)) throw new ChartProblem(`${chart.name}: the event ${event} has no words`)
}

function compare(
  { name }: Chart,
  kind: string,
  there: readonly string[],
  words: Readonly<Record<string, unknown>>,
): void {
  for (const key of there) if (!(key in words)) throw new ChartProblem(`${name}: the ${kind} ${key} has no words`)
  for (const key of Object.keys(words))
    if (!there.includes(key))
      throw new ChartProblem(`${name}: there are words for the ${kind} ${key}, which does not exist`)
}

function checkPictures(chart: Chart, specs: readonly PictureSpec[]): void {
  const shown = specs.flatMap(({ state, regions, only }) => {
    const tops = regions ?? [state ?? '']
    return statesOf(chart.root)
      .map(({ path }) => path)
      .filter((path) => path === state || tops.some((top) => path === top || isWithin(path, top)))
      .filter((path) => !isBeside(path, only))
  })
  for (const { path } of statesOf(chart.root).slice(1))
    if (!shown.includes(path)) throw new ChartProblem(`${chart.name}: no picture shows ${path}`)
}
