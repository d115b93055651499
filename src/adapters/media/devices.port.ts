import type { DevicesCommand, DevicesFact, WatchDevices } from '../../machines/ports'
import type { MakePort } from '../port'
import { type FindCaptureDevices, openMicrophone, stopTracks } from './capture'
import { listDevices } from './devices'
import { microphoneFailure, speakerFailure } from './failures'
import { watchPermission } from './permission'
import type { Playback } from './playback'

export interface DevicesPortParts {
  readonly makePort: MakePort
  readonly findDevices: FindCaptureDevices
  readonly playback: Playback
  /** Hears of every microphone that was opened: labels are known from then on. Returns what ends it. */
  readonly onGranted: (listener: () => void) => () => void
}

/** Microphones, speakers, the permission, and whether the browser lets us sound. */
export function createDevicesPort({ makePort, findDevices, playback, onGranted }: DevicesPortParts): WatchDevices {
  return makePort('watchDevices', ({ tell, receive }) => {
    const devices = findDevices()
    const list = listDevices(devices, tell)
    const permission = watchPermission(devices, list.hasLabels, (state) =>
      tell({ type: 'permission.changed', permission: state }),
    )
    const isOver = [
      list.close,
      permission.close,
      onGranted(() => {
        permission.grant()
        list.refresh()
      }),
      playback.watch((isBlocked) => tell({ type: isBlocked ? 'playback.blocked' : 'playback.unblocked' })),
    ]
    if (playback.isBlocked) tell({ type: 'playback.blocked' })
    receive((command) => void follow(command))
    return () => {
      for (const end of isOver) end()
    }

    async function follow(command: DevicesCommand): Promise<void> {
      switch (command.type) {
        case 'permission.request':
          return tell(await askPermission())
        case 'speaker.use':
          return tell(await useSpeaker(playback, command.deviceId))
        case 'playback.unblock':
          return playback.unblock()
      }
    }

    async function askPermission(): Promise<DevicesFact> {
      try {
        stopTracks(await openMicrophone(devices, null))
      } catch (error) {
        return { type: 'permission.refused', failure: microphoneFailure(error) }
      }
      list.refresh()
      return { type: 'permission.changed', permission: 'granted' }
    }
  })
}

async function useSpeaker(playback: Playback, deviceId: string | null): Promise<DevicesFact> {
  try {
    await playback.useSpeaker(deviceId)
    return { type: 'speaker.used', deviceId }
  } catch (error) {
    return { type: 'speaker.refused', failure: speakerFailure(error) }
  }
}
