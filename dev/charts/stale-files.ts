import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'

/** The paths of what differs between a folder and what should be in it; both what is missing and what is too much. */
export function staleFiles(folder: string, files: ReadonlyMap<string, string>): string[] {
  const present = existsSync(folder) ? filesBelow(folder) : []
  const isStale = (name: string) =>
    !present.includes(name) || !files.has(name) || readFileSync(join(folder, name), 'utf8') !== files.get(name)
  return [...new Set([...files.keys(), ...present])].filter(isStale).sort()
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)).replaceAll(sep, '/'))
}
