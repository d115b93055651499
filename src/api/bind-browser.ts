import { createParkingLotPort } from '../adapters/http/parking-lot.port'
import { createSupervisionPorts } from '../adapters/http/supervision.port'
import { createMediaAdapter } from '../adapters/media/media.adapter'
import type { MakePort } from '../adapters/port'
import type { FindSecret } from '../adapters/secrets'
import { createSipAdapter, type SipAdapterOptions } from '../adapters/sip/sip.adapter'
import type { SipModule } from '../adapters/sip/sip-module'
import { createStorageAdapter } from '../adapters/storage/storage.adapter'
import { openTracePages } from '../adapters/storage/trace-pages'
import { publicServer } from './account'
import type { PhoneConfig } from './config'
import type { SoundLevel } from './levels'
import { newId } from './new-id'
import type { TracePages } from './tracing'

export interface BrowserOptions {
  readonly config: PhoneConfig
  readonly makePort: MakePort
  readonly findSecret: FindSecret
  readonly onSecretRefused: SipAdapterOptions['onSecretRefused']
  readonly loadSip: () => Promise<SipModule>
  /** Sees every SIP message. */
  readonly onMessage: SipAdapterOptions['onMessage']
  /** Hears of what the phone goes on without. */
  readonly warn: (message: string, cause: unknown) => void
}

/** What is left to do when its ports are made. */
export interface Browser {
  watchLevel(of: string, listener: (level: SoundLevel) => void): () => void
  openTraces(): Promise<TracePages>
  dispose(): Promise<void>
}

/** Makes the ports to this browser's SIP stack, media and storage. Loaded lazily: the charts and the panel come first. */
export function bindBrowser(options: BrowserOptions): Browser {
  const { config, makePort, findSecret, onSecretRefused, loadSip, onMessage, warn } = options
  const media = createMediaAdapter({ makePort, iceServers: config.iceServers, codecs: config.codecs, warn })
  const storage = createStorageAdapter({ makePort })
  const { watch } = config.features?.parking ?? {}
  const polled = typeof watch === 'object' ? watch : null
  createParkingLotPort({ makePort, url: polled?.url ?? null, everyMs: polled?.everyMs ?? 5_000 })
  const service = config.supervision?.service
  createSupervisionPorts({
    makePort,
    service: service ? { url: service.url, getToken: service.getToken?.bind(service), warn } : null,
  })
  const sip = createSipAdapter({
    makePort,
    findCallMedia: media.findCallMedia,
    findSecret,
    onSecretRefused,
    loadSip,
    redirects: config.redirects,
    newId,
    onMessage,
    resolveServer: (server) => config.servers.find((whole) => publicServer(whole) === server) ?? server,
    onError: (error) => warn('A SIP message was dropped: it could not be read', error),
  })
  return {
    watchLevel: (of, listener) => media.watchLevel(of, listener),
    openTraces: () => openTracePages(),
    dispose: async () => {
      await sip.dispose()
      media.dispose()
      storage.dispose()
    },
  }
}
