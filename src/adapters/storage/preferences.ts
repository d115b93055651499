import type { Preferences } from '../../machines/ports'

const defaultPreferences: Preferences = { microphoneId: null, speakerId: null }

/** Reads what was stored, perhaps by another version of this page or by something else: what is unknown is the default. */
export function readPreferences(stored: unknown): Preferences {
  if (typeof stored !== 'object' || stored === null) return defaultPreferences
  return { microphoneId: readId(stored, 'microphoneId'), speakerId: readId(stored, 'speakerId') }
}

function readId(stored: object, field: keyof Preferences): string | null {
  const value: unknown = Reflect.get(stored, field)
  return typeof value === 'string' && value !== '' ? value : null
}
