import { readdirSync, readFileSync } from 'node:fs'
import { join, posix, relative, sep } from 'node:path'
import { type ModuleImport, readModule } from './read-module'
import { type Permit, type Room, rooms } from './rooms'

export interface Complaint {
  /** `src`-relative, with forward slashes. */
  readonly file: string
  readonly line: number
  readonly message: string
}

/** Judges every module under `src` by the rooms' table. */
export function checkRooms(src: string): Complaint[] {
  const files = readdirSync(src, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(src, join(entry.parentPath, entry.name)).split(sep).join('/'))
  return files
    .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts'))
    .sort()
    .flatMap((file) => checkModule(file, readFileSync(join(src, file), 'utf8'), new Set(files)))
}

function checkModule(file: string, source: string, files: ReadonlySet<string>): Complaint[] {
  const room = rooms.find(({ files: ofRoom }) => ofRoom.test(withoutExtension(file)))
  if (room === undefined) return [{ file, line: 1, message: 'is in no room' }]
  const { imports, uses } = readModule(file, source, room.forbiddenGlobals)
  return [
    ...imports.flatMap((found) => {
      const message = judge(room, file, found, files)
      return message === undefined ? [] : [{ file, line: found.line, message }]
    }),
    ...uses.map(({ name, line }) => ({ file, line, message: `${room.name} must not use ${name}` })),
  ]
}

function judge(room: Room, file: string, found: ModuleImport, files: ReadonlySet<string>): string | undefined {
  const { specifier, kind } = found
  if (specifier === null) return 'imports a computed path, which nobody can judge'
  if (!specifier.startsWith('.')) return permit(room.packages, specifier, found, room)

  const path = posix.join(posix.dirname(file), specifier.replace(/\?.*$/, ''))
  if (path.startsWith('..')) return `reaches out of src: ${specifier}`
  const module = candidates(path).find((candidate) => files.has(candidate))
  if (module === undefined) return `imports ${specifier}, which does not exist`
  const target = withoutExtension(module)
  if (target.endsWith('.doc') && kind !== 'type') return `ships the words of a chart: ${target}`
  return permit(room.modules, target, found, room)
}

function permit(permits: readonly Permit[], target: string, { kind }: ModuleImport, room: Room): string | undefined {
  const matching = permits.filter(({ to }) => to.test(target))
  if (matching.some(({ kinds }) => kinds === undefined || kinds.includes(kind))) return undefined
  const allowed = [...new Set(matching.flatMap(({ kinds }) => kinds ?? []))]
  return allowed.length === 0
    ? `${room.name} must not import ${target}`
    : `${room.name} may import ${target} as ${allowed.join(' or ')} only, and this is ${kind}`
}

function candidates(path: string): string[] {
  return [path, `${path}.ts`, `${path}.tsx`, `${path}/index.ts`, `${path}/index.tsx`]
}

function withoutExtension(file: string): string {
  return file.replace(/\.tsx?$/, '')
}
