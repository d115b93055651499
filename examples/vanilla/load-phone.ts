import { createInstance } from '@module-federation/runtime'
import type { MountedPhone, PhoneConfig } from 'callchart/mount'
import type { Settings } from './settings'

/**
 * Loads the phone from wherever it is deployed, and mounts it: all that a host has to do. The host is built without it,
 * and knows its types alone.
 */
export async function loadPhone(element: HTMLElement, settings: Settings): Promise<MountedPhone> {
  const federation = createInstance({ name: 'fernhill', remotes: [{ name: 'callchart', entry: settings.remote }] })
  const door = await federation.loadRemote<typeof import('callchart/mount')>('callchart/mount')
  if (door === null) throw new Error(`${settings.remote} has no callchart/mount.`)
  return door.mount(element, configOf(settings))
}

function configOf({ server, account }: Settings): PhoneConfig {
  if (account === null) return { servers: [server] }
  const { user, password, name } = account
  const uri = `sip:${user}@${new URL(server).hostname}`
  return { servers: [server], account: { uri, password, ...(name === null ? {} : { displayName: name }) } }
}
