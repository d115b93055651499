import { createCredentialsPort } from '../adapters/auth/credentials.port'
import { createVault } from '../adapters/auth/vault'
import { createLazyPorts } from '../adapters/lazy-ports'
import type { MakePort } from '../adapters/port'
import type { Browser } from './bind-browser'
import { browserPorts } from './browser-ports'
import type { PhoneConfig } from './config'
import { newId } from './new-id'
import type { Phone } from './phone'
import { type Bindings, createPhoneCore } from './phone-core'
import type { Accompany } from './tracing'
import { validateConfig } from './validate-config'

/** What goes on without being told to anybody is told to the console. */
const warn = (message: string, cause: unknown): void => console.warn(`Callchart: ${message}`, cause)

function bind(config: PhoneConfig, makePort: MakePort, accompany: Accompany): Bindings {
  const vault = createVault({ newId })
  const loadSip = () => import('../adapters/sip/sip-facade')
  const browser = createLazyPorts<Browser>(makePort, async () => {
    const { bindBrowser } = await import('./bind-browser')
    return (lazyPort) =>
      bindBrowser({
        config,
        makePort: lazyPort,
        findSecret: vault.findSecret,
        onSecretRefused: vault.reject,
        loadSip,
        onMessage: (direction, text, findCall) => {
          const sip: { direction: 'in' | 'out'; text: string; callId?: string } = { direction, text }
          accompany({ sip })
          // One that opens a call belongs to it once it has been worked off.
          queueMicrotask(() => {
            const callId = findCall()
            if (callId !== undefined) sip.callId = callId
          })
        },
        warn,
      })
  })
  // A failure is told when something is asked of what could not be loaded, and loading is tried again then.
  const ignore = () => undefined
  browser.load().catch(ignore)
  return {
    ports: { keepCredentials: createCredentialsPort({ makePort, vault, warn }), ...browserPorts(browser, config) },
    keepSecret: ({ username, password }) => {
      vault.clear()
      return vault.keep(
        password === undefined && config.auth?.kind === 'token'
          ? { kind: 'token', username, getToken: config.auth.getToken }
          : { kind: 'credentials', username, password: password ?? '' },
      )
    },
    offerToken: (given) => vault.offer(given),
    forgetSecrets: () => vault.clear(),
    watchLevel: (of, listener) => {
      let end: (() => void) | undefined
      let isOver = false
      browser.load().then((loaded) => {
        if (!isOver) end = loaded.watchLevel(of, listener)
      }, ignore)
      return () => {
        isOver = true
        end?.()
      }
    },
    openTraces: async () => (await browser.load()).openTraces(),
    // Beside the adapter that uses it, not after it.
    preload: () => void loadSip().catch(ignore),
    dispose: async () => {
      vault.clear()
      await browser.adapter?.dispose()
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
  return createPhoneCore(config, (makePort, accompany) => bind(config, makePort, accompany))
}
