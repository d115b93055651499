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

/** In rows, in the given order; the parts of a row share its height and fill the width of the widest row. */
export function pack(
  layouts: readonly PartLayout[],
  maxWidth: number,
): { parts: PackedPart[]; width: number; height: number } {
  const rows: PartLayout[][] = []
  for (const layout of layouts) {
    const row = rows.at(-1)
    if (row !== undefined && widthOf([...row, layout]) <= maxWidth) row.push(layout)
    else rows.push([layout])
  }
  const width = Math.max(...rows.map(widthOf))
  const parts: PackedPart[] = []
  let y = 0
  for (const row of rows) {
    const height = Math.max(...row.map((layout) => layout.height))
    const spare = (width - widthOf(row)) / row.length
    let x = 0
    for (const layout of row) {
      parts.push({ layout, x, y, width: layout.width + spare, height, shift: spare / 2 })
      x += layout.width + spare + gap
    }
    y += height + gap
  }
  return { parts, width, height: y - gap }
}

function widthOf(row: readonly PartLayout[]): number {
  return row.reduce((sum, { width }) => sum + width, 0) + gap * (row.length - 1)
}
