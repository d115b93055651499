import type * as facade from './sip-facade'

/** SIP.js as the facade gives it, once it has been loaded. */
export type SipModule = typeof facade

export interface SipLoader {
  /** The stack; loading it at the first call. After a failure the next call tries again. */
  load(): Promise<SipModule>
}

/**
 * A browser remembers that a module could not be fetched and rejects every later import of the same URL without asking
 * the network (HTML, "fetch a single module script"; engines differ). What helps where that is so: a `loadSip` that
 * imports the chunk under another URL (`./sip-facade.js?retry=1`), which only the host's build can name, or a reload.
 */
export function createSipLoader(loadSip: () => Promise<SipModule>): SipLoader {
  let loading: Promise<SipModule> | null = null
  return {
    load() {
      loading ??= loadSip().catch((error: unknown) => {
        loading = null
        throw error
      })
      return loading
    },
  }
}
