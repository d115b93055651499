import { createCredentialsPort } from '../adapters/auth/credentials.port'
import { createVault } from '../adapters/auth/vault'
import { createMediaAdapter } from '../adapters/media/media.adapter'
import type { MakePort } from '../adapters/port'
import { createSipAdapter } from '../adapters/sip/sip.adapter'
import { createStorageAdapter } from '../adapters/storage/storage.adapter'
import type { PhoneConfig } from './config'
import { newId } from './new-id'
import type { Phone } from './phone'
import { type Bindings, createPhoneCore } from './phone-core'
import { validateConfig } from './validate-config'

/** This browser's SIP stack, media and storage. */
function bindBrowser(config: PhoneConfig, makePort: MakePort): Bindings {
  const vault = createVault({ newId })
  const media = createMediaAdapter({ makePort, iceServers: config.iceServers, codecs: config.codecs })
  const storage = createStorageAdapter({ makePort })
  const sip = createSipAdapter({ makePort, findCallMedia: media.findCallMedia, findSecret: vault.findSecret })
  return {
    ports: {
      keepCredentials: createCredentialsPort({ makePort, vault }),
      keepPreferences: storage.keepPreferences,
      playSound: media.playSound,
      sendTones: config.dtmf?.method === 'info' ? sip.sendTonesByInfo : media.sendTonesByRtp,
      watchConnection: sip.watchConnection,
      watchDevices: media.watchDevices,
      watchInvitations: sip.watchInvitations,
      watchMedia: media.watchMedia,
      watchSession: sip.watchSession,
    },
    keepSecret: ({ username, password }) => {
      vault.clear()
      return vault.keep(
        password === undefined && config.auth?.kind === 'token'
          ? { kind: 'token', username, getToken: config.auth.getToken }
          : { kind: 'credentials', username, password: password ?? '' },
      )
    },
    forgetSecrets: () => vault.clear(),
    preload: () => sip.preload(),
    dispose: async () => {
      media.dispose()
      storage.dispose()
      vault.clear()
      await sip.dispose()
    },
  }
}

/**
 * A phone without a screen: the charts, bound to this browser's SIP stack, media and storage. With a configured account
 * and its password or a token provider it signs in by itself.
 *
 * @throws PhoneError `invalid-config`, with the path of the wrong field.
 */
export function createPhone(config: PhoneConfig): Phone {
  validateConfig(config)
  return createPhoneCore(config, (makePort) => bindBrowser(config, makePort))
}
