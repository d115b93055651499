import { createInstance } from '@module-federation/runtime'
import type { MountedPhone, PhoneConfig } from 'callchart/mount'
import { askForToken } from './ask-for-token'
import type { Settings } from './settings'

/**
 * Loads the phone from wherever it is deployed, and mounts it: all that a host has to do. The host is built without it,
 * and knows its types alone.
 */
export async function loadPhone(element: HTMLElement, settings: Settings): Promise<MountedPhone> {
  const federation = createInstance({ name: 'fernhill', remotes: [{ name: 'callchart', entry: settings.remote }] })
  const door = await federation
    .loadRemote<typeof import('callchart/mount')>('callchart/mount')
    .catch((cause: unknown) => {
      throw new Error(`Nothing could be loaded from ${settings.remote}: is it served there?`, { cause })
    })
  if (door === null) throw new Error(`${settings.remote} has no callchart/mount.`)
  return door.mount(element, configOf(settings))
}

function configOf({ server, account, tokens, features, traceStates, config: more }: Settings): PhoneConfig {
  const config: PhoneConfig = {
    servers: [server],
    trace: { states: traceStates, lab: true },
    ...(features && { features }),
    ...(tokens !== null && { auth: { kind: 'token', getToken: (reason) => askForToken(tokens, reason) } }),
    ...more,
  }
  if (account === null) return config
  const { user, password, name } = account
  // What is no URL is for the phone to say: it names the field.
  const host = URL.canParse(server) ? new URL(server).hostname : 'localhost'
  return {
    ...config,
    account: {
      uri: `sip:${user}@${host}`,
      ...(password === null ? {} : { password }),
      ...(name === null ? {} : { displayName: name }),
    },
  }
}
