import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { parseSync } from 'vite'
import { root, runQuietly } from '../run'
import { isNode, type Node } from '../walk'

/** What the events of a chart carry, by their types: fields (`at: number`), in as many ways as there are. */
export type Payloads = Readonly<Record<string, readonly (readonly string[])[]>>

const machines = join(root, 'src/machines')
const cache = join(root, 'node_modules/.cache/callchart/payloads.json')

/**
 * By chart, as the compiler knows them: an event is declared once, in types that are made of others, and only the compiler
 * tells what comes out. It takes some seconds, so it is kept for as long as no chart changes.
 */
export async function readPayloads(): Promise<Readonly<Record<string, Payloads>>> {
  const files = readdirSync(machines, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.doc.ts'))
    .sort()
  const hash = createHash('sha256').update(readFileSync(import.meta.filename))
  for (const file of files) hash.update(file).update(readFileSync(join(machines, file)))
  const key = hash.digest('hex')
  const kept = readCache()
  if (kept?.key === key) return kept.payloads
  const payloads = parsePayloads(await declarePayloads(files.filter((file) => file.endsWith('.machine.ts'))))
  mkdirSync(join(cache, '..'), { recursive: true })
  writeFileSync(cache, JSON.stringify({ key, payloads }))
  return payloads
}

interface Cache {
  readonly key: string
  readonly payloads: Readonly<Record<string, Payloads>>
}

/** null: it is not there, or was cut off. */
function readCache(): Cache | null {
  try {
    return JSON.parse(readFileSync(cache, 'utf8')) as Cache
  } catch {
    return null
  }
}

/** A module whose exports have the payloads for their types, as the compiler declares it. */
async function declarePayloads(files: readonly string[]): Promise<string> {
  const folder = mkdtempSync(join(root, 'node_modules/.payloads-'))
  try {
    const lines = files.flatMap((file) => {
      const name = nameOf(file)
      return [
        `import type { ${name}Machine } from '../../src/machines/${file.replaceAll('\\', '/').replace(/\.ts$/, '')}'`,
        `export const ${name} = payloads<EventFromLogic<typeof ${name}Machine>>()`,
      ]
    })
    writeFileSync(join(folder, 'payloads.ts'), [...helpers, ...lines].join('\n'))
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
    // A chart's type may have no name to be declared by (TS4023): only this module's matters, and is there or is not.
    const { output } = await runQuietly(['tsc', '-p', folder])
    const declared = join(folder, 'out', 'node_modules', basename(folder), 'payloads.d.ts')
    try {
      return readFileSync(declared, 'utf8')
    } catch {
      throw new Error(`The compiler does not tell what events carry:\n${output}`)
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const helpers = [
  "import type { EventFromLogic } from 'xstate'",
  "type Payload<Event> = Event extends unknown ? { [Key in keyof Event as Exclude<Key, 'type'>]: Event[Key] } : never",
  'type Of<Event, Type> = Payload<Extract<Event, { readonly type: Type }>>',
  "declare function payloads<Event extends { readonly type: string }>(): { [Type in Event['type']]: Of<Event, Type> }",
]

const config = {
  extends: '../../src/machines/tsconfig.json',
  compilerOptions: { noEmit: false, declaration: true, emitDeclarationOnly: true, rootDir: '../..', outDir: 'out' },
  include: ['payloads.ts'],
}

/** `autoAnswer` for `auto-answer.machine.ts`. */
function nameOf(file: string): string {
  return basename(file, '.machine.ts').replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
}

function parsePayloads(text: string): Record<string, Payloads> {
  const { program, errors } = parseSync('payloads.d.ts', text)
  if (errors[0]) throw new Error(errors[0].message)
  const written = (node: Node) =>
    text
      .slice(node.start, node.end)
      .replaceAll(/import\("[^"]*"\)\./g, '')
      .replaceAll(/;?\s+/g, ' ')
  const fieldsOf = (node: Node): string[] =>
    nodes(node.members).map((member) =>
      written(member)
        .replace(/^readonly /, '')
        .replace(/;$/, ''),
    )
  const waysOf = (node: Node): string[][] => (node.type === 'TSUnionType' ? nodes(node.types) : [node]).map(fieldsOf)
  const payloads: Record<string, Payloads> = {}
  for (const declaration of nodes((program as unknown as Node).body).flatMap(({ declaration: of }) =>
    nodes(isNode(of) ? of.declarations : []),
  )) {
    const id = isNode(declaration.id) ? declaration.id : undefined
    const type = isNode(id?.typeAnnotation) ? id.typeAnnotation.typeAnnotation : undefined
    if (id === undefined || !isNode(type)) continue
    payloads[String(id.name)] = Object.fromEntries(
      nodes(type.members).flatMap(({ key, typeAnnotation }) => {
        if (!isNode(key) || !isNode(typeAnnotation) || !isNode(typeAnnotation.typeAnnotation)) return []
        return [[String(key.value ?? key.name), waysOf(typeAnnotation.typeAnnotation)]]
      }),
    )
  }
  return payloads
}

function nodes(value: unknown): Node[] {
  return Array.isArray(value) ? value.filter(isNode) : []
}
