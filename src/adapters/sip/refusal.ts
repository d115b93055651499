import type { Core } from 'sip.js'
import { isSdp } from './description-handler'
import { isTooShort, tooShort } from './session-expires'

export interface Refusal {
  readonly statusCode: number
  readonly extraHeaders: string[]
}

/** What a request with an offer may require. */
const supported: ReadonlySet<string> = new Set(['100rel', 'replaces', 'timer'])

/** Of an INVITE, a re-INVITE or an UPDATE: what we cannot do is said at once (RFC 3261 8.2.2.3, 8.2.3; RFC 4028 9). */
export function refusalOf(request: Core.IncomingRequestMessage): Refusal | null {
  const required = request
    .getHeaders('require')
    .flatMap((tags) => tags.split(','))
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '' && !supported.has(tag.toLowerCase()))
  if (required.length > 0) return { statusCode: 420, extraHeaders: [`Unsupported: ${required.join(', ')}`] }
  if (request.body && !isSdp(request.getHeader('content-type') ?? '')) {
    return { statusCode: 415, extraHeaders: ['Accept: application/sdp'] }
  }
  return isTooShort(request) ? tooShort : null
}
