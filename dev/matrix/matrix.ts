import type { TestName } from './read-tests'

/** Where a feature is shown, and the folders whose tests show it there. */
export const places = {
  chart: { title: 'Chart', folders: ['machines'] },
  adapter: { title: 'Adapter', folders: ['adapters'] },
  embedded: { title: 'Embedded PBX', folders: ['e2e', 'pbx-embedded'] },
  asterisk: { title: 'Asterisk', folders: ['pbx'] },
} as const

export type Place = keyof typeof places

interface Feature {
  readonly name: string
  /** By their whole names, beside those that begin with the feature's name and a colon. */
  readonly tests?: RegExp
  /** Why a place cannot show it, and what shows it instead. */
  readonly instead?: Readonly<Partial<Record<Place, string>>>
}

export interface Group {
  readonly title: string
  readonly features: readonly Feature[]
}

export interface TestFile {
  /** From the root of the repository. */
  readonly path: string
  readonly place: Place
  /** How the names of its tests begin: `call/hold`. */
  readonly name: string
  readonly tests: readonly TestName[]
}

/** Which tests of which files, a cell of the table. */
type Cell = readonly { readonly file: TestFile; readonly tests: readonly TestName[] }[]

export interface Matrix {
  readonly text: string
  /** What is wrong with the catalogue. */
  readonly problems: readonly string[]
  /** The features that something does not show, and what. */
  readonly gaps: readonly string[]
}

const all = Object.keys(places) as Place[]

/** The page, and what is missing in it. */
export function makeMatrix(groups: readonly Group[], files: readonly TestFile[]): Matrix {
  const problems: string[] = []
  const gaps: string[] = []
  const sections = groups.map((group) => {
    const rows = group.features.map((feature) => {
      const cells = all.map((place) => {
        const cell = cellOf(feature, place, files)
        const reason = feature.instead?.[place]
        if (cell.length > 0 && reason !== undefined) {
          problems.push(`"${feature.name}" is shown by the ${places[place].title} after all: its \`instead\` is untrue`)
        }
        return { cell, reason }
      })
      const empty = all.filter((_, n) => cells[n]?.cell.length === 0 && cells[n].reason === undefined)
      if (empty.length > 0) gaps.push(`${feature.name}: ${empty.map((place) => places[place].title).join(', ')}`)
      return { feature, cells }
    })
    return writeGroup(group, rows)
  })
  const names = groups.flatMap(({ features }) => features.map(({ name }) => name))
  for (const [n, name] of names.entries()) {
    if (names.indexOf(name) !== n) problems.push(`"${name}" is there twice`)
  }
  return { text: `${head}\n${sections.join('\n')}`, problems, gaps }
}

function cellOf(feature: Feature, place: Place, files: readonly TestFile[]): Cell {
  return files
    .filter((file) => file.place === place)
    .map((file) => ({ file, tests: file.tests.filter((test) => isAbout(feature, file, test)) }))
    .filter(({ tests }) => tests.length > 0)
}

function isAbout({ name, tests }: Feature, file: TestFile, { parts }: TestName): boolean {
  const isNamed = parts.some((part) => part === name || part.startsWith(`${name}:`))
  return isNamed || (tests?.test([file.name, ...parts].join(' › ')) ?? false)
}

const head = `# Call control

What the phone can do with calls, and what shows it: how many tests of its chart, of its adapters, against the embedded PBX
and against Asterisk, with the files that they are in. A dash is a gap; an arrow says why there can be no such test, and
what shows the feature instead.

Generated from the names of the tests by \`npm run matrix\`, with the rows of \`dev/matrix/features.ts\`; \`npm run check\`
fails when it is stale. A test that is skipped is not there. A table of reactions counts as one test.
`

interface Row {
  readonly feature: Feature
  readonly cells: readonly { readonly cell: Cell; readonly reason: string | undefined }[]
}

function writeGroup({ title }: Group, rows: readonly Row[]): string {
  const table = [
    ['', ...all.map((place) => places[place].title)],
    ['---', ...all.map(() => '---')],
    ...rows.map(({ feature, cells }) => [
      feature.name,
      ...cells.map(({ cell, reason }) =>
        cell.length > 0 ? writeCell(cell) : reason === undefined ? '–' : `→ ${reason}`,
      ),
    ]),
  ]
  return [`## ${title}`, '', ...table.map((row) => `| ${row.join(' | ')} |`), '', ...writeProofs(rows)].join('\n')
}

function writeCell(cell: Cell): string {
  return cell.map(({ file, tests }) => `[${file.name}](../${file.path}) ${tests.length}`).join('<br>')
}

/** What a real PBX has seen is told by name. */
function writeProofs(rows: readonly Row[]): string[] {
  const proofs = rows.flatMap(({ feature, cells }) => {
    const cell = cells[all.indexOf('asterisk')]?.cell ?? []
    const names = cell.flatMap(({ tests }) => tests.map(({ parts }) => parts.join(': ')))
    return names.length === 0 ? [] : [`- **${feature.name}**`, ...names.map((name) => `  - ${name}`)]
  })
  return proofs.length === 0 ? [] : ['On Asterisk:', '', ...proofs, '']
}
