import type { Core, URI } from 'sip.js'
import type { Remote } from '../../machines/ports'
import { splitUnquoted, withoutControls } from './header-text'
import { parseAddress } from './remote-party'
import { parseReplaces, writeReplaces } from './replaces'
import type { SipModule } from './sip-module'
import { parseTarget } from './target'

/** What a REFER asks for. */
export interface Reference {
  readonly kind: 'blind' | 'attended'
  readonly uri: URI
  readonly target: Remote
  readonly by: Remote | null
  /** Of the INVITE that follows. */
  readonly headers: readonly string[]
}

/** What SIP.js is shown in place of Refer-To. */
export const referToHeader = 'X-Refer-To'

const longestReferredBy = 512

/** Reads a REFER (RFC 3515 2.4.2), or gives the status that it is refused with. */
export function readReference(sip: SipModule, message: Core.IncomingRequestMessage): Reference | number {
  const values = message.getHeaders(referToHeader).flatMap((value) => splitUnquoted(value, ','))
  const [value = ''] = values
  if (values.length !== 1 || value === '') return 400
  const address = /<([^>]*)>/.exec(value)?.[1] ?? value.split(';')[0] ?? ''
  const uri = parseTarget(sip, address.split('?')[0] ?? '')
  const target = parseAddress(value)
  if (!uri || !target) return 416
  // What else than calling somebody it may ask for, we do not do for others.
  if (/;method=(?!INVITE\b)/i.test(address)) return 603
  const replaces = readHeader(address, 'replaces')
  const dialog = replaces === null ? null : parseReplaces(replaces)
  if (replaces !== null && dialog === null) return 400
  const referredBy = withoutControls(message.getHeader('referred-by') ?? '').slice(0, longestReferredBy)
  return {
    kind: dialog ? 'attended' : 'blind',
    uri,
    target,
    by: parseAddress(referredBy),
    headers: [
      ...(dialog ? [writeReplaces(dialog)] : []),
      // Whoever cannot take the other call over is not to ring instead: only where that was asked for.
      ...(dialog && readHeader(address, 'require')?.toLowerCase() === 'replaces' ? ['Require: replaces'] : []),
      // RFC 3892 2.2
      ...(referredBy === '' ? [] : [`Referred-By: ${referredBy}`]),
    ],
  }
}

/** A header of a SIP URI (RFC 3261 19.1.1). All but a few are dangerous to copy (19.1.5), and none but these is. */
function readHeader(address: string, wanted: string): string | null {
  const [, headers = ''] = /\?(.*)$/s.exec(address) ?? []
  for (const header of headers.split('&')) {
    const [name = '', ...value] = header.split('=')
    if (name.toLowerCase() !== wanted) continue
    try {
      return decodeURIComponent(value.join('='))
    } catch {
      return ''
    }
  }
  return null
}
