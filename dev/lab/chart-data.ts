import type { ChartData, PictureData } from '../../src/lab/chart-data'
import { catalogue } from '../charts/catalogue'
import type { Chart } from '../charts/chart'
import { drawSvg } from '../charts/draw-svg'
import { layOutParts } from '../charts/lay-out-parts'
import { makePicture } from '../charts/make-picture'
import { plain } from '../charts/markdown'
import { readChart } from '../charts/read-chart'
import { type PictureSpec, picturesOf } from '../charts/specs'
import type { AnyDoc } from '../charts/write-page'

/** Every chart with its words and pictures, for the lab. */
export async function chartData(): Promise<ChartData[]> {
  const charts: ChartData[] = []
  for (const { machine, doc } of catalogue) {
    const chart = readChart(machine)
    const pictures: PictureData[] = []
    for (const spec of picturesOf(chart.name)) pictures.push(await drawPicture(chart, doc, spec))
    charts.push({
      name: chart.name,
      title: doc.title,
      purpose: plain(doc.purpose),
      states: mapValues(doc.states, ({ means, sip }) => ({
        means: plain(means),
        ...(sip === undefined ? {} : { sip }),
      })),
      events: mapValues(doc.events, ({ from, means }) => ({ from: plain(from), means: plain(means) })),
      pictures,
    })
  }
  return charts
}

async function drawPicture(chart: Chart, doc: AnyDoc, spec: PictureSpec): Promise<PictureData> {
  const picture = makePicture(chart, doc.states, spec.subtitle ?? doc.title, spec)
  const svg = drawSvg(picture, await layOutParts(picture), { inPage: true })
  const [, width = '0', height = '0'] = /width="(\d+)" height="(\d+)"/.exec(svg) ?? []
  return { name: spec.short ?? chart.name, file: spec.file, width: Number(width), height: Number(height), svg }
}

function mapValues<From, To>(record: Readonly<Record<string, From>>, map: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]))
}
