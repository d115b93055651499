import { expect, test } from 'vitest'
import { readPreferences } from '../../../src/adapters/storage/preferences'

const processing = ['echoCancellation', 'noiseSuppression', 'autoGainControl']
const nothing = {
  microphoneId: null,
  processing,
  speakerId: null,
  ringDeviceId: null,
  callVolume: 1,
  ringVolume: 1,
}

test.each([
  ['nothing', undefined, nothing],
  ['null', null, nothing],
  ['a word', 'microphone', nothing],
  ['a list', [1, 2], nothing],
  ['fields of other types', { microphoneId: 7, speakerId: { id: 'x' } }, nothing],
  ['an empty id', { microphoneId: '', speakerId: 'x' }, { ...nothing, speakerId: 'x' }],
  ['fields of a later version', { microphoneId: 'm', colour: 'red' }, { ...nothing, microphoneId: 'm' }],
  ['a volume that is none', { callVolume: 2, ringVolume: 'loud' }, nothing],
  ['a volume', { callVolume: 0.5 }, { ...nothing, callVolume: 0.5 }],
  [
    'processing of another version',
    { processing: ['noiseSuppression', 'reverb'] },
    { ...nothing, processing: ['noiseSuppression'] },
  ],
  ['no processing at all', { processing: [] }, { ...nothing, processing: [] }],
])('%s reads as preferences', (_, stored, preferences) => {
  expect(readPreferences(stored)).toEqual(preferences)
})
