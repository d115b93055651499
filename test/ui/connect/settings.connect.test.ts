import { expect, test } from 'vitest'
import type { PhoneState } from '../../../src/api/state'
import { connectSettings } from '../../../src/ui/connect/settings.connect'
import { en } from '../../../src/ui/locales/en'
import { cannedSource, refusal } from '../../support/canned-source'
import { phoneState, withDevices } from '../../support/phone-states'

function connect(state: PhoneState = phoneState()) {
  const source = cannedSource(state)
  source.answer(() => Promise.resolve())
  return { source, props: connectSettings(state, en, (command) => source.send(command)) }
}

test('microphones are offered under their names, the default once', () => {
  expect(connect().props.microphone).toMatchObject({
    label: 'Microphone',
    value: '',
    options: [
      { value: '', label: 'System default' },
      { value: 'headset', label: 'Jabra Evolve2 65' },
      { value: 'built-in', label: 'Built-in microphone' },
    ],
  })
})

test('what has no name yet has a number', () => {
  const state = withDevices({
    speakers: [
      { id: 'a', label: '' },
      { id: 'b', label: '' },
    ],
  })
  expect(connect(state).props.speaker?.options.map((option) => option.label)).toEqual([
    'System default',
    'Speaker 1',
    'Speaker 2',
  ])
})

test('what was chosen stays in the list when it is unplugged', () => {
  const { microphone } = connect(withDevices({ microphoneId: 'gone' })).props
  expect(microphone.value).toBe('gone')
  expect(microphone.options.at(-1)).toEqual({ value: 'gone', label: 'Unplugged device' })
})

test('a browser that cannot choose a speaker offers none', () => {
  expect(connect(withDevices({ speakers: [] })).props.speaker).toBeNull()
})

test('a choice is sent, and the default as null', () => {
  const { source, props } = connect()
  props.microphone.choose('headset', () => undefined)
  props.speaker?.choose('', () => undefined)
  expect(source.asked).toEqual([
    { type: 'setMicrophone', deviceId: 'headset' },
    { type: 'setSpeaker', deviceId: null },
  ])
})

test('a choice that fails is heard of', async () => {
  const { source, props } = connect()
  source.answer(refusal('no-microphone'))
  const error = await new Promise((resolve) => props.microphone.choose('headset', resolve))
  expect(error).toMatchObject({ code: 'no-microphone' })
})

test.each([
  ['prompt', 'ready'],
  ['asking', 'busy'],
  ['granted', undefined],
  ['denied', undefined],
] as const)('with the permission %s, allowing the microphone is %s', (permission, state) => {
  expect(connect(withDevices({ permission })).props.allowMicrophone?.state).toBe(state)
})

test('a chosen device that is unplugged says what serves in its place', () => {
  const use = { microphone: 'missing', speaker: 'settled', ringDevice: 'settled' } as const
  const { microphone, speaker } = connect(withDevices({ microphoneId: 'gone', use })).props
  expect(microphone.note).toContain('the system default is used until it is back')
  expect(speaker?.note).toBeNull()
})

test('volumes and processing are sent one at a time', () => {
  const { source, props } = connect()
  props.volumes[0]?.set(40)
  props.volumes[1]?.set(0)
  props.processing[1]?.set(false, () => undefined)
  expect(source.asked).toEqual([
    { type: 'setVolume', call: 0.4 },
    { type: 'setVolume', ring: 0 },
    { type: 'setAudioProcessing', noiseSuppression: false },
  ])
})

test.each([
  ['closed', 'Hear yourself', 'echo'],
  ['recording', 'Stop', 'stop'],
  ['playing', 'Stop', 'stop'],
  ['listening', 'Hear yourself', 'echo'],
] as const)('the test of the microphone that is %s offers "%s"', (microphone, label, step) => {
  const { source, props } = connect(withDevices({ test: { microphone, chime: 'quiet', problem: null } }))
  expect(props.test.action.label).toBe(label)
  props.test.action.run()
  expect(source.asked).toEqual([{ type: 'testDevices', step }])
})

test('a test that came to nothing says why', () => {
  const problem = { code: 'permission-denied' } as const
  const { test: shown } = connect(withDevices({ test: { microphone: 'closed', chime: 'quiet', problem } })).props
  expect(shown.problem).toContain('allow it')
})
