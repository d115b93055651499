import type { BodyAndContentType, SessionDescriptionHandler, SessionDescriptionHandlerOptions } from 'sip.js'
import { type CallMedia, CallMediaClosed, type FindCallMedia } from '../call-media'
import { readHold } from './direction'

/** What a description is to say. SIP.js keeps the last options of a re-INVITE: they are passed each time. */
export interface OfferOptions extends SessionDescriptionHandlerOptions {
  readonly hold: boolean
}

export interface DescriptionHandlerOptions {
  readonly callId: string
  readonly findCallMedia: FindCallMedia
  /** An exchange is agreed: does the far end hold us? */
  readonly onRemoteHold: (isHeld: boolean) => void
  /** The far end's offer cannot be answered; told before SIP.js answers the request as it sees fit. */
  readonly onUnanswerable: (error: unknown) => void
}

/**
 * Carries descriptions between SIP.js and the call's media. In place of SIP.js's own handler, which would open devices,
 * ask a public STUN server and turn a remote hold into lasting one-way audio.
 */
export class DescriptionHandler implements SessionDescriptionHandler {
  readonly #options: DescriptionHandlerOptions
  #ourOffer: string | null = null
  #theirOffer: string | null = null
  #early: Promise<void> | null = null
  #taking: Promise<void> | null = null
  #isClosed = false

  constructor(options: DescriptionHandlerOptions) {
    this.#options = options
  }

  hasDescription(contentType: string): boolean {
    return isSdp(contentType)
  }

  async getDescription(options?: SessionDescriptionHandlerOptions): Promise<BodyAndContentType> {
    const offer = this.#theirOffer
    const body = await (offer === null ? this.#makeOffer(options) : this.#makeAnswer(offer))
    this.#assertOpen()
    return { body, contentType: 'application/sdp' }
  }

  async setDescription(description: string): Promise<void> {
    const ourOffer = this.#ourOffer
    if (ourOffer === null) {
      this.#theirOffer = description
      return
    }
    const taking = this.#takeAnswer(ourOffer, description)
    this.#taking = taking.catch(() => {})
    await taking.finally(() => {
      this.#taking = null
    })
  }

  /** The media are still taking an answer: until then, nothing new can be offered. null: they are not. */
  get taking(): Promise<void> | null {
    return this.#taking
  }

  /** An answer in a provisional response: early media, or no more than a hint (RFC 3261 13.2.1). Of forks, the first one's. */
  takeEarlyAnswer(answer: string): Promise<void> {
    if (this.#ourOffer === null || this.#early) return Promise.resolve()
    this.#early = this.#acceptAnswer(this.#ourOffer, answer, { isProvisional: true })
    return this.#early
  }

  /** Whoever gave it does not answer: the INVITE goes elsewhere. */
  forgetEarlyAnswer(): void {
    this.#early = null
  }

  /** Our answer is on the wire: what the far end offered holds. */
  agree(): void {
    const offer = this.#theirOffer
    this.#theirOffer = null
    if (offer !== null) this.#report(readHold(offer))
  }

  async rollbackDescription(): Promise<void> {
    this.#ourOffer = null
    this.#theirOffer = null
    await this.#findMedia()?.rollBack()
  }

  sendDtmf(): boolean {
    return false
  }

  /** The session is over. The media are closed by their own port. */
  close(): void {
    this.#isClosed = true
  }

  async #makeOffer(options: SessionDescriptionHandlerOptions | undefined): Promise<string> {
    const { hold = false }: Partial<OfferOptions> = options ?? {}
    const offer = await this.#media().createOffer({ hold, iceRestart: false })
    this.#ourOffer = offer
    return offer
  }

  async #makeAnswer(offer: string): Promise<string> {
    try {
      return await this.#media().createAnswer(offer)
    } catch (error) {
      this.#options.onUnanswerable(error)
      throw error
    }
  }

  async #takeAnswer(ourOffer: string, answer: string): Promise<void> {
    // A 200 repeats the answer of the 183 (RFC 3261 13.2.1), unless it comes from another fork.
    await this.#early
    await this.#acceptAnswer(ourOffer, answer)
    this.#ourOffer = null
    this.#early = null
  }

  async #acceptAnswer(ourOffer: string, answer: string, options = { isProvisional: false }): Promise<void> {
    await this.#media().acceptAnswer(answer, options)
    this.#assertOpen()
    this.#report(readHold(answer, ourOffer))
  }

  #report(reading: boolean | null): void {
    if (reading !== null) this.#options.onRemoteHold(reading)
  }

  #media(): CallMedia {
    const media = this.#findMedia()
    if (!media) throw new CallMediaClosed('The media of the call are closed')
    return media
  }

  #findMedia(): CallMedia | undefined {
    return this.#isClosed ? undefined : this.#options.findCallMedia(this.#options.callId)
  }

  /** The call ended while we were at it: SIP.js would send what we return, after the BYE. */
  #assertOpen(): void {
    if (this.#isClosed) throw new CallMediaClosed('The call has ended meanwhile')
  }
}

export function isSdp(contentType: string): boolean {
  return /^application\/sdp\b/i.test(contentType)
}
