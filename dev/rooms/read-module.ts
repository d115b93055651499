import { parseSync } from 'vite'
import { isNode, type Node, walk } from '../walk'
import type { ImportKind } from './rooms'

export interface ModuleImport {
  /** null: it is computed, and cannot be judged. */
  readonly specifier: string | null
  readonly kind: ImportKind
  readonly line: number
}

interface GlobalUse {
  readonly name: string
  readonly line: number
}

/** What a module imports, and which of `globals` it names (`Math.random` or `document`). */
export function readModule(path: string, source: string, globals: readonly string[] = []) {
  const { program, errors } = parseSync(path, source)
  if (errors[0]) throw new Error(`${path}: ${errors[0].message}`)
  const imports: ModuleImport[] = []
  const uses: GlobalUse[] = []
  const lineOf = (node: Node) => source.slice(0, node.start).split('\n').length

  walk(program, (node, parent) => {
    const kind = importKind(node)
    if (kind !== undefined) imports.push({ specifier: specifierOf(node), kind, line: lineOf(node) })
    const name = globalName(node, parent)
    if (name !== undefined && globals.includes(name)) uses.push({ name, line: lineOf(node) })
    return undefined
  })
  return { imports, uses }
}

function importKind(node: Node): ImportKind | undefined {
  switch (node.type) {
    case 'ImportExpression':
      return 'lazy'
    case 'TSImportType':
      return 'type'
    case 'ImportDeclaration':
      return isTypeOnly(node, 'importKind') ? 'type' : 'static'
    case 'ExportAllDeclaration':
    case 'ExportNamedDeclaration':
      if (!isNode(node.source)) return undefined
      return isTypeOnly(node, 'exportKind') ? 'type' : 'static'
    default:
      return undefined
  }
}

/** `import type { A }`, and `import { type A }` too: the compiler drops what names types alone. */
function isTypeOnly(node: Node, kind: 'importKind' | 'exportKind'): boolean {
  if (node[kind] === 'type') return true
  const specifiers = Array.isArray(node.specifiers) ? node.specifiers.filter(isNode) : []
  return specifiers.length > 0 && specifiers.every((specifier) => specifier[kind] === 'type')
}

function specifierOf(node: Node): string | null {
  const literal = isNode(node.source) ? node.source : isNode(node.argument) ? node.argument : undefined
  if (literal?.type === 'TSLiteralType' && isNode(literal.literal)) return stringOf(literal.literal)
  return literal === undefined ? null : stringOf(literal)
}

function stringOf(literal: Node): string | null {
  return typeof literal.value === 'string' ? literal.value : null
}

/** `Math.random` for a member of a global, `document` for a name that stands for itself; undefined for mere keys. */
function globalName(node: Node, parent: Node | undefined): string | undefined {
  if (node.type === 'MemberExpression' && node.computed === false) {
    const { object, property } = node
    return isNode(object) && object.type === 'Identifier' && isNode(property)
      ? `${String(object.name)}.${String(property.name)}`
      : undefined
  }
  if (node.type !== 'Identifier' || typeof node.name !== 'string') return undefined
  const isKey = parent?.key === node && parent.computed !== true
  const isMember = parent?.property === node && parent.computed !== true
  return isKey || isMember ? undefined : node.name
}
