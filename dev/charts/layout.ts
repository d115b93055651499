import ELK, { type ElkExtendedEdge, type ElkLabel, type ElkNode } from 'elkjs'
import type { Label, Part, PictureEdge, PictureNode } from './picture'

export interface Point {
  readonly x: number
  readonly y: number
}

export interface Placed extends Point {
  readonly width: number
  readonly height: number
}

/** Where everything of a part is, from the part's upper left corner. */
export interface PartLayout {
  readonly width: number
  readonly height: number
  readonly nodes: ReadonlyMap<string, Placed>
  /** By id: the corners of the line, and the label's place. */
  readonly edges: ReadonlyMap<string, { readonly points: readonly Point[]; readonly label: Placed | null }>
}

type Options = Readonly<Record<string, string>>

const usual = {
  'elk.algorithm': 'layered',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.json.shapeCoords': 'ROOT',
  'elk.json.edgeCoords': 'ROOT',
  'elk.layered.cycleBreaking.strategy': 'DEPTH_FIRST',
  'elk.layered.thoroughness': '30',
  'elk.spacing.nodeNode': '26',
  'elk.spacing.edgeNode': '18',
  'elk.spacing.edgeEdge': '14',
  'elk.spacing.edgeLabel': '0',
  'elk.spacing.labelNode': '8',
  'elk.spacing.labelLabel': '8',
  'elk.layered.spacing.nodeNodeBetweenLayers': '18',
  'elk.layered.spacing.edgeNodeBetweenLayers': '14',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '12',
}

const margin = 16

/** Lays out one part by itself. Elk runs in this thread: a picture takes some tenths of a second. */
export async function layOut(part: Part, asked: Options): Promise<PartLayout> {
  const options = { ...usual, ...asked }
  const top = part.box === null ? margin : part.box.height + 8
  const graph: ElkNode = {
    id: 'part',
    layoutOptions: { ...options, 'elk.padding': padding(top) },
    children: part.nodes.map((node) => toElk(node, options)),
    edges: part.edges.map(toElkEdge),
  }
  const placed = await new ELK().layout(graph)
  return {
    width: Math.max(placed.width ?? 0, part.box?.width ?? 0),
    height: Math.max(placed.height ?? 0, part.box?.height ?? 0),
    nodes: new Map(placesOf(placed)),
    edges: new Map((placed.edges ?? []).map((edge) => [edge.id, { points: pointsOf(edge), label: labelOf(edge) }])),
  }
}

function toElk(node: PictureNode, options: Options): ElkNode {
  if (node.kind !== 'state') {
    const size = node.kind === 'initial' ? 11 : 20
    return { id: node.id, width: size, height: size }
  }
  const { width, height } = node.box
  if (node.children.length === 0) return { id: node.id, width, height }
  return {
    id: node.id,
    layoutOptions: { ...options, 'elk.padding': padding(height + 8), ...smallest(width, height, options) },
    children: node.children.map((child) => toElk(child, options)),
  }
}

function padding(top: number): string {
  return `[top=${top},left=${margin},bottom=${margin},right=${margin}]`
}

/** Elk turns the picture by 90 degrees to lay it out downwards, but not this size. */
function smallest(width: number, height: number, { 'elk.direction': direction }: Options) {
  const size = direction === 'DOWN' ? `(${height},${width})` : `(${width},${height})`
  return { 'elk.nodeSize.constraints': 'MINIMUM_SIZE', 'elk.nodeSize.minimum': size }
}

function toElkEdge({ id, from, to, label }: PictureEdge): ElkExtendedEdge {
  return {
    id,
    sources: [from],
    targets: [to],
    labels: label === null ? [] : [labelToElk(id, label)],
  }
}

function labelToElk(id: string, { width, height }: Label): ElkLabel {
  return { id: `${id}:label`, text: id, width, height, layoutOptions: { 'elk.edgeLabels.inline': 'true' } }
}

function* placesOf(node: ElkNode): Generator<[string, Placed]> {
  for (const child of node.children ?? []) {
    yield [child.id, place(child)]
    yield* placesOf(child)
  }
}

function pointsOf({ id, sections = [] }: ElkExtendedEdge): Point[] {
  const [section] = sections
  if (section === undefined) throw new Error(`Elk has not routed ${id}`)
  return [section.startPoint, ...(section.bendPoints ?? []), section.endPoint].map(({ x, y }) => ({ x, y }))
}

function labelOf({ labels = [] }: ElkExtendedEdge): Placed | null {
  const [label] = labels
  return label === undefined ? null : place(label)
}

function place({ x = 0, y = 0, width = 0, height = 0 }: Partial<Placed>): Placed {
  return { x, y, width, height }
}
