import type { Core, URI } from 'sip.js'
import { splitUnquoted } from './header-text'
import type { Headers } from './reason'
import type { SipModule } from './sip-module'
import { parseTarget } from './target'

/** Whoever sends us further than this sends us in circles. */
const mostHops = 5

/** Where an INVITE goes that is sent elsewhere (RFC 3261 8.1.3.4): each address once, the preferred ones first. */
export class Redirects {
  readonly #sip: SipModule
  readonly #visited = new Set<string>()
  #waiting: URI[] = []
  #hops = 0

  constructor(sip: SipModule) {
    this.#sip = sip
  }

  /** Where to try next after this refusal; null: nowhere. */
  next(response: Core.IncomingResponseMessage, refusedBy: URI): URI | null {
    const status = response.statusCode ?? 0
    // A 6xx speaks for all addresses (RFC 3261 16.7); 305 and 380 mean something else.
    if (status >= 600) return null
    this.#visited.add(refusedBy.toString())
    if (status === 300 || status === 301 || status === 302) this.#waiting.unshift(...this.#read(response))
    for (let uri = this.#waiting.shift(); uri; uri = this.#waiting.shift()) {
      if (this.#visited.has(uri.toString())) continue
      this.#hops += 1
      return this.#hops > mostHops ? null : uri
    }
    return null
  }

  #read(response: Headers): URI[] {
    return response
      .getHeaders('contact')
      .flatMap((value) => splitUnquoted(value, ','))
      .map((value) => ({ uri: this.#parse(value), preference: readPreference(value) }))
      .sort((one, other) => other.preference - one.preference)
      .flatMap(({ uri }) => (uri ? [uri] : []))
  }

  #parse(contact: string): URI | null {
    return parseTarget(this.#sip, /<([^>]*)>/.exec(contact)?.[1] ?? contact.split(';')[0] ?? '')
  }
}

/** The q of a contact, 0 to 1. */
function readPreference(contact: string): number {
  const [, q] = /;\s*q\s*=\s*([01](?:\.\d{0,3})?)/i.exec(contact.replace(/^.*>/s, '')) ?? []
  return q === undefined ? 1 : Number(q)
}

/** Has a request go there; who asked for credentials was somebody else. */
export function sendTo(message: Core.OutgoingRequestMessage, uri: URI): void {
  const open: { ruri: URI } = message
  open.ruri = uri
  delete message.headers.Authorization
  delete message.headers['Proxy-Authorization']
}
