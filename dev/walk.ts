/** A node of a syntax tree (ESTree), as Vite's parser gives it. */
export interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [field: string]: unknown
}

/** Visits every node under `value`, parents first; a visit that returns false leaves out what is under the node. */
export function walk(
  value: unknown,
  visit: (node: Node, parent: Node | undefined) => boolean | undefined,
  parent?: Node,
): void {
  if (Array.isArray(value)) {
    for (const item of value) walk(item, visit, parent)
  } else if (isNode(value) && visit(value, parent) !== false) {
    for (const field of Object.values(value)) walk(field, visit, value)
  }
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}
