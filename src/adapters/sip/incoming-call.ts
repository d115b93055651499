import type { Core, Invitation } from 'sip.js'
import type { Failure } from '../../machines/failure'
import type { DeclineReason, Reason, Remote, SessionFact } from '../../machines/ports'
import { CallMediaClosed, type Renewal } from '../call-media'
import { Call, type CallTools } from './call'
import { isAnsweredElsewhere, readReasons } from './reason'
import { ReliableRinging } from './reliable-ringing'
import { readCaller } from './remote-party'
import { parseTarget } from './target'

const statusOf: Readonly<Record<DeclineReason, number>> = {
  declined: 603,
  busy: 486,
  unavailable: 480,
  'not-found': 404,
}

/** A call that comes in. */
export class IncomingCall extends Call {
  protected override readonly ownsCallId = false
  readonly #invitation: Invitation
  readonly #ringing: ReliableRinging
  /** Who has taken over: an ordinary caller has been told of before. */
  #remote: Remote | null = null
  #stage: 'alerting' | 'answering' | 'answered' = 'alerting'
  /** It has come into a conversation. */
  #hasReplaced = false

  constructor(tools: CallTools, callId: string, invitation: Invitation) {
    super(tools, callId)
    this.#invitation = invitation
    this.#ringing = new ReliableRinging(invitation, () => this.#refuse(504))
    this.adopt(invitation)
    invitation.stateChange.addListener(() => this.#ringing.stop())
    invitation.delegate = { ...invitation.delegate, onCancel: (cancel) => this.#cancelled(readReasons(cancel.request)) }
  }

  /** Whose place it has taken was talked with, though its own ACK may still be under way. */
  override get isConversation(): boolean {
    return this.#hasReplaced || super.isConversation
  }

  override isGivenUp(): boolean {
    return false
  }

  /** 180: somebody is being alerted. */
  ring(): void {
    if (!this.#isPending) return
    this.#ringing.ring()
    const early = this.#invitation.dialog
    // A caller may end an early dialog by BYE, too (RFC 3261 15); SIP.js would let it ring on.
    if (early) {
      early.delegate = {
        onBye: (request) => this.#hungUpEarly(request),
        onPrack: (request) => this.onPrack(request),
      }
    }
  }

  /**
   * Takes the place of another dialog of the same call (RFC 3891): answered at once, and nobody is alerted. Resolves with
   * whether it has; if not, the other one stands.
   */
  async takeOver(former: Call, becomeTheCall: () => void): Promise<boolean> {
    let renewal: Renewal
    try {
      renewal = await this.#renewMedia()
    } catch {
      this.#refuse(480)
      return false
    }
    this.#remote = readCaller(this.#invitation.request)
    await this.accept()
    const isAnswered = this.#stage === 'answered'
    if (!isAnswered || former.isLeaving) {
      renewal.goBack()
      if (isAnswered) void this.bye()
      return false
    }
    renewal.keep()
    this.inherit(former)
    this.#hasReplaced = former.isConversation
    becomeTheCall()
    former.giveWayTo(this)
    // What only rang there is answered with the ACK.
    if (this.#hasReplaced) this.facts.tell({ type: 'session.replaced', remote: this.#remote })
    return true
  }

  async accept(): Promise<void> {
    const { SessionState } = this.tools.sip
    if (!this.#isPending) return
    this.#stage = 'answering'
    try {
      const { headers, begin } = this.timer.answer(this.#invitation.request)
      await this.#invitation.accept({ sessionDescriptionHandlerOptions: {}, extraHeaders: headers })
      begin()
    } catch {
      // Cancelled meanwhile, and that has been told; else there is no answer to be made, and SIP.js has refused.
      this.facts.tell(this.fallback)
      return
    }
    if (this.#invitation.state !== SessionState.Established) return
    this.#stage = 'answered'
    this.description.agree()
  }

  reject(reason: DeclineReason): void {
    this.#turnAway(statusOf[reason])
  }

  /** 302: the caller, or the server for it, is to try there (RFC 3261 8.1.3.4). */
  deflect(target: string): void {
    const uri = parseTarget(this.tools.sip, target)
    if (uri) this.#turnAway(302, [`Contact: <${uri.toString()}>`])
    // It was checked at the door; whom nobody can be called instead of is told that nobody is here.
    else this.reject('unavailable')
  }

  override hangUp(): void {
    this.reject('unavailable')
  }

  override loseTransport(): void {
    const { SessionState } = this.tools.sip
    const { state } = this.#invitation
    if (state !== SessionState.Initial && state !== SessionState.Establishing) return
    this.end({ by: 'lost', failure: { code: 'unreachable' }, reason: null })
    this.#refuse(480)
  }

  protected override get fallback(): SessionFact {
    const at = this.tools.now()
    switch (this.#stage) {
      // The INVITE has expired (RFC 3261 13.3.1).
      case 'alerting':
        return { type: 'session.cancelled', by: 'caller', reason: null, at }
      // SIP.js has refused it for us.
      case 'answering':
        return { type: 'session.rejected', failure: { code: 'media-failed' }, at }
      // The ACK never came, or was of no use.
      case 'answered': {
        const [by, code] = this.isConfirmed ? (['local', 'media-failed'] as const) : (['lost', 'timed-out'] as const)
        return { type: 'session.ended', by, failure: { code }, reason: null, at }
      }
    }
  }

  /** SIP.js would say 480 to everything. */
  protected override onUnanswerable(error: unknown): void {
    if (this.#invitation.state !== this.tools.sip.SessionState.Establishing) return
    const isClosed = error instanceof CallMediaClosed
    const failure: Failure = { code: isClosed ? 'media-failed' : 'not-acceptable' }
    this.facts.tell({ type: 'session.rejected', failure, at: this.tools.now() })
    this.#refuse(isClosed ? 480 : 488)
  }

  protected override onAck(): void {
    if (this.isConfirmed) super.onAck()
    else this.confirm({ type: 'session.accepted', remote: this.#remote, at: this.tools.now() })
  }

  protected override onPrack(request: Core.IncomingPrackRequest): void {
    if (this.#ringing.acknowledge(request)) request.accept()
    else super.onPrack(request)
  }

  #renewMedia(): Promise<Renewal> {
    const media = this.tools.findCallMedia(this.callId)
    return media ? media.renew() : Promise.reject(new CallMediaClosed('The media of the call are closed'))
  }

  get #isPending(): boolean {
    return this.#invitation.state === this.tools.sip.SessionState.Initial
  }

  #turnAway(statusCode: number, extraHeaders: string[] = []): void {
    const { SessionState } = this.tools.sip
    const { state } = this.#invitation
    if (state === SessionState.Initial || state === SessionState.Establishing) {
      this.#refuse(statusCode, extraHeaders)
      this.end({ by: 'local', failure: null, reason: null })
    } else void this.bye()
  }

  #refuse(statusCode: number, extraHeaders: string[] = []): void {
    this.#invitation.reject({ statusCode, extraHeaders }).catch(() => {})
  }

  #cancelled(reasons: readonly Reason[]): void {
    const elsewhere = reasons.find(isAnsweredElsewhere)
    const by = elsewhere ? 'elsewhere' : 'caller'
    this.facts.tell({ type: 'session.cancelled', by, reason: elsewhere ?? reasons[0] ?? null, at: this.tools.now() })
  }

  #hungUpEarly(request: Core.IncomingByeRequest): void {
    request.accept()
    this.#cancelled(readReasons(request.message))
    this.#refuse(487)
  }
}
