import type { Remote } from '../../machines/ports'
import { splitUnquoted, unquote, withoutControls } from './header-text'
import type { Headers } from './reason'

/** Names are for people; what is longer than this is an attack on the layout. */
const longestName = 200

const anonymous: Remote = { number: 'anonymous', name: null, uri: 'sip:anonymous@anonymous.invalid' }

/** Who calls: what a network that we trust asserts (RFC 3325 9.1), else what the caller says of himself. */
export function readCaller(message: Headers): Remote {
  return readAsserted(message) ?? parseAddresses(message.getHeaders('from'))[0] ?? anonymous
}

/** Of the two values that may be asserted, a sip and a tel one, the sip one: it can be called back. */
export function readAsserted(message: Headers): Remote | null {
  const asserted = parseAddresses([
    ...message.getHeaders('p-asserted-identity'),
    // Older than RFC 3325, never a standard, and what many PBXs send.
    ...message.getHeaders('remote-party-id').filter((value) => !/;\s*privacy\s*=\s*"?(?!off)/i.test(value)),
  ])
  return asserted.find(({ uri }) => !uri.startsWith('tel:')) ?? asserted[0] ?? null
}

function parseAddresses(values: readonly string[]): Remote[] {
  return values
    .flatMap((value) => splitUnquoted(value, ','))
    .map(parseAddress)
    .filter((remote) => remote !== null)
}

/** name-addr or addr-spec (RFC 3261 20.10). The name is text, whatever it looks like. */
export function parseAddress(value: string): Remote | null {
  const bracketed = /^((?:"(?:[^"\\]|\\.)*"|[^"<])*)<([^>]*)>/s.exec(value.trim())
  // Without brackets, parameters are the header's and not the URI's.
  const address = bracketed?.[2] ?? value.split(';')[0] ?? ''
  const name = withoutControls(unquote(bracketed?.[1] ?? '')).slice(0, longestName)
  const party = parseUri(address.trim())
  return party && { ...party, name: name === '' ? null : name }
}

function parseUri(text: string): Pick<Remote, 'number' | 'uri'> | null {
  const [, scheme = '', rest = ''] = /^(sips?|tel):(.+)$/is.exec(text) ?? []
  if (scheme === '') return null
  if (scheme.toLowerCase() === 'tel') {
    const number = rest.split(';')[0] ?? ''
    return { number, uri: `tel:${number}` }
  }
  const at = rest.lastIndexOf('@')
  const userInfo = rest.slice(0, Math.max(at, 0)).split(':')[0] ?? ''
  const host = rest.slice(at + 1).split(/[;?]/)[0] ?? ''
  if (host === '') return null
  // A telephone number in a sip URI may carry parameters of its own (RFC 3261 19.1.6).
  const user = withoutControls(decode(userInfo.split(';')[0] ?? ''))
  return {
    number: user === '' ? host : user,
    uri: `${scheme.toLowerCase()}:${userInfo === '' ? '' : `${userInfo}@`}${host}`,
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
