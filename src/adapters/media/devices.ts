import type { Device, DevicesFact } from '../../machines/ports'
import type { CaptureDevices } from './capture'

type Listed = Extract<DevicesFact, { type: 'devices.listed' }>

/** Tells the list now and whenever it has changed. */
export function listDevices(devices: CaptureDevices | null, tell: (fact: Listed) => void) {
  let isOver = false
  let told = ''
  let last: Promise<Listed> = Promise.resolve(toFact([]))

  const refresh = () => {
    last = list(devices)
    void last.then((fact) => {
      const text = JSON.stringify(fact)
      if (isOver || text === told) return
      told = text
      tell(fact)
    })
  }

  refresh()
  devices?.addEventListener('devicechange', refresh)
  return {
    refresh,
    /** Labels are told to pages that have, or had, the permission. */
    hasLabels: async () => (await last).microphones.some(({ label }) => label !== ''),
    close: () => {
      isOver = true
      devices?.removeEventListener('devicechange', refresh)
    },
  }
}

async function list(devices: CaptureDevices | null): Promise<Listed> {
  // Rejects where the page's policy forbids devices: then there are none for us.
  return toFact(devices ? await devices.enumerateDevices().catch(() => []) : [])
}

function toFact(devices: readonly MediaDeviceInfo[]): Listed {
  return {
    type: 'devices.listed',
    microphones: ofKind(devices, 'audioinput'),
    speakers: ofKind(devices, 'audiooutput'),
  }
}

/** Chrome lists the system's default once more under an id of its own; the ports say null for it. */
function ofKind(devices: readonly MediaDeviceInfo[], kind: MediaDeviceKind): Device[] {
  const all = devices.filter((device) => device.kind === kind)
  const own = all.filter(({ deviceId }) => deviceId !== 'default')
  return (own.length > 0 ? own : all).map(({ deviceId, label }) => ({ id: deviceId, label }))
}
