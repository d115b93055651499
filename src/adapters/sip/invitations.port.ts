import type { Invitation } from 'sip.js'
import type { WatchInvitations } from '../../machines/ports'
import type { MakePort } from '../port'
import { readAnswerAfter } from './auto-answer'
import type { Call, CallTools } from './call'
import type { Calls } from './calls'
import { readCustomHeaders } from './custom-headers'
import { IncomingCall } from './incoming-call'
import { refusalOf } from './refusal'
import { readCaller } from './remote-party'
import { type Replaces, readReplaces } from './replaces'

export interface InvitationsOptions {
  readonly makePort: MakePort
  readonly calls: Calls
  readonly newId: () => string
  readonly now: () => number
  /** The dialog of this call has been replaced by another one. */
  readonly onReplaced: (callId: string) => void
}

export interface Invitations {
  readonly port: WatchInvitations
  receive(invitation: Invitation, tools: CallTools): void
}

export function createInvitations({ makePort, calls, newId, now, onReplaced }: InvitationsOptions): Invitations {
  let announce: ((call: IncomingCall, invitation: Invitation) => void) | null = null

  /** The ids of a dialog are a secret: whoever names them may have it, if he comes by the server that knows us. */
  async function replace(invitation: Invitation, tools: CallTools, replaces: Replaces | 'nonsense'): Promise<void> {
    const former = replaces === 'nonsense' || !tools.isRegistered() ? undefined : calls.findReplaced(replaces)
    const statusCode = whyNotReplaced(former, replaces)
    if (!former || statusCode !== null) {
      await invitation.reject({ statusCode: statusCode ?? 481 }).catch(() => {})
      return
    }
    const call = new IncomingCall(tools, former.callId, invitation)
    calls.expect(call)
    const hasReplaced = await call.takeOver(former, () => calls.add(call))
    if (hasReplaced) onReplaced(call.callId)
    else calls.dismiss(call)
  }

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
      const refusal = refusalOf(invitation.request)
      if (refusal) {
        invitation.reject(refusal).catch(() => {})
        return
      }
      const replaces = readReplaces(invitation.request)
      if (replaces !== 'nothing') {
        void replace(invitation, tools, replaces)
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

/** RFC 3891 3; null: it may be replaced. */
function whyNotReplaced(former: Call | undefined, replaces: Replaces | 'nonsense'): number | null {
  if (replaces === 'nonsense') return 400
  if (!former) return 481
  if (former.isLeaving) return 603
  return replaces.isEarlyOnly && former.stageOf(replaces) === 'confirmed' ? 486 : null
}
