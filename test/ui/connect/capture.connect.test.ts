import { expect, test } from 'vitest'
import { connectCapture } from '../../../src/ui/connect/capture.connect'
import { en } from '../../../src/ui/locales/en'
import { cannedSource } from '../../support/canned-source'
import { callView, phoneState, withDevices } from '../../support/phone-states'

test('a microphone that works is not worth a word', () => {
  const source = cannedSource(phoneState())
  for (const capture of ['none', 'working'] as const)
    expect(connectCapture(callView({ capture }), phoneState().devices, en, source.send.bind(source))).toBeNull()
})

test.each([
  ['interrupted', /muted, by the system or the headset/, true],
  ['replacing', /opening another/, false],
  ['lost', /nobody hears you/, true],
] as const)('a microphone that is %s is told in words', (capture, words, canRetry) => {
  const source = cannedSource(phoneState())
  source.answer(() => Promise.resolve())
  const { devices } = withDevices({ microphoneId: 'headset' })
  const shown = connectCapture(callView({ capture }), devices, en, (command) => source.send(command))
  expect(shown?.words).toMatch(words)
  shown?.retry?.run()
  expect(source.asked).toEqual(canRetry ? [{ type: 'setMicrophone', deviceId: 'headset' }] : [])
})
