import type { SnapshotFrom } from 'xstate'
import type { devicesMachine } from '../../machines/devices.machine'
import type { DevicesView } from '../state'

export type DevicesSnapshot = SnapshotFrom<typeof devicesMachine>

export const viewDevices = ({ value, context }: DevicesSnapshot): DevicesView =>
  Object.freeze({
    permission: value.permission,
    microphone: value.microphone,
    playback: value.playback,
    microphones: context.microphones,
    speakers: context.speakers,
    microphoneId: context.preferences.microphoneId,
    speakerId: context.preferences.speakerId,
  })
