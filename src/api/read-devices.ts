import type { DevicesIntent } from '../machines/intents'
import type { Processing, Volumes } from '../machines/ports'
import type { PhoneCommand, TestDevicesCommand } from './commands'
import { errorOf } from './phone-error'
import type { DevicesView } from './state'

export const testSteps: ReadonlySet<TestDevicesCommand['step']> = new Set([
  'microphone',
  'echo',
  'speaker',
  'ringDevice',
  'stop',
])

type DevicesCommand = Extract<
  PhoneCommand,
  { readonly type: 'setMicrophone' | 'setSpeaker' | 'setRingDevice' | 'setAudioProcessing' | 'setVolume' }
>

type Unsent<Intent> = Intent extends unknown ? Omit<Intent, 'commandId' | 'at'> : never
type Choosing = Unsent<Extract<DevicesIntent, { readonly type: 'devices.choose' | 'devices.setVolume' }>>

function readId(deviceId: unknown): string | null {
  if (deviceId !== null && typeof deviceId !== 'string') throw errorOf({ code: 'invalid-command' })
  return deviceId || null
}

const kinds: readonly Processing[] = ['echoCancellation', 'noiseSuppression', 'autoGainControl']

/** Reads a command about devices. Throws PhoneError when what it was given is wrong. */
export function readDevices(command: DevicesCommand, { processing }: DevicesView): Choosing {
  switch (command.type) {
    case 'setMicrophone':
      return { type: 'devices.choose', role: 'microphone', choice: { microphoneId: readId(command.deviceId) } }
    case 'setSpeaker':
      return { type: 'devices.choose', role: 'speaker', choice: { speakerId: readId(command.deviceId) } }
    case 'setRingDevice':
      return { type: 'devices.choose', role: 'ringDevice', choice: { ringDeviceId: readId(command.deviceId) } }
    case 'setAudioProcessing': {
      const wanted = kinds.filter((kind) => command[kind] ?? processing[kind])
      return { type: 'devices.choose', role: 'microphone', choice: { processing: wanted } }
    }
    case 'setVolume':
      return { type: 'devices.setVolume', volumes: readVolumes(command) }
  }
}

function readVolumes({ call, ring }: Extract<DevicesCommand, { type: 'setVolume' }>): Partial<Volumes> {
  const isVolume = (volume: unknown) =>
    volume === undefined || (typeof volume === 'number' && volume >= 0 && volume <= 1)
  if (!isVolume(call) || !isVolume(ring)) throw errorOf({ code: 'invalid-volume' })
  return {
    ...(call === undefined ? {} : { callVolume: call }),
    ...(ring === undefined ? {} : { ringVolume: ring }),
  }
}
