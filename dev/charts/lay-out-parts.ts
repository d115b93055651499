import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bestLayout } from './best-layout'
import type { PartLayout } from './layout'
import type { Part, Picture } from './picture'

const root = join(import.meta.dirname, '../..')
const folder = join(root, 'node_modules/.cache/callchart/layouts')

/** What decides on a layout beside the part itself. */
const makers = ['dev/charts/best-layout.ts', 'dev/charts/layout.ts', 'node_modules/elkjs/package.json']

/**
 * The layouts of a picture's parts. Trying which one reads best takes a second a part, so each is kept for as long as neither
 * the part changes nor what lays it out.
 */
export async function layOutParts({ parts, width }: Pick<Picture, 'parts' | 'width'>): Promise<PartLayout[]> {
  const layouts: PartLayout[] = []
  for (const part of parts) layouts.push(await keptLayout(part, width - 40))
  return layouts
}

async function keptLayout(part: Part, maxWidth: number): Promise<PartLayout> {
  const file = join(folder, `${keyOf(part, maxWidth)}.json`)
  const kept = read(file)
  if (kept !== null) return kept
  const layout = await bestLayout(part, maxWidth)
  mkdirSync(folder, { recursive: true })
  writeFileSync(file, JSON.stringify({ ...layout, nodes: [...layout.nodes], edges: [...layout.edges] }))
  return layout
}

let made: string | undefined

function keyOf(part: Part, maxWidth: number): string {
  made ??= makers.map((maker) => readFileSync(join(root, maker), 'utf8')).join('\n')
  return createHash('sha256')
    .update(JSON.stringify([part, maxWidth, made]))
    .digest('hex')
}

type Entries<Of> = Of extends ReadonlyMap<infer Key, infer Value> ? readonly (readonly [Key, Value])[] : never

/** null: it is not there, or was cut off. */
function read(file: string): PartLayout | null {
  try {
    const { width, height, nodes, edges } = JSON.parse(readFileSync(file, 'utf8')) as {
      readonly width: number
      readonly height: number
      readonly nodes: Entries<PartLayout['nodes']>
      readonly edges: Entries<PartLayout['edges']>
    }
    return { width, height, nodes: new Map(nodes), edges: new Map(edges) }
  } catch {
    return null
  }
}
