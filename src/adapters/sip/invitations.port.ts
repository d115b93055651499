import type { Invitation } from 'sip.js'
import type { WatchInvitations } from '../../machines/ports'
import type { MakePort } from '../port'
import { readAnswerAfter } from './auto-answer'
import type { CallTools } from './call'
import type { Calls } from './calls'
import { readCustomHeaders } from './custom-headers'
import { isSdp } from './description-handler'
import { IncomingCall } from './incoming-call'
import { readCaller } from './remote-party'
import { isTooShort, tooShort } from './session-expires'

export interface InvitationsOptions {
  readonly makePort: MakePort
  readonly calls: Calls
  readonly newId: () => string
  readonly now: () => number
}

export interface Invitations {
  readonly port: WatchInvitations
  receive(invitation: Invitation, tools: CallTools): void
}

export function createInvitations({ makePort, calls, newId, now }: InvitationsOptions): Invitations {
  let announce: ((call: IncomingCall, invitation: Invitation) => void) | null = null

  return {
    port: makePort('watchInvitations', ({ tell, receive }) => {
      announce = (call, invitation) => {
        const headers = readCustomHeaders(invitation.request)
        const answerAfterMs = readAnswerAfter(invitation.request)
        tell({
          type: 'invitation.received',
          callId: call.callId,
          remote: readCaller(invitation.request),
          ...(headers ? { headers } : {}),
          ...(answerAfterMs === null ? {} : { answerAfterMs }),
          at: now(),
        })
      }
      receive(({ callId, reason }) => {
        const call = calls.find(callId)
        if (!(call instanceof IncomingCall)) return
        call.facts.attach(() => {})
        call.reject(reason)
        calls.forget(call)
      })
      return () => {
        announce = null
      }
    }),

    receive(invitation, tools) {
      const refusal = refusalOf(invitation)
      if (refusal) {
        invitation.reject(refusal).catch(() => {})
        return
      }
      const call = new IncomingCall(tools, newId(), invitation)
      if (announce) {
        calls.add(call)
        announce(call, invitation)
      } else call.reject('unavailable')
    },
  }
}

/** What a caller may require. */
const supported: ReadonlySet<string> = new Set(['100rel', 'timer'])

interface Refusal {
  readonly statusCode: number
  readonly extraHeaders: string[]
}

/**
 * What we cannot do is said at once. An INVITE that only offers Replaces is an ordinary one to a phone that does not
 * support it (RFC 3261 8.2.2).
 */
function refusalOf({ request }: Invitation): Refusal | null {
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
