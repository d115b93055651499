import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The names of what differs between a folder and what should be in it; both what is missing and what is too much. */
export function staleFiles(folder: string, files: ReadonlyMap<string, string>): string[] {
  const present = existsSync(folder) ? readdirSync(folder) : []
  const isStale = (name: string) =>
    !present.includes(name) || !files.has(name) || readFileSync(join(folder, name), 'utf8') !== files.get(name)
  return [...new Set([...files.keys(), ...present])].filter(isStale).sort()
}
