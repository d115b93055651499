import { existsSync, readFileSync } from 'node:fs'
import { SourceMap } from 'node:module'

/** The minified bytes of a chunk by where they came from: a room of src, or a package. */
export function originsOf(file: string): Map<string, number> {
  const origins = new Map<string, number>()
  if (!existsSync(`${file}.map`)) return origins
  const map = new SourceMap(
    JSON.parse(readFileSync(`${file}.map`, 'utf8')) as ConstructorParameters<typeof SourceMap>[0],
  )
  readFileSync(file, 'utf8')
    .split('\n')
    .forEach((line, row) => {
      for (let column = 0; column < line.length; column += 1) {
        const entry = map.findEntry(row, column)
        const origin = 'originalSource' in entry ? originOf(entry.originalSource) : other
        origins.set(origin, (origins.get(origin) ?? 0) + 1)
      }
    })
  return new Map([...origins].sort(([, a], [, b]) => b - a))
}

/** The doors are a few lines; styles and templates lose their file on the way. */
const other = 'doors, styles and templates'

function originOf(source: string): string {
  const [, packageName] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source) ?? []
  if (packageName !== undefined) return packageName
  const [, room] = /src\/(adapters\/[^/]+(?=\/)|[^/]+(?=\/))/.exec(source) ?? []
  return room === undefined ? other : `src/${room}`
}
