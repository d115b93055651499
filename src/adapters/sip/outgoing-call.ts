import type { Core, Inviter, UserAgent } from 'sip.js'
import type { Failure } from '../../machines/failure'
import type { SessionCommand, SessionFact } from '../../machines/ports'
import { Call } from './call'
import { classifyResponse, isMadeUp } from './classify'
import { writeExtras } from './custom-headers'
import { isSdp } from './description-handler'
import { readReasons } from './reason'
import { Redirects, sendTo } from './redirects'
import { readAsserted } from './remote-party'
import { type Replaces, writeReplaces } from './replaces'
import { amendRefused, replaceHeaders } from './resend'
import { parseTarget } from './target'
import { silenceMs } from './timing'
import type { TransferRequest } from './transfer-request'

export type Invite = Extract<SessionCommand, { type: 'session.invite' }>

type Progress = Extract<SessionFact, { type: 'session.progressed' }>['progress']

const progressOf: Readonly<Record<number, Progress>> = {
  100: 'trying',
  180: 'ringing',
  181: 'forwarded',
  182: 'queued',
}

/** A call that we make. */
export class OutgoingCall extends Call {
  protected override readonly ownsCallId = true
  #inviter: Inviter | null = null
  #redirects: Redirects | null = null
  #isSent = false
  #follows: TransferRequest | undefined
  /** The far end's, one of each fork. */
  readonly #earlyTags = new Set<string>()
  #isGivenUp = false
  /** Given up, but an answer that is on its way already is taken. */
  #isWelcome = false
  #request: Core.OutgoingInviteRequest | null = null
  #failure: Failure | null = null
  #cancelTimer: ReturnType<typeof setTimeout> | undefined

  /** `request`: what the call follows; whoever asked for it is told how it goes. */
  async invite(userAgent: UserAgent, invite: Invite, request?: TransferRequest): Promise<void> {
    this.#follows = request
    const inviter = this.#makeInviter(userAgent, invite)
    if (!inviter) {
      this.#reject({ code: 'invalid-target' })
      return
    }
    this.#inviter = inviter
    this.adopt(inviter)
    if (this.tools.redirects === 'follow') this.#redirects = new Redirects(this.tools.sip)
    try {
      const request = await inviter.invite({
        requestDelegate: {
          onTrying: (response) => this.#progress(response.message),
          onProgress: (response) => this.#progress(response.message),
          onAccept: (response) => this.#accepted(inviter, response.message),
          onRedirect: (response) => this.#refused(response.message),
          onReject: (response) => this.#refused(response.message),
        },
      })
      this.#isSent = true
      this.#request = request
      amendRefused(request, null, (response, message) => this.#amend(response, message))
      this.#endLateForks(inviter, request)
    } catch {
      // Hung up meanwhile, and that has been told; else the offer could not be made. Nothing was sent.
      this.facts.tell(this.fallback)
    }
  }

  override isGivenUp(sipCallId: string): boolean {
    return this.#isGivenUp && this.#inviter?.request.callId === sipCallId
  }

  override stageOf(replaces: Replaces): 'none' | 'early' | 'confirmed' {
    const { callId, fromTag } = this.#inviter?.request ?? {}
    const isEarly = !this.session?.dialog && callId === replaces.callId && fromTag === replaces.toTag
    return isEarly && this.#earlyTags.has(replaces.fromTag) ? 'early' : super.stageOf(replaces)
  }

  /** Gives the call up, unless its 200 has crossed our CANCEL: then it stands. */
  withdraw(): void {
    const { SessionState } = this.tools.sip
    const inviter = this.#inviter
    if (inviter?.state === SessionState.Initial) this.hangUp()
    // Later it is answered: that is being told.
    if (inviter?.state !== SessionState.Establishing || inviter.dialog || !this.#request) return
    this.#isGivenUp = true
    this.#isWelcome = true
    this.#awaitEnd(inviter)
    // SIP.js's own way to cancel would end what a 200 begins.
    this.#request.cancel()
  }

  override hangUp(): void {
    const { SessionState } = this.tools.sip
    const inviter = this.#inviter
    this.#isWelcome = false
    if (inviter?.state === SessionState.Initial) {
      // Nothing was sent, and SIP.js will send nothing: the offer comes too late for it.
      this.end({ by: 'local', failure: null, reason: null })
      void this.#cancel(inviter)
    } else if (inviter?.state === SessionState.Establishing) {
      this.#isGivenUp = true
      // A 200 is being worked on: ACK first, then BYE (RFC 3261 15.1.1).
      if (!inviter.dialog) void this.#cancel(inviter)
    } else void this.bye()
  }

  override loseTransport(): void {
    const { SessionState } = this.tools.sip
    const state = this.#inviter?.state
    if (state === SessionState.Established || state === SessionState.Terminated) return
    this.end({ by: 'lost', failure: { code: 'unreachable' }, reason: null })
    this.hangUp()
  }

  protected override get fallback(): SessionFact {
    const at = this.tools.now()
    const failure = this.#failure ?? (this.#isGivenUp ? null : ({ code: 'media-failed' } as const))
    if (!this.#isSent && failure) return { type: 'session.rejected', failure, at }
    return { type: 'session.ended', by: 'local', failure, reason: null, at }
  }

  protected override onUnanswerable(): void {
    this.#failure ??= { code: 'not-acceptable' }
  }

  #makeInviter(userAgent: UserAgent, invite: Invite): Inviter | null {
    const pickUp = invite.pickUpOf === undefined ? null : this.tools.pickUpOf(invite.pickUpOf)
    const target = pickUp ? (pickUp.target ?? invite.pickUpOf ?? invite.target) : invite.target
    const uri = this.#follows?.reference.uri ?? parseTarget(this.tools.sip, target)
    // Early answers are taken here: SIP.js would end a forked call for them, and leave a failed one ringing.
    return (
      uri &&
      new this.tools.sip.Inviter(userAgent, uri, {
        earlyMedia: false,
        extraHeaders: [
          ...this.timer.headers,
          ...writeExtras(this.tools.sip, invite),
          // Whoever does not know of Replaces is to refuse it, and not to let it ring there a second time (RFC 3891 6.1).
          ...(pickUp ? [writeReplaces(pickUp.replaces), 'Require: replaces'] : []),
          ...(this.#follows?.reference.headers ?? []),
        ],
      })
    )
  }

  /** What is refused for something that we can change is asked again. */
  #amend(response: Core.IncomingResponseMessage, message: Core.OutgoingRequestMessage): boolean {
    if (this.#isGivenUp || isMadeUp(response)) return false
    if (response.statusCode === 422 && this.timer.raise(response)) {
      replaceHeaders(message, this.timer.headers)
      return true
    }
    const elsewhere = this.#redirects?.next(response, message.ruri)
    if (!elsewhere) return false
    sendTo(message, elsewhere)
    this.description.forgetEarlyAnswer()
    this.facts.tell({ type: 'session.progressed', progress: 'forwarded', at: this.tools.now() })
    return true
  }

  /** Of an INVITE that was given up, SIP.js ends the first fork that answers all the same, and throws at the next. */
  #endLateForks(inviter: Inviter, request: Core.OutgoingInviteRequest): void {
    const { SessionState } = this.tools.sip
    const { delegate } = request
    request.delegate = {
      ...delegate,
      onAccept: (response) => {
        if (inviter.state !== SessionState.Terminated || inviter.dialog) {
          delegate?.onAccept?.(response)
          return
        }
        response.ack()
        response.session.bye()
      },
    }
  }

  #progress(response: Core.IncomingResponseMessage): void {
    if (response.toTag) this.#earlyTags.add(response.toTag)
    this.#follows?.hear(response)
    if (this.#isGivenUp || this.facts.isOver) return
    const progress = progressOf[response.statusCode ?? 0] ?? 'progressing'
    this.facts.tell({ type: 'session.progressed', progress, at: this.tools.now() })
    if (response.body && isSdp(response.getHeader('content-type') ?? '')) void this.#takeEarlyMedia(response.body)
  }

  async #takeEarlyMedia(answer: string): Promise<void> {
    try {
      await this.description.takeEarlyAnswer(answer)
    } catch {
      this.#failure ??= { code: 'media-failed' }
      this.hangUp()
    }
  }

  #accepted(inviter: Inviter, response: Core.IncomingResponseMessage): void {
    // The answer was of no use: SIP.js has sent ACK and BYE, and the fallback tells.
    if (inviter.state !== this.tools.sip.SessionState.Established) return
    this.#follows?.hear(response)
    this.timer.agreed(response)
    this.confirm({ type: 'session.accepted', remote: readAsserted(response), at: this.tools.now() })
    clearTimeout(this.#cancelTimer)
    if (this.#isWelcome) this.#isGivenUp = false
    if (this.#isGivenUp) void this.bye()
  }

  #refused(response: Core.IncomingResponseMessage): void {
    clearTimeout(this.#cancelTimer)
    this.#follows?.hear(response)
    if (this.#isGivenUp) this.end({ by: 'local', failure: this.#failure, reason: readReasons(response)[0] ?? null })
    else this.#reject(classifyResponse(response))
  }

  #reject(failure: Failure): void {
    this.facts.tell({ type: 'session.rejected', failure, at: this.tools.now() })
  }

  /**
   * CANCEL as soon as a 1xx has come (RFC 3261 9.1), which SIP.js sees to. A challenge is not answered any more; a 200
   * that crosses gets ACK and BYE. When nothing comes at all the transaction is over after 64*T1.
   */
  async #cancel(inviter: Inviter): Promise<void> {
    this.#awaitEnd(inviter)
    await inviter.cancel().catch(() => {})
    if (inviter.state === this.tools.sip.SessionState.Terminated) clearTimeout(this.#cancelTimer)
  }

  #awaitEnd(inviter: Inviter): void {
    clearTimeout(this.#cancelTimer)
    this.#cancelTimer = setTimeout(() => {
      this.end({ by: 'local', failure: { code: 'timed-out' }, reason: null })
      void inviter.dispose()
    }, silenceMs)
  }
}
