import type { PhoneCommand } from '../../api/commands'
import type { DeviceUse, DeviceView, PhoneState } from '../../api/state'
import { fill, type Locale, problemWords } from '../locales/locale'
import { type Action, connectAction, type Send } from './action.connect'

export interface Choice {
  readonly label: string
  /** The empty value is the system's default. */
  readonly value: string
  readonly options: readonly { readonly value: string; readonly label: string }[]
  /** What serves while the chosen one is unplugged; null: it is there. */
  readonly note: string | null
  readonly choose: (value: string, failed: (error: unknown) => void) => void
}

interface Slider {
  readonly label: string
  /** 0-100. */
  readonly value: number
  readonly set: (value: number) => void
}

interface Check {
  readonly label: string
  readonly checked: boolean
  readonly set: (checked: boolean, failed: (error: unknown) => void) => void
}

export interface TestProps {
  /** Listens, records and plays back; while it does, ends that. */
  readonly action: Action
  readonly isOpen: boolean
  readonly status: string | null
  readonly problem: string | null
}

export interface DevicesProps {
  readonly microphone: Choice
  /** null: this browser cannot choose one. */
  readonly speaker: Choice | null
  readonly ringDevice: Choice | null
  readonly volumes: readonly Slider[]
  readonly processing: readonly Check[]
  readonly test: TestProps
  readonly chimeOnSpeaker: Action
  readonly chimeOnRingDevice: Action
}

const kinds = ['echoCancellation', 'noiseSuppression', 'autoGainControl'] as const

export function connectDevices({ devices }: PhoneState, locale: Locale, send: Send): DevicesProps {
  const { text } = locale
  const choice = (
    kind: string,
    type: 'setMicrophone' | 'setSpeaker' | 'setRingDevice',
    list: readonly DeviceView[],
    chosen: string | null,
    use: DeviceUse,
  ): Choice => ({
    label: kind,
    value: chosen ?? '',
    options: [{ value: '', label: text.systemDefault }, ...optionsOf(list, chosen, kind, locale)],
    note: use === 'missing' ? text.deviceMissing : null,
    choose: (value, failed) => {
      send({ type, deviceId: value === '' ? null : value }).catch(failed)
    },
  })
  const slider = (label: string, of: 'call' | 'ring'): Slider => ({
    label,
    value: Math.round(devices.volumes[of] * 100),
    set: (value) => void send({ type: 'setVolume', [of]: value / 100 }).catch(() => undefined),
  })
  const { speakers, use } = devices
  const chime = (label: string, step: 'speaker' | 'ringDevice') =>
    connectAction(locale, send, {
      label,
      permission: true,
      busy: devices.test.chime === step,
      command: { type: 'testDevices', step },
    })
  return {
    microphone: choice(text.microphone, 'setMicrophone', devices.microphones, devices.microphoneId, use.microphone),
    speaker:
      speakers.length === 0 ? null : choice(text.speaker, 'setSpeaker', speakers, devices.speakerId, use.speaker),
    ringDevice:
      speakers.length === 0
        ? null
        : choice(text.ringDevice, 'setRingDevice', speakers, devices.ringDeviceId, use.ringDevice),
    volumes: [slider(text.callVolume, 'call'), slider(text.ringVolume, 'ring')],
    processing: kinds.map((kind) => ({
      label: text[kind],
      checked: devices.processing[kind],
      set: (checked, failed) => void send({ type: 'setAudioProcessing', [kind]: checked }).catch(failed),
    })),
    test: connectTest(devices.test, locale, send),
    chimeOnSpeaker: chime(text.testSpeaker, 'speaker'),
    chimeOnRingDevice: chime(text.testRingDevice, 'ringDevice'),
  }
}

function connectTest({ microphone, problem }: PhoneState['devices']['test'], locale: Locale, send: Send): TestProps {
  const { text } = locale
  const isBusy = microphone !== 'closed' && microphone !== 'listening'
  const command: PhoneCommand = { type: 'testDevices', step: isBusy ? 'stop' : 'echo' }
  const states = {
    closed: null,
    opening: text.testOpening,
    listening: text.testListening,
    recording: text.testRecording,
    playing: text.testPlaying,
  }
  return {
    action: connectAction(locale, send, {
      label: isBusy ? text.stopTest : text.testMicrophone,
      permission: true,
      command,
    }),
    isOpen: microphone !== 'closed' && microphone !== 'opening',
    status: states[microphone],
    problem: problem === null ? null : problemWords(locale, problem),
  }
}

function optionsOf(list: readonly DeviceView[], chosen: string | null, kind: string, locale: Locale) {
  const unnamed = (number: number) => fill(locale.text.unnamedDevice, { kind, number })
  const options = list
    // Browsers list the default a second time, under this id; without a permission the ids are empty.
    .filter((device) => device.id !== '' && device.id !== 'default')
    .map((device, index) => ({ value: device.id, label: device.label || unnamed(index + 1) }))
  const isListed = chosen === null || options.some((option) => option.value === chosen)
  return isListed ? options : [...options, { value: chosen, label: locale.text.unpluggedDevice }]
}
