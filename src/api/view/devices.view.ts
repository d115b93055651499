import type { SnapshotFrom } from 'xstate'
import type { devicesMachine } from '../../machines/devices.machine'
import type { DevicesView, DeviceUse } from '../state'

export type DevicesSnapshot = SnapshotFrom<typeof devicesMachine>

const useOf = (state: DevicesSnapshot['value']['use']['speaker']): DeviceUse =>
  state === 'overtaken' ? 'switching' : state

export const viewDevices = ({ value, context: { preferences, ...context } }: DevicesSnapshot): DevicesView =>
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
  })
