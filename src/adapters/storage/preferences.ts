import type { Preferences, Processing } from '../../machines/ports'

const kinds: readonly Processing[] = ['echoCancellation', 'noiseSuppression', 'autoGainControl']

/** Reads what was stored, perhaps by another version of this page or by something else: what is unknown is the default. */
export function readPreferences(stored: unknown): Preferences {
  const record = typeof stored === 'object' && stored !== null ? stored : {}
  const read = (field: keyof Preferences): unknown => Reflect.get(record, field)
  const processing = read('processing')
  return {
    microphoneId: readId(read('microphoneId')),
    processing: Array.isArray(processing) ? kinds.filter((kind) => processing.includes(kind)) : kinds,
    speakerId: readId(read('speakerId')),
    ringDeviceId: readId(read('ringDeviceId')),
    callVolume: readVolume(read('callVolume')),
    ringVolume: readVolume(read('ringVolume')),
  }
}

function readId(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

function readVolume(value: unknown): number {
  return typeof value === 'number' && value >= 0 && value <= 1 ? value : 1
}
