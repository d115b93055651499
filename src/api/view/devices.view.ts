import type { SnapshotFrom } from 'xstate'
import type { deviceTestMachine } from '../../machines/device-test.machine'
import type { devicesMachine } from '../../machines/devices.machine'
import type { DevicesView, DeviceTestView, DeviceUse } from '../state'
import { problemOf } from './problem.view'

export type DevicesSnapshot = SnapshotFrom<typeof devicesMachine>
type DeviceTestSnapshot = SnapshotFrom<typeof deviceTestMachine>

const viewTest = ({ value: { microphone, tone }, context: { failure } }: DeviceTestSnapshot): DeviceTestView =>
  Object.freeze({
    microphone: microphone === 'closed' ? microphone : microphone.open === 'choosing' ? 'opening' : microphone.open,
    chime: tone,
    problem: failure === null ? null : problemOf(failure),
  })

const useOf = (state: DevicesSnapshot['value']['use']['speaker']): DeviceUse =>
  state === 'overtaken' ? 'switching' : state

export const viewDevices = (
  { value, context: { preferences, ...context } }: DevicesSnapshot,
  test: DeviceTestSnapshot,
): DevicesView =>
  Object.freeze({
    permission: value.permission,
    microphone: value.microphone,
    playback: value.playback,
    microphones: context.microphones,
    speakers: context.speakers,
    microphoneId: preferences.microphoneId,
    speakerId: preferences.speakerId,
    ringDeviceId: preferences.ringDeviceId,
    use: Object.freeze({
      microphone: useOf(value.use.microphone),
      speaker: useOf(value.use.speaker),
      ringDevice: useOf(value.use.ringDevice),
    }),
    processing: Object.freeze({
      echoCancellation: preferences.processing.includes('echoCancellation'),
      noiseSuppression: preferences.processing.includes('noiseSuppression'),
      autoGainControl: preferences.processing.includes('autoGainControl'),
    }),
    volumes: Object.freeze({ call: preferences.callVolume, ring: preferences.ringVolume }),
    test: viewTest(test),
  })
