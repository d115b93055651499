import { chips, chipWidth, rowWidth, tagWidth } from './boxes'
import type { PartLayout, Placed, Point } from './layout'
import { type PackedPart, pack } from './pack'
import { type Box, metrics, type Part, type Picture, type PictureNode, type Row, type StateNode } from './picture'
import { style } from './style'
import { textWidth } from './text-width'
import { escapeXml } from './xml'

/**
 * The picture as SVG: the same bytes for the same picture and layouts. `inPage`: to be part of a page, which colours it, and
 * finds states and transitions by their names (`data-state`, `data-edge`).
 */
export function drawSvg(picture: Picture, layouts: readonly PartLayout[], { inPage = false } = {}): string {
  const named = inPage ? name : () => ''
  const margin = 22
  const columns = inColumns(picture.rows)
  const headHeight = 62 + (columns[0]?.rows.length ?? 0) * metrics.rowHeight + (columns.length > 0 ? 8 : 0)
  const packed = pack(layouts, picture.width - 2 * margin)
  const headWidth = Math.max(
    textWidth(picture.title, metrics.title, 'bold') + 12 + textWidth(picture.subtitle, metrics.subtitle),
    ...columns.map(({ x, width }) => x + width),
  )
  const isBare = picture.parts.every(({ box }) => box === null)
  const side = isBare ? 8 : margin
  const width = Math.ceil(Math.max(headWidth + 2 * margin, packed.width + 2 * side))
  const height = Math.ceil(headHeight + packed.height + (isBare ? 6 : margin))
  const shift = Math.max(side, isBare ? (width - packed.width) / 2 : side)
  const body = packed.parts.map((place, index) => {
    const part = picture.parts[index]
    if (part === undefined) throw new Error('A layout without its part')
    return group(shift + place.x, headHeight + place.y, drawPart(part, place, named))
  })
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escapeXml(`${picture.title}: ${picture.subtitle}`)}</title>`,
    ...(inPage ? [] : [`<style>${style}</style>`]),
    '<defs><marker id="head" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto"><path class="head" d="M0 1 10 5 0 9z"/></marker></defs>',
    `<rect class="card" x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="14"/>`,
    `<text class="title" x="${margin}" y="39">${escapeXml(picture.title)}<tspan class="subtitle" dx="12">${escapeXml(picture.subtitle)}</tspan></text>`,
    ...columns.flatMap(({ x, rows }) =>
      rows.map((row, index) => drawRow(row, margin + x, 66 + index * metrics.rowHeight)),
    ),
    ...body,
    '</svg>',
  ].join('\n')}\n`
}

/** Many rows go into two columns; what goes on from the row before stays with it. */
function inColumns(rows: readonly Row[]): { rows: readonly Row[]; x: number; width: number }[] {
  if (rows.length === 0) return []
  const widthOf = (column: readonly Row[]) => Math.max(...column.map(rowWidth))
  if (rows.length <= 10) return [{ rows, x: 0, width: widthOf(rows) }]
  const half = rows.findIndex(({ indent }, index) => index >= rows.length / 2 && indent === 0)
  const left = rows.slice(0, half)
  const right = rows.slice(half)
  return [
    { rows: left, x: 0, width: widthOf(left) },
    { rows: right, x: widthOf(left) + 32, width: widthOf(right) },
  ]
}

/** Says of an element which state or transition it is. */
type Named = (kind: 'state' | 'edge', id: string) => string

function name(kind: 'state' | 'edge', id: string): string {
  return ` data-${kind}="${escapeXml(id)}"`
}

function drawPart(part: Part, { layout: unshifted, width, height, shift }: PackedPart, named: Named): string[] {
  const layout = moved(unshifted, shift)
  const groups = part.nodes.flatMap(groupsOf)
  const groupPlaces = groups.map(({ id }) => placeOf(id, layout))
  const frame =
    part.box === null ? [] : [{ box: part.box, hint: part.hint, id: part.id, place: { x: 0, y: 0, width, height } }]
  return [
    ...frame.map(
      ({ hint, id, place }) => `<g class="region"${named('state', id)}>${hintOf(hint)}${rect(place, 10)}</g>`,
    ),
    ...groups.map((node) => drawShape(node, layout, named)),
    ...[...layout.edges].map(
      ([id, { points }]) => `<path class="wire"${named('edge', id)} d="${rounded(points)}" marker-end="url(#head)"/>`,
    ),
    // Lines that lead into a group pass behind its words.
    ...frame.map(({ box, id, place }) => `<g class="over"${named('state', id)}>${drawBox(box, place.width)}</g>`),
    ...groups.map((node) => drawWords(node, layout, 'over', named)),
    ...part.nodes.flatMap((node) => drawLeaves(node, layout, named)),
    ...part.edges.flatMap(({ id, label }) => {
      const place = layout.edges.get(id)?.label
      if (label === null || place === null || place === undefined) return []
      const isInGroup = part.box !== null || groupPlaces.some((group) => isInside(place, group))
      return [drawLabel(label.lines, place, isInGroup, named('edge', id))]
    }),
  ]
}

function moved(layout: PartLayout, by: number): PartLayout {
  const move = <Place extends Point>(place: Place): Place => ({ ...place, x: place.x + by })
  const edges = [...layout.edges].map(
    ([id, { points, label }]) =>
      [id, { points: points.map(move), label: label === null ? null : move(label) }] as const,
  )
  const nodes = [...layout.nodes].map(([id, place]) => [id, move(place)] as const)
  return { ...layout, nodes: new Map(nodes), edges: new Map(edges) }
}

function groupsOf(node: PictureNode): StateNode[] {
  return node.kind === 'state' && node.children.length > 0 ? [node, ...node.children.flatMap(groupsOf)] : []
}

function drawShape(node: StateNode, layout: PartLayout, named: Named): string {
  const place = placeOf(node.id, layout)
  const kind = node.isRegion ? 'region' : `state ${node.mood}${node.children.length > 0 ? ' group' : ''}`
  const inner = node.isFinal ? rect(shrunk(place, 3.5), 7, 'inner') : ''
  return `<g class="${kind}"${named('state', node.id)}>${hintOf(node.hint)}${rect(place, 10)}${inner}</g>`
}

function drawWords(node: StateNode, layout: PartLayout, kind: string, named: Named): string {
  const { x, y, width } = placeOf(node.id, layout)
  return `<g class="${kind}"${named('state', node.id)} transform="translate(${n(x)} ${n(y)})">${drawBox(node.box, width)}</g>`
}

function drawLeaves(node: PictureNode, layout: PartLayout, named: Named): string[] {
  if (node.kind === 'state') {
    if (node.children.length > 0) return node.children.flatMap((child) => drawLeaves(child, layout, named))
    return [drawShape(node, layout, named), drawWords(node, layout, 'words', named)]
  }
  const place = placeOf(node.id, layout)
  const x = n(place.x + place.width / 2)
  const y = n(place.y + place.height / 2)
  if (node.kind === 'initial') return [`<circle class="initial" cx="${x}" cy="${y}" r="5.5"/>`]
  return [
    `<g class="any" transform="translate(${x} ${y})"><title>From whatever state is active in here</title><circle r="9.5"/><path d="M0-4.5V4.5M-3.9-2.2 3.9 2.2M-3.9 2.2 3.9-2.2"/></g>`,
  ]
}

function placeOf(id: string, layout: PartLayout): Placed {
  const place = layout.nodes.get(id)
  if (place === undefined) throw new Error(`Elk has not placed ${id}`)
  return place
}

function isInside(inner: Placed, outer: Placed): boolean {
  const x = inner.x + inner.width / 2
  const y = inner.y + inner.height / 2
  return x > outer.x && x < outer.x + outer.width && y > outer.y && y < outer.y + outer.height
}

function drawBox({ name, tags, rows }: Box, width: number): string {
  const { padding } = metrics
  const parts = [`<text class="name" x="${padding}" y="24">${escapeXml(name)}</text>`]
  let y = 32
  if (tags.length > 0) {
    let x: number = padding
    for (const tag of tags) {
      const of = tagWidth(tag)
      parts.push(
        `<g class="tag">${rect({ x, y, width: of, height: metrics.tagHeight }, 8)}<text x="${n(x + of / 2)}" y="${y + 11.5}" text-anchor="middle">${escapeXml(tag)}</text></g>`,
      )
      x += of + 4
    }
    y += metrics.tagHeight + 5
  }
  if (rows.length > 0) {
    parts.push(`<path class="rule" d="M1 ${y + 1.5}H${n(width - 1)}"/>`)
    rows.forEach((row, index) => parts.push(drawRow(row, padding, y + 18 + index * metrics.rowHeight)))
  }
  return parts.join('')
}

function drawRow({ pieces, indent }: Row, left: number, baseline: number): string {
  if (pieces.some((piece) => piece.style === 'region')) return drawChips({ pieces, indent }, left, baseline)
  return `<text class="row" x="${left + indent}" y="${baseline}">${spans(pieces)}</text>`
}

function drawChips(row: Row, left: number, baseline: number): string {
  let x = left + chips.left
  return row.pieces
    .map(({ text, style: of }) => {
      if (of !== 'region') return `<text class="row ${of}" x="${left}" y="${baseline}">${escapeXml(text)}</text>`
      const width = chipWidth(text)
      const at = x
      x += width + chips.gap
      return `<g class="beside">${rect({ x: at, y: baseline - 11.5, width, height: 15 }, 5)}<text class="chip" x="${n(at + width / 2)}" y="${baseline}" text-anchor="middle">${escapeXml(text)}</text></g>`
    })
    .join('')
}

function drawLabel(lines: readonly Row[], place: Placed, isInGroup: boolean, named: string): string {
  const middle = n(place.x + place.width / 2)
  const texts = lines.map(
    ({ pieces }, index) =>
      `<text class="label" x="${middle}" y="${n(place.y + 14.5 + index * metrics.labelLineHeight)}" text-anchor="middle">${spans(pieces)}</text>`,
  )
  return `<g${named}><rect class="plate${isInGroup ? ' in' : ''}" ${at(place)} rx="4"/>${texts.join('')}</g>`
}

function spans(pieces: Row['pieces']): string {
  return pieces
    .map(({ text, style: of }) =>
      of === 'event' ? escapeXml(text) : `<tspan class="${of}">${escapeXml(text)}</tspan>`,
    )
    .join('')
}

/** Right angles with their corners rounded. */
function rounded(points: readonly Point[]): string {
  const corners = points.slice(1, -1).map((corner, index) => {
    const before = points[index] ?? corner
    const after = points[index + 2] ?? corner
    const radius = Math.min(8, distance(before, corner) / 2, distance(corner, after) / 2)
    const enter = towards(corner, before, radius)
    const leave = towards(corner, after, radius)
    return `L${n(enter.x)} ${n(enter.y)}Q${n(corner.x)} ${n(corner.y)} ${n(leave.x)} ${n(leave.y)}`
  })
  const [first] = points
  const last = points.at(-1)
  if (first === undefined || last === undefined) return ''
  return `M${n(first.x)} ${n(first.y)}${corners.join('')}L${n(last.x)} ${n(last.y)}`
}

function distance(a: Point, b: Point): number {
  return Math.abs(a.x - b.x) + Math.abs(a.y - b.y)
}

function towards(from: Point, to: Point, by: number): Point {
  const whole = distance(from, to)
  if (whole === 0) return from
  return { x: from.x + ((to.x - from.x) / whole) * by, y: from.y + ((to.y - from.y) / whole) * by }
}

function shrunk({ x, y, width, height }: Placed, by: number): Placed {
  return { x: x + by, y: y + by, width: width - 2 * by, height: height - 2 * by }
}

function rect(place: Placed, radius: number, name?: string): string {
  return `<rect${name === undefined ? '' : ` class="${name}"`} ${at(place)} rx="${radius}"/>`
}

function at({ x, y, width, height }: Placed): string {
  return `x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}"`
}

function group(x: number, y: number, lines: readonly string[]): string {
  return `<g transform="translate(${n(x)} ${n(y)})">\n${lines.join('\n')}\n</g>`
}

function hintOf(hint: string): string {
  return hint === '' ? '' : `<title>${escapeXml(hint)}</title>`
}

/** To a tenth of a pixel. */
function n(value: number): string {
  return String(Math.round(value * 10) / 10)
}
