import type { KeepPreferences, PreferencesFact } from '../../machines/ports'
import type { MakePort } from '../port'
import type { Database } from './database'
import { readPreferences } from './preferences'

const record = 'preferences'

/** Tells the preferences when it opens, and saves them in the order of the commands. */
export function createPreferencesPort(makePort: MakePort, database: Database): KeepPreferences {
  return makePort('keepPreferences', ({ tell, receive }) => {
    let last = attempt(async () => {
      const stored: unknown = await (await database.connect()).get('settings', record)
      return { type: 'preferences.loaded', preferences: readPreferences(stored) }
    }).then(tell)
    receive(({ preferences }) => {
      last = last
        .then(() =>
          attempt(async () => {
            await (await database.connect()).put('settings', preferences, record)
            return { type: 'preferences.saved' }
          }),
        )
        .then(tell)
    })
    return undefined
  })
}

/** Private windows forbid storage, and disks are full: the phone works on, and forgets. */
async function attempt(work: () => Promise<PreferencesFact>): Promise<PreferencesFact> {
  try {
    return await work()
  } catch {
    return { type: 'preferences.failed' }
  }
}
