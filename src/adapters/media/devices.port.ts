import type { DevicesCommand, DevicesFact, WatchDevices } from '../../machines/ports'
import type { MakePort } from '../port'
import { defaultMicrophone, type FindCaptureDevices, openMicrophone, stopTracks } from './capture'
import { listDevices } from './devices'
import { microphoneFailure, speakerFailure } from './failures'
import type { Microphones } from './microphones'
import { watchPermission } from './permission'
import type { Playback } from './playback'

export interface DevicesPortParts {
  readonly makePort: MakePort
  readonly findDevices: FindCaptureDevices
  readonly microphones: Microphones
  readonly playback: Playback
  /** Hears of every microphone that was opened: labels are known from then on. Returns what ends it. */
  readonly onGranted: (listener: () => void) => () => void
}

type UseDevice = Extract<DevicesCommand, { type: 'device.use' }>

const playbackFacts = {
  allowed: { type: 'playback.unblocked' },
  blocked: { type: 'playback.blocked' },
  interrupted: { type: 'playback.interrupted' },
} as const

/** Microphones, speakers, the permission, and whether the browser lets us sound. */
export function createDevicesPort(parts: DevicesPortParts): WatchDevices {
  const { makePort, findDevices, microphones, playback, onGranted } = parts
  return makePort('watchDevices', ({ tell, receive }) => {
    const devices = findDevices()
    const list = listDevices(devices, (fact) => {
      tell(fact)
      microphones.look()
    })
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
      playback.watch((state) => tell(playbackFacts[state])),
    ]
    if (playback.state !== 'allowed') tell(playbackFacts[playback.state])
    receive((command) => void follow(command))
    return () => {
      for (const end of isOver) end()
    }

    async function follow(command: DevicesCommand): Promise<void> {
      switch (command.type) {
        case 'permission.request':
          return tell(await askPermission())
        case 'device.use':
          return tell(await useDevice(command))
        case 'volume.set':
          return playback.setVolumes(command.volumes)
        case 'playback.unblock':
          return playback.unblock()
      }
    }

    async function askPermission(): Promise<DevicesFact> {
      try {
        stopTracks(await openMicrophone(devices, defaultMicrophone))
      } catch (error) {
        return { type: 'permission.refused', failure: microphoneFailure(error) }
      }
      list.refresh()
      return { type: 'permission.changed', permission: 'granted' }
    }

    async function useDevice({ role, choice }: UseDevice): Promise<DevicesFact> {
      const isMicrophone = role === 'microphone'
      try {
        await (isMicrophone ? microphones.use(choice) : playback.useDevice(role, choice[`${role}Id`] ?? null))
        return { type: 'device.used', role, choice }
      } catch (error) {
        const failure = isMicrophone ? microphoneFailure(error) : speakerFailure(error)
        return { type: 'device.refused', role, failure }
      }
    }
  })
}
