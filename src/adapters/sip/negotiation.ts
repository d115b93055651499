import type { Core, Session } from 'sip.js'
import type { Failure } from '../../machines/failure'
import type { Offer, Reason } from '../../machines/ports'
import type { TellSession } from './call-facts'
import { classifyResponse, isDialogGone, isMadeUp } from './classify'
import type { DescriptionHandler, OfferOptions } from './description-handler'
import type { IncomingUpdate } from './dialog-guard'
import { readReasons } from './reason'
import { type Refusal, refusalOf } from './refusal'
import { acknowledgeProgress } from './reliable-progress'
import { amendRefused, replaceHeaders } from './resend'
import type { SessionTimer } from './session-timer'
import { silenceMs } from './timing'

export interface NegotiationOptions {
  readonly session: Session
  readonly ownsCallId: boolean
  readonly description: DescriptionHandler
  readonly timer: SessionTimer
  readonly isEstablished: () => boolean
  readonly isConnected: () => boolean
  readonly random: () => number
  readonly tell: TellSession
  readonly lose: (failure: Failure, reason: Reason | null) => void
}

/** Offers in an established dialog, one at a time in either direction (RFC 3261 14). */
export class Negotiation {
  readonly #options: NegotiationOptions
  #state: 'stable' | 'offering' | 'answering' | 'awaitingAck' = 'stable'
  #timer: ReturnType<typeof setTimeout> | undefined
  /** Our intention as it was agreed last. */
  #agreed: Offer = { hold: false }

  constructor(options: NegotiationOptions) {
    this.#options = options
  }

  get agreed(): Offer {
    return this.#agreed
  }

  /** Agreed on in a dialog before this one, and answered so in this one. */
  inherit(agreed: Offer): void {
    this.#keepTo(agreed)
  }

  offer(offer: Offer): void {
    // SIP.js would throw.
    if (this.#state === 'stable') void this.#send(offer)
    else this.#tellCrossed()
  }

  /** An offer that cannot be made yet is to be made again, as after a 491. */
  cross(): void {
    this.#tellCrossed()
  }

  /** A re-INVITE has come in. */
  receive(request: Core.IncomingInviteRequest, answer: () => void): void {
    // Our own offer may still be being made: SIP.js notices only those that are on their way.
    const untimely = this.#untimely()
    if (untimely) {
      request.reject(untimely)
      return
    }
    const refusal = refusalOf(request.message)
    if (refusal) {
      request.reject(refusal)
      return
    }
    this.#state = 'answering'
    this.#options.tell({ type: 'session.offerReceived' })
    const accept = request.accept.bind(request)
    request.accept = (options) => {
      const { headers, begin } = this.#options.timer.answer(request.message)
      begin()
      return accept({ statusCode: 200, ...options, extraHeaders: [...(options?.extraHeaders ?? []), ...headers] })
    }
    answer()
  }

  /** An UPDATE with an offer: answered at once, without an ACK. */
  async answer(request: IncomingUpdate, headers: string[], begin: () => void): Promise<void> {
    const { description, tell } = this.#options
    const untimely = this.#untimely()
    if (untimely) {
      request.reject(untimely)
      return
    }
    this.#state = 'answering'
    tell({ type: 'session.offerReceived' })
    try {
      await description.setDescription(request.message.body)
      const { body, contentType } = await description.getDescription()
      const answer = { contentDisposition: 'session', contentType, content: body }
      request.accept({ statusCode: 200, extraHeaders: headers, body: answer })
      begin()
      description.agree()
    } catch {
      request.reject({ statusCode: 488 })
      await description.rollbackDescription().catch(() => {})
    }
    this.#tellAnswered()
  }

  /** SIP.js has answered it. */
  answered(statusCode: number): void {
    if (this.#state !== 'answering') return
    if (statusCode >= 300) {
      this.#tellAnswered()
      return
    }
    this.#state = 'awaitingAck'
    this.#options.description.agree()
    // SIP.js stops repeating its 200 and leaves it at that; RFC 3261 14.2 has us send BYE.
    this.#timer = setTimeout(() => this.#options.lose({ code: 'timed-out' }, null), silenceMs)
  }

  /** Only with the ACK is the transaction over, and an offer of ours possible. */
  acknowledged(): void {
    if (this.#state === 'awaitingAck') this.#tellAnswered()
  }

  close(): void {
    clearTimeout(this.#timer)
  }

  /** What an offer of theirs gets while another one is under way (RFC 3261 14.2, RFC 3311 5.2); null: none is. */
  #untimely(): Refusal | null {
    if (this.#state === 'offering') return { statusCode: 491, extraHeaders: [] }
    const isBusy = this.#state !== 'stable' || this.#options.description.taking !== null
    return isBusy ? { statusCode: 500, extraHeaders: ['Retry-After: 1'] } : null
  }

  #tellAnswered(): void {
    clearTimeout(this.#timer)
    this.#state = 'stable'
    this.#options.tell({ type: 'session.offerAnswered' })
  }

  async #send(offer: Offer): Promise<void> {
    this.#state = 'offering'
    const options: OfferOptions = { hold: offer.hold }
    // The answer in an ACK: an offer that overtook it would be taken for one that it answers.
    await this.#options.description.taking
    try {
      const request = await this.#options.session.invite({
        sessionDescriptionHandlerOptions: options,
        requestOptions: { extraHeaders: [...this.#options.timer.headers] },
        requestDelegate: {
          onAccept: (response) => this.#accepted(offer, response.message),
          onReject: (response) => this.#refused(response.message),
        },
      })
      const { delegate } = request
      // SIP.js does nothing about a 3xx, and waits for ever.
      if (delegate) request.delegate = { ...delegate, onRedirect: (response) => delegate.onReject?.(response) }
      const { timer, session } = this.#options
      const dialog = session.dialog as Core.SessionDialog
      acknowledgeProgress(request, dialog)
      amendRefused(request, dialog, (response, message) => {
        if (response.statusCode !== 422 || !timer.raise(response)) return false
        replaceHeaders(message, timer.headers)
        return true
      })
      // A 1xx and then nothing: SIP.js would wait for ever here, too.
      this.#timer = setTimeout(() => request.cancel(), silenceMs)
    } catch {
      await this.#notMade()
    }
  }

  #accepted(offer: Offer, response: Core.IncomingResponseMessage): void {
    this.#settle(offer)
    this.#options.timer.agreed(response)
    // The answer was of no use, and SIP.js has sent BYE.
    if (!this.#options.isEstablished()) return
    this.#options.tell({ type: 'session.negotiated', offer })
  }

  #refused(response: Core.IncomingResponseMessage): void {
    this.#settle()
    if (!this.#options.isEstablished()) return
    if (response.statusCode === 491) {
      this.#tellCrossed()
      return
    }
    const failure = classifyResponse(response)
    if (this.#isDialogGone(response)) {
      this.#options.lose({ ...failure, code: 'dialog-gone' }, readReasons(response)[0] ?? null)
    } else this.#options.tell({ type: 'session.offerRefused', failure })
  }

  async #notMade(): Promise<void> {
    this.#settle()
    if (!this.#options.isEstablished()) return
    await this.#options.description.rollbackDescription().catch(() => {})
    this.#options.tell({ type: 'session.offerRefused', failure: { code: 'media-failed' } })
  }

  #settle(agreed = this.#agreed): void {
    clearTimeout(this.#timer)
    this.#state = 'stable'
    this.#keepTo(agreed)
  }

  #keepTo(agreed: Offer): void {
    this.#agreed = agreed
    // An offerless re-INVITE is answered with these.
    const options: OfferOptions = { hold: agreed.hold }
    this.#options.session.sessionDescriptionHandlerOptionsReInvite = options
  }

  /** Silence counts like a 408, unless it is ours: without a connection nothing can be said about the dialog. */
  #isDialogGone(response: Core.IncomingResponseMessage): boolean {
    if (isMadeUp(response)) return response.statusCode === 408 && this.#options.isConnected()
    return isDialogGone(response)
  }

  /** RFC 3261 14.1: whoever owns the Call-ID waits longer, so that the two do not cross again. Steps of 10 ms. */
  #tellCrossed(): void {
    const [from, to] = this.#options.ownsCallId ? [2100, 4000] : [0, 2000]
    const steps = (to - from) / 10 + 1
    const retryAfterMs = from + 10 * Math.floor(this.#options.random() * steps)
    this.#options.tell({ type: 'session.offersCrossed', retryAfterMs })
  }
}
