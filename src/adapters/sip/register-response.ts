import type { Core, URI } from 'sip.js'
import { isMadeUp } from './classify'
import { splitUnquoted } from './header-text'

/** What was granted to our contact, in s; the header field speaks for a contact without a parameter (RFC 3261 10.2.4). */
export function readGranted(response: Core.IncomingResponseMessage, contact: URI): number | null {
  const contacts = response.getHeaders('contact').flatMap((value) => splitUnquoted(value, ','))
  const ours = contacts.find((value) => value.includes(`${contact.user}@`))
  const [, parameter] = /;\s*expires\s*=\s*"?(\d+)/i.exec(ours ?? '') ?? []
  const granted = parameter ?? response.getHeader('expires')
  return granted === undefined ? null : Number(granted)
}

/** Asking again may help: nobody answered, or the server has a problem of its own. */
export function isPassing(response: Core.IncomingResponseMessage): boolean {
  const status = response.statusCode ?? 0
  return isMadeUp(response) || status < 400 || status === 408 || status === 480 || (status >= 500 && status < 600)
}
