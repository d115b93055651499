import { parseSync } from 'vite'
import { isNode, type Node, walk } from '../walk'

/** A test as its file names it: what it is about, from the outside in, and itself last. */
export interface TestName {
  readonly parts: readonly string[]
}

/** What stands where a name is only known when the test runs. */
const unknown = '…'

const suites = new Set(['describe'])
/** `testReactions` makes a test of each event of a table; its name is the table's. */
const tests = new Set(['test', 'it', 'testReactions'])
/** These run nothing, or do not count as having held. */
const idle = new Set(['skip', 'todo', 'fails', 'skipIf', 'runIf'])

/** The names of the tests of a file, without running any of it. A table that is written out gives a name a row. */
export function readTests(path: string, source: string): TestName[] {
  const { program, errors } = parseSync(path, source)
  if (errors[0]) throw new Error(`${path}: ${errors[0].message}`)
  const tables = tablesOf(program)
  const found: TestName[] = []
  visit(program, [])
  return found

  function visit(under: unknown, around: readonly string[]): void {
    walk(under, (node) => {
      const call = node.type === 'CallExpression' ? callOf(node, tables) : undefined
      if (call === undefined) return undefined
      if (call.isIdle) return false
      for (const row of call.rows ?? [undefined]) {
        const parts = [...around, ...(call.title === undefined ? [] : [fillIn(call.title, row)])]
        if (call.kind === 'test') found.push({ parts })
        else visit(node.arguments, parts)
      }
      return false
    })
  }
}

interface Call {
  readonly kind: 'suite' | 'test'
  readonly title: string | undefined
  readonly isIdle: boolean
  /** undefined: it is no table, or one that is computed. */
  readonly rows: readonly Node[] | undefined
}

/** `test('…')`, `describe.each(rows)('…')`, `test.skip('…')`; undefined for every other call. */
function callOf(node: Node, tables: ReadonlyMap<string, readonly Node[]>): Call | undefined {
  const callee = node.callee as Node
  const isTable = callee.type === 'CallExpression'
  const chain = namesOf(isTable ? callee.callee : callee)
  const [name = '', ...modifiers] = chain
  const kind = suites.has(name) ? 'suite' : tests.has(name) ? 'test' : undefined
  if (kind === undefined) return undefined
  const isEach = modifiers.some((modifier) => modifier === 'each' || modifier === 'for')
  // `test.each(rows)` alone is the inner part of one that has been seen.
  if (isEach && !isTable) return undefined
  const [title] = node.arguments as Node[]
  const rows = isEach ? rowsOf((callee.arguments as Node[])[0], tables) : undefined
  return { kind, title: textOf(title), isIdle: modifiers.some((modifier) => idle.has(modifier)), rows }
}

/** `['test', 'each']` for `test.each`. */
function namesOf(callee: unknown): string[] {
  if (!isNode(callee)) return []
  if (callee.type === 'Identifier') return [String(callee.name)]
  if (callee.type !== 'MemberExpression') return []
  return [...namesOf(callee.object), ...namesOf(callee.property)]
}

/** The arrays that the file keeps under a name. */
function tablesOf(program: unknown): Map<string, readonly Node[]> {
  const found = new Map<string, readonly Node[]>()
  walk(program, (node) => {
    if (node.type !== 'VariableDeclarator' || !isNode(node.id) || node.id.type !== 'Identifier') return undefined
    const rows = rowsOf(node.init, found)
    if (rows !== undefined) found.set(String(node.id.name), rows)
    return undefined
  })
  return found
}

function rowsOf(value: unknown, tables: ReadonlyMap<string, readonly Node[]>): readonly Node[] | undefined {
  const node = plain(value)
  if (node?.type === 'Identifier') return tables.get(String(node.name))
  if (node?.type !== 'ArrayExpression') return undefined
  const rows = node.elements as unknown[]
  return rows.every((row) => isNode(row) && row.type !== 'SpreadElement') ? (rows as Node[]) : undefined
}

/** Without `as const` and the like. */
function plain(value: unknown): Node | undefined {
  if (!isNode(value)) return undefined
  return value.type === 'TSAsExpression' || value.type === 'TSSatisfiesExpression' ? plain(value.expression) : value
}

/** What the test runner makes of a title's `%s` and `$name`. */
function fillIn(title: string, row: Node | undefined): string {
  const values = row?.type === 'ArrayExpression' ? (row.elements as unknown[]) : [row]
  let next = 0
  return title.replaceAll(/%[sdifjo]|\$[\w.]+/g, (placeholder) => {
    const value = placeholder.startsWith('%') ? values[next++] : fieldOf(row, placeholder.slice(1))
    return textOf(value) ?? unknown
  })
}

function fieldOf(row: Node | undefined, name: string): unknown {
  if (row?.type !== 'ObjectExpression') return undefined
  const fields = (row.properties as Node[]).filter(({ key }) => isNode(key) && (key.name ?? key.value) === name)
  return fields[0]?.value
}

function textOf(value: unknown): string | undefined {
  const node = plain(value)
  if (node?.type === 'Literal' && (typeof node.value === 'string' || typeof node.value === 'number')) {
    return String(node.value)
  }
  if (node?.type === 'TemplateLiteral') {
    const quasis = node.quasis as { readonly value: { readonly cooked: string } }[]
    return quasis.map((quasi) => quasi.value.cooked).join(unknown)
  }
  return node === undefined ? undefined : unknown
}
