import type { Core } from 'sip.js'
import type { Codec } from '../media/codecs'
import { type Direction, isHold, reverse } from '../media/direction'
import { MediaLeg, NotAcceptable } from '../media/leg'
import { directionOf } from '../media/sdp'
import type { Connection } from '../sip/connection'
import { Party, type PartyOwner, sdpBody } from './party'

/** The end of a call that sent the INVITE, before and after its answer. */
export class Caller extends Party {
  readonly offer: string
  readonly #request: Core.IncomingInviteRequest
  #answer: string | undefined
  #finished = false

  constructor(request: Core.IncomingInviteRequest, connection: Connection, owner: PartyOwner, onCancel: () => void) {
    super('caller', connection, owner)
    this.#request = request
    this.offer = request.message.body
    request.delegate = { onCancel }
    request.trying()
  }

  /** What the caller's INVITE says to whom it is for: X-… headers, and the few of SIP that are meant for people. */
  get passedOn(): readonly string[] {
    return Object.entries(this.#request.message.headers)
      .filter(([name]) => /^(?:X-|Subject$|Priority$|User-to-User$)/i.test(name))
      .map(([name, [first]]) => `${name}: ${first?.raw ?? ''}`)
  }

  /** True once a final response has been sent. */
  get finished(): boolean {
    return this.#finished
  }

  /** Answers the offer of the INVITE. The same answer goes into a 183 and into the 200 (RFC 3261 13.2.1). */
  async openMedia(allowed?: readonly Codec[], wanted: Direction = reverse(directionOf(this.offer))): Promise<MediaLeg> {
    if (this.media) return this.media
    // An INVITE without an offer would want ours in the 200; no browser phone sends one.
    if (this.offer === '') throw new NotAcceptable('an INVITE without an offer')
    const media = new MediaLeg()
    this.useMedia(media)
    this.#answer = await media.answer(this.offer, wanted, allowed)
    this.holding = isHold(directionOf(this.offer))
    return media
  }

  /** A provisional response; with early media when `openMedia` has been called. */
  progress(status: number): void {
    if (this.#finished) return
    this.#request.progress({
      statusCode: status,
      ...(this.#answer === undefined ? {} : { body: sdpBody(this.#answer) }),
    })
  }

  accept(): void {
    if (this.#finished || this.#answer === undefined) return
    this.#finished = true
    this.useSession(this.#request.accept({ statusCode: 200, body: sdpBody(this.#answer) }).session)
  }

  reject(status: number, reasonPhrase?: string): void {
    if (this.#finished) return
    this.#finished = true
    if (this.connection.closed.aborted) return
    this.#request.reject({ statusCode: status, ...(reasonPhrase === undefined ? {} : { reasonPhrase }) })
  }
}
