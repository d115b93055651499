import type { SessionRefer, WatchSession } from '../../machines/ports'
import type { MakePort } from '../port'
import type { Call } from './call'
import type { Calls } from './calls'
import { IncomingCall } from './incoming-call'
import { type Invite, OutgoingCall } from './outgoing-call'

export interface SessionPortOptions {
  readonly makePort: MakePort
  readonly calls: Calls
  readonly now: () => number
  /** Begins a call; null without a connection. */
  readonly dial: (callId: string, invite: Invite) => OutgoingCall | null
}

/** One call's signalling as its chart sees it. */
export function createSessionPort({ makePort, calls, now, dial }: SessionPortOptions): WatchSession {
  return makePort('watchSession', ({ input: { callId }, tell, receive }) => {
    const alerting = calls.find(callId)
    alerting?.facts.attach(tell)
    if (alerting instanceof IncomingCall) alerting.ring()

    const refer = ({ target, replacesCallId, data }: SessionRefer, call: Call | undefined) => {
      const replaces = replacesCallId === null ? null : calls.find(replacesCallId)?.session
      // The consultation has ended in this moment: asking for its place would only ring somebody up.
      if (replaces === undefined) tell({ type: 'session.referRefused', failure: { code: 'ended' } })
      else call?.refer({ target, replaces, data })
    }

    receive((command) => {
      const call = calls.find(callId)
      switch (command.type) {
        case 'session.invite': {
          if (call) return
          const dialed = dial(callId, command)
          if (dialed) dialed.facts.attach(tell)
          else tell({ type: 'session.rejected', failure: { code: 'unreachable' }, at: now() })
          return
        }
        case 'session.accept':
          if (call instanceof IncomingCall) void call.accept()
          return
        case 'session.reject':
          if (call instanceof IncomingCall) call.reject(command.reason)
          return
        case 'session.deflect':
          if (call instanceof IncomingCall) call.deflect(command.target)
          return
        case 'session.withdraw':
          if (call instanceof OutgoingCall) call.withdraw()
          return
        case 'session.cancel':
        case 'session.bye':
          call?.hangUp()
          return
        case 'session.offer':
          call?.offer(command.offer)
          return
        case 'session.refer':
          refer(command, call)
      }
    })

    // The chart is gone: nothing of its call is left behind on the wire.
    return () => {
      const call = calls.find(callId)
      if (!call) return
      call.hangUp()
      call.facts.attach(() => {})
      calls.forget(call)
    }
  })
}
