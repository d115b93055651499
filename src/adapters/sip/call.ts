import type { Core, Session } from 'sip.js'
import type { Failure } from '../../machines/failure'
import type { Offer, Reason, SessionFact } from '../../machines/ports'
import type { FindCallMedia } from '../call-media'
import { CallFacts } from './call-facts'
import { classifyResponse, isMadeUp } from './classify'
import { DescriptionHandler } from './description-handler'
import { DialogWatch, type IncomingUpdate } from './dialog-guard'
import type { PickUp } from './dialog-info'
import { Negotiation } from './negotiation'
import { type Refer, Referral } from './referral'
import { RemoteHold } from './remote-hold'
import type { Replaces } from './replaces'
import { SessionRefresh } from './session-refresh'
import { SessionTimer } from './session-timer'
import type { SipModule } from './sip-module'

export interface CallTools {
  readonly sip: SipModule
  readonly findCallMedia: FindCallMedia
  readonly now: () => number
  readonly random: () => number
  /** Whether a 3xx to an INVITE is followed. */
  readonly redirects: 'follow' | 'refuse'
  /** Whether messages can be sent at the moment. */
  readonly isConnected: () => boolean
  /** Whether the server knows us by this connection. */
  readonly isRegistered: () => boolean
  /** How what rings at this address is picked up; null: nothing rings, or the server does not tell. */
  readonly pickUpOf: (uri: string) => PickUp | null
  readonly onRefer: (call: Call, request: Core.IncomingReferRequest) => void
  readonly whenOver: (call: Call) => void
  /** A MESSAGE in the call's dialog (RFC 3428 4): it is one like any other. */
  readonly onMessage: (request: Core.IncomingMessageRequest) => void
}

type Ended = Omit<Extract<SessionFact, { type: 'session.ended' }>, 'type' | 'at'>

/** One call's signalling. The SIP.js session stays in here; what becomes of it is told as facts. */
export abstract class Call {
  readonly callId: string
  readonly facts: CallFacts
  readonly description: DescriptionHandler
  protected readonly timer: SessionTimer
  /** Resolves when the end has been told. */
  readonly over: Promise<void>
  protected readonly tools: CallTools
  #session: Session | null = null
  #negotiation: Negotiation | null = null
  readonly #dialogWatch: DialogWatch
  #isConfirmed = false
  #isLeaving = false
  readonly #remoteHold: RemoteHold
  readonly #refresh: SessionRefresh
  readonly #referral: Referral

  constructor(tools: CallTools, callId: string) {
    this.tools = tools
    this.callId = callId
    let whenOver = () => {}
    this.over = new Promise((resolve) => {
      whenOver = resolve
    })
    this.timer = new SessionTimer({
      onDue: () => this.#refresh.refresh(),
      onExpired: () => this.lose({ code: 'timed-out' }),
    })
    this.facts = new CallFacts(() => {
      this.timer.close()
      whenOver()
      tools.whenOver(this)
    })
    this.#remoteHold = new RemoteHold(this.facts.tell)
    this.#refresh = new SessionRefresh({
      timer: this.timer,
      dialog: () => this.#session?.dialog as Core.SessionDialog | undefined,
      isConnected: tools.isConnected,
      tell: this.facts.tell,
      lose: (failure, reason) => this.lose(failure, reason),
    })
    this.#referral = new Referral({
      sip: tools.sip,
      tell: this.facts.tell,
      onDialogGone: (response) => this.lose({ ...classifyResponse(response), code: 'dialog-gone' }),
    })
    this.#dialogWatch = new DialogWatch(tools.sip, {
      onBye: (reason) => this.end({ by: 'remote', failure: null, reason }),
      onRecording: (recording) => this.facts.tell({ type: 'session.recordingTold', recording }),
      onNotify: (request) => this.#referral.hear(request),
      onMessage: tools.onMessage,
      onRefer: (request) => this.#asked(request),
      onOffer: (request, answer) => this.#negotiation?.receive(request, answer),
      onPrack: (request) => this.onPrack(request),
    })
    this.description = new DescriptionHandler({
      callId,
      findCallMedia: tools.findCallMedia,
      onRemoteHold: (isHeld) => this.#remoteHold.hear(isHeld),
      onUnanswerable: (error) => this.onUnanswerable(error),
    })
  }

  get session(): Session | null {
    return this.#session
  }

  /** The far end and we have confirmed the dialog. */
  get isConfirmed(): boolean {
    return this.#isConfirmed
  }

  /** Whoever hears of it knows of a conversation. */
  get isConversation(): boolean {
    return this.#isConfirmed
  }

  /** Whether a challenge to the INVITE with this Call-ID (the header) must not be answered any more. */
  abstract isGivenUp(sipCallId: string): boolean

  /** Ends the call, politely, at whatever stage it is: CANCEL, a refusal or BYE. */
  abstract hangUp(): void

  /** The connection broke. What is established goes on, the rest comes to nothing. */
  abstract loseTransport(): void

  /** Where we sent the INVITE, the Call-ID is ours. */
  protected abstract readonly ownsCallId: boolean

  /** What it comes to when the session is over and nothing has said why. */
  protected abstract readonly fallback: SessionFact

  protected abstract onUnanswerable(error: unknown): void

  /** Nobody but a callee that rings has a reliable response to be acknowledged. */
  protected onPrack(request: Core.IncomingPrackRequest): void {
    request.reject({ statusCode: 481 })
  }

  /** Nothing can be done in its dialog any more. */
  get isLeaving(): boolean {
    return this.#isLeaving || this.facts.isOver
  }

  /** Whether this is the dialog that an INVITE wants to replace (RFC 3891 3). An early one of a call that we make, too. */
  stageOf({ callId, toTag, fromTag }: Replaces): 'none' | 'early' | 'confirmed' {
    const dialog = this.#session?.dialog
    const isIt = dialog?.callId === callId && dialog.localTag === toTag && dialog.remoteTag === fromTag
    return isIt && dialog.sessionState !== this.tools.sip.DialogState.Early ? 'confirmed' : 'none'
  }

  /** Another dialog takes the place of this one: whoever heard of this call hears of that one. */
  giveWayTo(heir: Call): void {
    heir.facts.attach(this.facts.detach())
    this.hangUp()
  }

  /** What was agreed on with whom this call's far end has replaced: a hold goes on. */
  protected inherit(former: Call): void {
    if (former.#negotiation) this.#negotiation?.inherit(former.#negotiation.agreed)
  }

  offer(offer: Offer): void {
    // The ACK to the INVITE that has replaced another one is still under way.
    if (this.#negotiation && !this.ownsCallId && !this.#isConfirmed && !this.isLeaving) this.#negotiation.cross()
    else if (this.#negotiation && !this.isLeaving) this.#negotiation.offer(offer)
    else if (!this.facts.isOver) this.facts.tell({ type: 'session.offerRefused', failure: { code: 'refused' } })
  }

  /** An UPDATE (RFC 3311): with an offer, or to refresh the session. */
  async answerUpdate(request: IncomingUpdate, hasOffer: boolean): Promise<void> {
    if (hasOffer && !this.#negotiation) {
      // The first offer and answer are still under way: ours, or theirs (RFC 3311 5.2).
      request.reject(this.ownsCallId ? { statusCode: 491 } : { statusCode: 500, extraHeaders: ['Retry-After: 1'] })
      return
    }
    const { headers, begin } = this.timer.answer(request.message)
    if (hasOffer) await this.#negotiation?.answer(request, headers, begin)
    else {
      request.accept({ statusCode: 200, extraHeaders: headers })
      begin()
    }
  }

  refer(refer: Refer): void {
    const session = this.#session
    if (session && !this.isLeaving) void this.#referral.send(session, refer)
    else if (!this.facts.isOver) this.facts.tell({ type: 'session.referRefused', failure: { code: 'refused' } })
  }

  end(ended: Ended): void {
    this.facts.tell({ type: 'session.ended', ...ended, at: this.tools.now() })
  }

  /** 481, a 408 or silence in answer to a request of ours: the far end has no such dialog (RFC 3261 12.2.1.2). */
  lose(failure: Failure, reason: Reason | null = null): void {
    this.end({ by: 'lost', failure, reason })
    void this.bye()
  }

  /** Looks whether a dialog has come up: SIP.js does not say so before everything that follows from it is done. */
  watchDialog(): void {
    if (this.#session) this.#dialogWatch.look(this.#session)
  }

  /** Sends BYE where there is a dialog that can be ended, and tells the end when the far end has confirmed. */
  protected async bye(): Promise<void> {
    const { SessionState, DialogState } = this.tools.sip
    const session = this.#session
    if (session?.state !== SessionState.Established || this.#isLeaving) return
    if (session.dialog?.sessionState === DialogState.Terminated) return
    this.#isLeaving = true
    const gone = (response: Core.IncomingResponse) => {
      const isSilent = isMadeUp(response.message) && response.message.statusCode === 408
      this.end({ by: 'local', failure: isSilent ? { code: 'timed-out' } : null, reason: null })
    }
    try {
      const leaving = session.bye({ requestDelegate: { onAccept: gone, onRedirect: gone, onReject: gone } })
      // Before the ACK, SIP.js stands by for nothing else.
      this.watchDialog()
      await leaving
    } catch {
      this.end({ by: 'local', failure: null, reason: null })
    }
  }

  protected adopt(session: Session): void {
    const { SessionState } = this.tools.sip
    this.#session = session
    session.delegate = {
      // Answered by the guard of the dialog; SIP.js would answer them again.
      onBye: () => {},
      onAck: () => this.onAck(),
      onInvite: (_request, _response, statusCode) => this.#negotiation?.answered(statusCode),
    }
    session.stateChange.addListener((state) => {
      if (state === SessionState.Established) this.#begin(session)
      if (state === SessionState.Terminated) this.#finish()
    })
  }

  protected onAck(): void {
    this.#negotiation?.acknowledged()
  }

  /** The dialog is confirmed: from now on either side may offer. */
  protected confirm(accepted: Extract<SessionFact, { type: 'session.accepted' }>): void {
    if (this.isConfirmed || this.facts.isOver) return
    this.#isConfirmed = true
    this.facts.tell(accepted)
    this.#remoteHold.begin()
  }

  #asked(request: Core.IncomingReferRequest): void {
    if (this.#isConfirmed && !this.isLeaving) this.tools.onRefer(this, request)
    else request.reject({ statusCode: 603 })
  }

  #begin(session: Session): void {
    this.#negotiation ??= new Negotiation({
      session,
      ownsCallId: this.ownsCallId,
      description: this.description,
      timer: this.timer,
      isEstablished: () => this.#isEstablished(session),
      isConnected: this.tools.isConnected,
      random: this.tools.random,
      tell: this.facts.tell,
      lose: (failure, reason) => this.lose(failure, reason),
    })
    this.watchDialog()
  }

  #finish(): void {
    this.#negotiation?.close()
    // What SIP.js tells in the same turn says more, and the answer to a BYE is waited for.
    if (!this.#isLeaving) queueMicrotask(() => this.facts.tell(this.fallback))
  }

  #isEstablished(session: Session): boolean {
    return session.state === this.tools.sip.SessionState.Established
  }
}
