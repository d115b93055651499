import type { Core, Session } from 'sip.js'
import type { Reason } from '../../machines/ports'
import { readReasons } from './reason'
import type { SipModule } from './sip-module'

/** An UPDATE (RFC 3311), which SIP.js has no word for. */
export type IncomingUpdate = Pick<Core.IncomingRequest, 'message' | 'accept' | 'reject'>

export interface DialogEvents {
  onBye(reason: Reason | null): void
  /** A re-INVITE; `answer` has SIP.js answer it. */
  onOffer(request: Core.IncomingInviteRequest, answer: () => void): void
  onPrack(request: Core.IncomingPrackRequest): void
  onNotify(request: Core.IncomingNotifyRequest): void
  onMessage(request: Core.IncomingMessageRequest): void
  onRefer(request: Core.IncomingReferRequest): void
  /** The server says that it records the call, or no more. */
  onRecording(recording: 'on' | 'off'): void
}

/** The methods that we do something about. */
export const allow = 'Allow: ACK,BYE,CANCEL,INFO,INVITE,MESSAGE,NOTIFY,OPTIONS,PRACK,REFER,UPDATE'

/** Guards the dialog of a session from when it comes up, and again whenever SIP.js puts itself in the guard's place. */
export class DialogWatch {
  readonly #sip: SipModule
  readonly #events: DialogEvents
  #guard: Core.SessionDelegate | undefined

  constructor(sip: SipModule, events: DialogEvents) {
    this.#sip = sip
    this.#events = events
  }

  look(session: Session): void {
    const { dialog } = session
    if (!dialog || dialog.sessionState === this.#sip.DialogState.Early) return
    if (dialog.delegate === undefined || dialog.delegate === this.#guard) return
    this.#guard = guard(dialog.delegate, session, this.#sip.SessionState, this.#events)
    dialog.delegate = this.#guard
  }
}

/**
 * Stands between a dialog and the SIP.js session: SIP.js follows every REFER, accepts every INFO and MESSAGE, and drops
 * without an answer what comes in while it still works on a 200.
 */
function guard(
  delegate: Core.SessionDelegate,
  session: Session,
  { Established: established, Terminated: terminated }: SipModule['SessionState'],
  events: DialogEvents,
): Core.SessionDelegate {
  const whenEstablished = (action: () => void) => {
    if (session.state === established) action()
    else session.stateChange.addListener((state) => state === established && queueMicrotask(action))
  }
  return {
    ...delegate,
    // SIP.js waits for the ACK to its 200 even where the far end has hung up instead, and would throw.
    onAckTimeout: () => {
      if (session.state !== terminated) delegate.onAckTimeout?.()
    },
    onBye: (request) => {
      request.accept()
      events.onBye(readReasons(request.message)[0] ?? null)
      whenEstablished(() => delegate.onBye?.(request))
    },
    onInvite: (request) => {
      if (session.state === established) events.onOffer(request, () => delegate.onInvite?.(request))
      // The INVITE that we sent is still under way here (RFC 3261 14.2).
      else request.reject({ statusCode: 491 })
    },
    onInfo: (request) => answerInfo(request, events),
    onMessage: (request) => events.onMessage(request),
    onNotify: (request) => events.onNotify(request),
    onPrack: (request) => events.onPrack(request),
    onRefer: (request) => events.onRefer(request),
  }
}

/** Outside of a call nobody is there who could be sent elsewhere: whoever follows such a REFER makes calls for strangers. */
export function refuseRefer(request: Core.IncomingReferRequest): void {
  request.reject({ statusCode: 603 })
}

/** Tones of the far end (and empty requests, which probe the dialog) are taken note of; we act upon neither. */
function answerInfo(request: Core.IncomingInfoRequest, events: DialogEvents): void {
  const contentType = request.message.getHeader('content-type')
  const recording = /^\s*(on|off)\b/i.exec(request.message.getHeader('record') ?? '')?.[1]?.toLowerCase()
  if (request.message.hasHeader('info-package')) {
    // RFC 6086 4.2.2: we have announced no package.
    request.reject({ statusCode: 469, extraHeaders: ['Recv-Info: nil'] })
  } else if (recording === 'on' || recording === 'off') {
    request.accept()
    events.onRecording(recording)
  } else if (contentType === undefined || /^application\/dtmf(?:-relay)?\b/i.test(contentType)) {
    request.accept()
  } else {
    request.reject({ statusCode: 415, extraHeaders: ['Accept: application/dtmf-relay, application/dtmf'] })
  }
}
