import type { CallbackActorLogic } from 'xstate'
import type { CustomHeaders } from './call-extras'
import type { Remote } from './remote'

export type InvitationCommand = {
  readonly type: 'invitation.refuse'
  readonly callId: string
  /** busy: 486; unavailable: 480. */
  readonly reason: 'busy' | 'unavailable'
}

/** An INVITE that opens a dialog has come in; the session waits in the adapter under this id. */
export type InvitationFact = {
  readonly type: 'invitation.received'
  readonly callId: string
  readonly remote: Remote
  /** Its X-… headers, when it has any. */
  readonly headers?: CustomHeaders
  /** The caller asks the phone to answer by itself after this (Alert-Info, Call-Info, Answer-Mode: RFC 5373). */
  readonly answerAfterMs?: number
  readonly at: number
}

export type WatchInvitations = CallbackActorLogic<InvitationCommand, undefined, InvitationFact>
