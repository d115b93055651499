import { layOut, type PartLayout, type Point } from './layout'
import type { Part } from './picture'

type Options = Readonly<Record<string, string>>

const simplex = { 'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX' }
const straight = { 'elk.layered.nodePlacement.strategy': 'BRANDES_KOEPF' }
const late = { 'elk.layered.layering.strategy': 'LONGEST_PATH' }
const centred = { 'elk.layered.edgeLabels.centerLabelPlacementStrategy': 'CENTER_LAYER' }
const seeds = ['1', '2', '7', '8'].map((seed) => ({ 'elk.randomSeed': seed }))

/** What elk is asked for, one after the other: which of them suits a chart, only trying tells. */
const variants: readonly Options[] = [
  ...seeds.flatMap((seed) => [
    { ...simplex, ...seed },
    { ...simplex, ...late, ...seed },
    { ...simplex, ...late, ...centred, ...seed },
  ]),
  ...seeds.slice(0, 2).map((seed) => ({ ...straight, ...seed })),
]

/** Labels make what goes to the right wide: of use for few lines only. */
const fewLines = 12

/** The layout that reads best: few crossings and corners, short lines, small, and not wider than a page. */
export async function bestLayout(part: Part, maxWidth: number): Promise<PartLayout> {
  let best: { readonly layout: PartLayout; readonly cost: number } | undefined
  for (const options of variantsFor(part)) {
    const layout = await layOut(part, options)
    const cost = costOf(layout, maxWidth)
    if (best === undefined || cost < best.cost) best = { layout, cost }
  }
  if (best === undefined) throw new Error('No variant of the layout is left')
  return best.layout
}

function variantsFor({ edges, direction }: Part): Options[] {
  const usual = edges.length <= fewLines ? ['DOWN', 'RIGHT'] : ['DOWN']
  return (direction === null ? usual : [direction]).flatMap((one) =>
    variants.map((variant) => ({ ...variant, 'elk.direction': one })),
  )
}

function costOf({ width, height, edges }: PartLayout, maxWidth: number): number {
  const lines = [...edges.values()].map(({ points }) => segmentsOf(points))
  const segments = lines.flat()
  const length = segments.reduce((sum, [a, b]) => sum + Math.abs(a.x - b.x) + Math.abs(a.y - b.y), 0)
  const corners = segments.length - lines.length
  const tooWide = Math.max(0, width - maxWidth)
  return crossingsOf(lines) * 60 + corners * 12 + length / 8 + (width * height) / 3_000 + tooWide * 4
}

type Segment = readonly [Point, Point]

function segmentsOf(points: readonly Point[]): Segment[] {
  return points.slice(1).map((point, index) => [points[index] ?? point, point])
}

function crossingsOf(lines: readonly (readonly Segment[])[]): number {
  let crossings = 0
  lines.forEach((line, index) => {
    for (const other of lines.slice(index + 1))
      for (const a of line) for (const b of other) if (cross(a, b) || cross(b, a)) crossings += 1
  })
  return crossings
}

/** Of a level and an upright one. */
function cross([from, to]: Segment, [top, bottom]: Segment): boolean {
  const isLevel = Math.abs(from.y - to.y) < 0.01 && Math.abs(top.x - bottom.x) < 0.01
  return isLevel && isBetween(top.x, from.x, to.x) && isBetween(from.y, top.y, bottom.y)
}

function isBetween(value: number, a: number, b: number): boolean {
  return value > Math.min(a, b) && value < Math.max(a, b)
}
