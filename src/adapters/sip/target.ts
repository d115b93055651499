import type { URI } from 'sip.js'
import type { SipModule } from './sip-module'

/** The Request-URI of a call; null when it is none that can be called. */
export function parseTarget(sip: Pick<SipModule, 'UserAgent'>, target: string): URI | null {
  const uri = sip.UserAgent.makeURI(target.trim())
  if (!uri || !/^sips?$/.test(uri.scheme) || !uri.host) return null
  // Headers have no place in a Request-URI (RFC 3261 19.1.1): a link must not smuggle in a Route or a Replaces.
  uri.clearHeaders()
  uri.deleteParam('method')
  try {
    // Throws where an escape is no UTF-8.
    uri.toString()
    return uri
  } catch {
    return null
  }
}
