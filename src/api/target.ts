import type { Remote } from '../machines/ports'
import { PhoneError } from './errors'
import { wordsOf } from './words'

/** Longer than any number (E.164: 15 digits) and any sensible address; a paste of a whole page is none. */
const longest = 256

/** How people group digits, no-break and thin spaces included; control characters are no part of a number. */
const separators = /[ \u00a0\u2009\u202f().\-\u2010-\u2015/]/gu
const number = /^\+?[0-9*#]+$/u
/** RFC 3261 25.1, user: unreserved, user-unreserved and escaped characters. */
const userPart = /^(?:[\w\-.!~*'()&=+$,;?/]|%[0-9a-f]{2})+$/iu
const hostPart = /^(?:\[[0-9a-f:]+\]|[\p{L}\p{N}](?:[\p{L}\p{N}.-]*[\p{L}\p{N}])?)(?::\d{1,5})?$/iu

const invalid = (): PhoneError => new PhoneError('invalid-target', wordsOf('invalid-target'))

function remote(user: string, host: string, scheme: string, name: string | undefined): Remote {
  try {
    const number = decodeURIComponent(user)
    return { number, name: name ?? null, uri: `${scheme}:${user.replaceAll('#', '%23')}@${host}` }
  } catch {
    // %ff and the like are no UTF-8.
    throw invalid()
  }
}

/**
 * What a person or a host means by a target: a number as people write it (`+1 (555) 123-4567`, `tel:…`), a user name at
 * `domain`, or a SIP address. Throws PhoneError `invalid-target` for anything else.
 */
export function parseTarget(text: string, domain: string, name?: string): Remote {
  // Script tags and messages bring what no compiler has seen.
  if (typeof text !== 'string' || (name !== undefined && typeof name !== 'string')) throw invalid()
  const trimmed = text.trim().replace(/^<(sips?:.*)>$/iu, '$1')
  if (trimmed === '' || trimmed.length > longest) throw invalid()
  const [, scheme, address = trimmed] = /^(sips?|tel):(.*)$/iu.exec(trimmed) ?? []
  const at = address.lastIndexOf('@')
  if (at >= 0 && scheme?.toLowerCase() !== 'tel') {
    const user = address.slice(0, at)
    // Parameters and headers of a URI are the business of the server that gave it; a dialled address has none.
    const host = address.slice(at + 1).replace(/[;?].*$/u, '')
    if (!userPart.test(user) || !hostPart.test(host)) throw invalid()
    return remote(user, host, scheme?.toLowerCase() ?? 'sip', name)
  }
  const digits = address.replace(separators, '')
  if (number.test(digits)) return remote(digits, domain, 'sip', name)
  if (scheme?.toLowerCase() === 'tel' || !userPart.test(address)) throw invalid()
  return remote(address, domain, 'sip', name)
}
