import { expect, test } from 'vitest'
import { readPreferences } from '../../../src/adapters/storage/preferences'

const nothing = { microphoneId: null, speakerId: null }

test.each([
  ['nothing', undefined, nothing],
  ['null', null, nothing],
  ['a word', 'microphone', nothing],
  ['a list', [1, 2], nothing],
  ['fields of other types', { microphoneId: 7, speakerId: { id: 'x' } }, nothing],
  ['an empty id', { microphoneId: '', speakerId: 'x' }, { microphoneId: null, speakerId: 'x' }],
  ['fields of a later version', { microphoneId: 'm', colour: 'red' }, { microphoneId: 'm', speakerId: null }],
])('%s reads as preferences', (_, stored, preferences) => {
  expect(readPreferences(stored)).toEqual(preferences)
})
