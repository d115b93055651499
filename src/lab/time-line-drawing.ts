import type { TraceEntry } from '../trace/entry'
import type { CallPhase, CallSpan } from './call-spans'
import { type RowKind, rowKindOf } from './log'
import { type Graph, graphs, type MediaSample } from './media'
import { writeSpan } from './time'

export interface Lane {
  readonly name: string
  readonly top: number
  readonly height: number
  readonly draws: 'marks' | 'calls' | Graph
}

interface Drawing {
  readonly width: number
  readonly height: number
  /** Left of it nothing is drawn. */
  readonly gutter: number
  readonly range: readonly [from: number, to: number]
  readonly lanes: readonly Lane[]
  readonly entries: readonly TraceEntry[]
  readonly length: number
  readonly spans: readonly CallSpan[]
  readonly samples: readonly MediaSample[]
  readonly font: string
  readonly colourOf: ColourOf
}

/** By the theme's names for them. */
type ColourOf = (name: string) => string

/** The colours and the font that an element has. Each is asked for once: to ask costs more than to draw a line. */
export function inkOf(element: Element): Pick<Drawing, 'font' | 'colourOf'> {
  const style = getComputedStyle(element)
  const known = new Map<string, string>()
  return {
    font: `11px ${style.fontFamily}`,
    colourOf(name) {
      const colour = known.get(name) ?? style.getPropertyValue(`--${name}`)
      known.set(name, colour)
      return colour
    },
  }
}

const ruler = 20
const markHeight = 36

/** What stands above what: the entries, the calls, and the graphs when there is something to draw. */
export function lanesOf(spans: readonly CallSpan[], hasSamples: boolean, height: number): readonly Lane[] {
  const left = height - ruler - markHeight - 8
  const callRows = Math.max(1, Math.min(spans.length, hasSamples ? 3 : 8))
  const callHeight = hasSamples
    ? Math.min(callRows * 15 + 6, left * 0.34)
    : Math.max(24, Math.min(callRows * 20 + 6, left))
  const lanes: Lane[] = [
    { name: 'Entries', top: ruler + 2, height: markHeight, draws: 'marks' },
    { name: 'Calls', top: ruler + markHeight + 6, height: callHeight, draws: 'calls' },
  ]
  if (!hasSamples) return lanes
  const top = ruler + markHeight + 6 + callHeight + 4
  const each = (height - top - 2) / graphs.length
  return [
    ...lanes,
    ...graphs.map((graph, index) => ({
      name: graph.unit === '' ? graph.name : `${graph.name}, ${graph.unit}`,
      top: top + index * each,
      height: each - 4,
      draws: graph,
    })),
  ]
}

export function drawTimeLine(canvas: HTMLCanvasElement, drawing: Drawing): void {
  const { width, height } = drawing
  const ratio = globalThis.devicePixelRatio || 1
  canvas.width = Math.round(width * ratio)
  canvas.height = Math.round(height * ratio)
  canvas.style.width = `${width}px`
  canvas.style.height = `${height}px`
  const context = canvas.getContext('2d')
  if (context === null) return
  context.setTransform(ratio, 0, 0, ratio, 0, 0)
  context.font = drawing.font
  drawRuler(context, drawing)
  const inView = samplesByCall(drawing)
  for (const lane of drawing.lanes) {
    if (lane.draws === 'marks') drawMarks(context, lane, drawing)
    else if (lane.draws === 'calls') drawCalls(context, lane, drawing)
    else drawGraph(context, lane, lane.draws, drawing, inView)
  }
}

type Canvas = CanvasRenderingContext2D

const endMargin = 12

function scaleOf({ width, gutter, range: [from, to] }: Drawing) {
  const inner = width - gutter - endMargin
  return (t: number) => gutter + ((t - from) / (to - from)) * inner
}

function drawRuler(canvas: Canvas, drawing: Drawing): void {
  const {
    range: [from, to],
    width,
    height,
    gutter,
    entries,
  } = drawing
  const x = scaleOf(drawing)
  const start = entries[0]?.t ?? 0
  const distance = tickOf((to - from) / Math.max(2, (width - gutter) / 110))
  canvas.textAlign = 'left'
  canvas.textBaseline = 'middle'
  for (let tick = Math.ceil((from - start) / distance) * distance; tick <= to - start; tick += distance) {
    const at = Math.round(x(start + tick)) + 0.5
    canvas.strokeStyle = drawing.colourOf('grid')
    canvas.beginPath()
    canvas.moveTo(at, 4)
    canvas.lineTo(at, height)
    canvas.stroke()
    canvas.fillStyle = drawing.colourOf('quiet')
    canvas.fillText(tick === 0 ? '0' : writeSpan(tick), at + 4, 10)
  }
}

/** 1, 2 or 5 times a power of ten, in ms. */
function tickOf(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least))
  return ([1, 2, 5, 10].find((factor) => factor * power >= least) ?? 10) * power
}

const markRows: Readonly<Partial<Record<RowKind, number>>> = { intent: 0, fact: 1, timer: 2, sip: 3, stats: 1 }

/** A line for each kind; what falls into the same pixel is drawn once. */
function drawMarks(canvas: Canvas, { top, height }: Lane, drawing: Drawing): void {
  const { entries, length, width, gutter } = drawing
  const x = scaleOf(drawing)
  const each = height / 4
  const drawn = new Uint8Array((width + 1) * 4)
  for (let index = 0; index < length; index += 1) {
    const entry = entries[index]
    if (entry === undefined) break
    const at = Math.round(x(entry.t))
    if (at < gutter || at > width) continue
    const kind = rowKindOf(entry)
    const row = markRows[kind]
    if (row === undefined || drawn[at * 4 + row] === 1) continue
    drawn[at * 4 + row] = 1
    canvas.fillStyle = drawing.colourOf(kind)
    canvas.fillRect(at - 1, top + row * each + 1, 2, each - 2)
  }
}

const phaseColours: Readonly<Record<CallPhase, string>> = {
  waiting: 'waiting',
  live: 'live',
  held: 'busy',
  leaving: 'leaving',
}

function drawCalls(canvas: Canvas, { top, height }: Lane, drawing: Drawing): void {
  const {
    spans,
    range: [, to],
    gutter,
  } = drawing
  const x = scaleOf(drawing)
  const rows: number[] = []
  const placed = spans.map((span) => {
    const from = span.segments[0]?.from ?? 0
    const free = rows.findIndex((end) => end <= from)
    const row = free === -1 ? rows.length : free
    rows[row] = span.segments.at(-1)?.to ?? Number.POSITIVE_INFINITY
    return { span, row }
  })
  const each = Math.min(20, height / Math.max(1, rows.length))
  canvas.save()
  canvas.beginPath()
  canvas.rect(gutter, 0, drawing.width - gutter, drawing.height)
  canvas.clip()
  for (const { span, row } of placed) {
    const y = top + row * each
    for (const { phase, from, to: until } of span.segments) {
      canvas.fillStyle = drawing.colourOf(`${phaseColours[phase]}-bar`)
      const left = x(from)
      canvas.fillRect(left, y + 1, Math.max(1.5, x(until ?? to) - left), each - 3)
    }
    const first = x(span.segments[0]?.from ?? 0)
    const last = x(span.segments.at(-1)?.to ?? to)
    if (each < 11 || last - first < 30) continue
    canvas.save()
    canvas.beginPath()
    canvas.rect(first, y, last - first, each)
    canvas.clip()
    canvas.fillStyle = drawing.colourOf('bar-text')
    canvas.fillText(span.name, Math.max(first, gutter) + 6, y + each / 2 - 0.5)
    canvas.restore()
  }
  canvas.restore()
}

type SamplesByCall = ReadonlyMap<string, readonly MediaSample[]>

/** Those in view, and one before and after, to which the lines go. */
function samplesByCall({ samples, range: [from, to] }: Drawing): SamplesByCall {
  const byCall = new Map<string, MediaSample[]>()
  for (const sample of samples) {
    if (sample.t < from - 5_000 || sample.t > to + 5_000) continue
    const known = byCall.get(sample.callId)
    if (known === undefined) byCall.set(sample.callId, [sample])
    else known.push(sample)
  }
  return byCall
}

function highestOf(graph: Graph, inView: SamplesByCall): number {
  let highest = graph.top
  for (const samples of inView.values())
    for (const sample of samples) highest = Math.max(highest, graph.of(sample) ?? 0)
  return highest
}

function drawGraph(canvas: Canvas, { top, height }: Lane, graph: Graph, drawing: Drawing, inView: SamplesByCall): void {
  const { width, gutter } = drawing
  const x = scaleOf(drawing)
  const highest = highestOf(graph, inView)
  const y = (value: number) => top + height - ((value - graph.bottom) / (highest - graph.bottom)) * height
  canvas.fillStyle = drawing.colourOf('graph-ground')
  canvas.fillRect(gutter, top, width - gutter - endMargin, height)
  for (const [index, samples] of [...inView.values()].entries()) {
    canvas.strokeStyle = drawing.colourOf(`graph-${(index % 4) + 1}`)
    canvas.lineWidth = 1.5
    canvas.beginPath()
    let isDrawing = false
    for (const sample of samples) {
      const value = graph.of(sample)
      if (value === null) {
        isDrawing = false
        continue
      }
      if (isDrawing) canvas.lineTo(x(sample.t), y(value))
      else canvas.moveTo(x(sample.t), y(value))
      isDrawing = true
    }
    canvas.stroke()
    canvas.lineWidth = 1
  }
}
