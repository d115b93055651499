import type { KeepPreferences } from '../../machines/ports'
import type { KeepChoices } from '../../machines/ports/availability'
import type { MakePort } from '../port'
import { createChoicesPort } from './choices.port'
import { createDatabase } from './database'
import { createPreferencesPort } from './preferences.port'

export interface StorageAdapterOptions {
  readonly makePort: MakePort
  /** Of the IndexedDB database. Default: `callchart`. */
  readonly name?: string | undefined
}

export interface StorageAdapter {
  readonly keepChoices: KeepChoices
  readonly keepPreferences: KeepPreferences
  /** Closes the database; what it holds stays. */
  dispose(): void
}

/** What outlives the page, in the browser's IndexedDB. */
export function createStorageAdapter({ makePort, name = 'callchart' }: StorageAdapterOptions): StorageAdapter {
  const database = createDatabase(name)
  return {
    keepChoices: createChoicesPort(makePort, database),
    keepPreferences: createPreferencesPort(makePort, database),
    dispose: database.close,
  }
}
