import type { PartLayout } from './layout'

export interface PackedPart {
  readonly layout: PartLayout
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  /** By how much its content is moved, to be in the middle. */
  readonly shift: number
}

const gap = 14

export interface Packed {
  readonly parts: readonly PackedPart[]
  readonly width: number
  readonly height: number
}

/** In rows that waste the least; the first stays first. The result is in the order of the layouts. */
export function pack(layouts: readonly PartLayout[], maxWidth: number): Packed {
  const [first, ...others] = layouts.map((_, index) => index)
  if (first === undefined) return { parts: [], width: 0, height: 0 }
  const packed = permutations(others).map((order) => packInOrder(layouts, [first, ...order], maxWidth))
  return packed.reduce((best, next) => (areaOf(next) < areaOf(best) - 1 ? next : best))
}

function permutations(of: readonly number[]): number[][] {
  if (of.length === 0) return [[]]
  return of.flatMap((one) => permutations(of.filter((other) => other !== one)).map((rest) => [one, ...rest]))
}

function areaOf({ width, height }: Packed): number {
  return width * height
}

/** The parts of a row share its height, and fill the width of the widest row. */
function packInOrder(layouts: readonly PartLayout[], order: readonly number[], maxWidth: number): Packed {
  const rows: PartLayout[][] = []
  for (const layout of order.flatMap((index) => layouts[index] ?? [])) {
    const row = rows.at(-1)
    if (row !== undefined && widthOf([...row, layout]) <= maxWidth) row.push(layout)
    else rows.push([layout])
  }
  const width = Math.max(...rows.map(widthOf))
  const placed = new Map<PartLayout, PackedPart>()
  let y = 0
  for (const row of rows) {
    const height = Math.max(...row.map((layout) => layout.height))
    const spare = (width - widthOf(row)) / row.length
    let x = 0
    for (const layout of row) {
      placed.set(layout, { layout, x, y, width: layout.width + spare, height, shift: spare / 2 })
      x += layout.width + spare + gap
    }
    y += height + gap
  }
  return { parts: layouts.flatMap((layout) => placed.get(layout) ?? []), width, height: y - gap }
}

function widthOf(row: readonly PartLayout[]): number {
  return row.reduce((sum, { width }) => sum + width, 0) + gap * (row.length - 1)
}
