import { Core } from 'sip.js'
import type { Side } from '../events'
import { type Direction, isHold } from '../media/direction'
import { digitOfInfo, EventReader } from '../media/dtmf'
import type { MediaLeg, MediaPacket } from '../media/leg'
import type { Connection } from '../sip/connection'

/** What a party tells its call. */
export interface PartyOwner {
  /** Aborts when the call is over. */
  readonly signal: AbortSignal
  onBye(party: Party, reason: string | undefined): void
  onReinvite(party: Party, request: Core.IncomingInviteRequest): void
  onRefer(party: Party, request: Core.IncomingReferRequest): void
  onDigit(party: Party, digit: string, method: 'rfc4733' | 'info'): void
  onPacket(party: Party, packet: MediaPacket): void
  /** The socket is gone: this party can neither be told anything any more nor hang up. */
  onLost(party: Party): void
}

export const sdpBody = (sdp: string): Core.Body => ({
  contentDisposition: 'session',
  contentType: 'application/sdp',
  content: sdp,
})

/** One end of a call: the dialog with its client, and the media leg that goes with it. */
export class Party {
  readonly side: Side
  readonly connection: Connection
  /** What this party last offered was a hold. */
  holding = false
  #owner: PartyOwner
  readonly #eventReader = new EventReader()
  /** We have asked it to call somebody else, and it tells how that goes. */
  #isReferred = false
  #media: MediaLeg | undefined
  #session: Core.Session | undefined

  constructor(side: Side, connection: Connection, owner: PartyOwner) {
    this.side = side
    this.connection = connection
    this.#owner = owner
    this.join(owner)
  }

  /** A transfer takes a party from one call to another. */
  join(owner: PartyOwner): void {
    this.#owner = owner
    this.connection.closed.addEventListener('abort', () => this.#owner === owner && owner.onLost(this), {
      signal: owner.signal,
    })
  }

  get media(): MediaLeg | undefined {
    return this.#media
  }

  get session(): Core.Session | undefined {
    return this.#session
  }

  useMedia(media: MediaLeg): void {
    this.#media = media
    media.onPacket = (packet) => {
      if (packet.kind === 'events') {
        const digit = this.#eventReader.read(packet.payload, packet.timestamp)
        if (digit !== undefined) this.#owner.onDigit(this, digit, 'rfc4733')
      }
      this.#owner.onPacket(this, packet)
    }
  }

  /** The dialog is confirmed: from now on its requests come here. */
  useSession(session: Core.Session): void {
    this.#session = session
    session.delegate = {
      onBye: (request) => {
        request.accept()
        this.#session = undefined
        this.#owner.onBye(this, request.message.getHeader('reason'))
      },
      onInvite: (request) => this.#owner.onReinvite(this, request),
      onInfo: (request) => this.#readInfo(request),
      onRefer: (request) => this.#owner.onRefer(this, request),
      onNotify: (request) => (this.#isReferred ? request.accept() : request.reject({ statusCode: 481 })),
      onMessage: (request) => request.reject({ statusCode: 405 }),
    }
  }

  /** Notes what this party offered, and says what that changed. */
  noteOffer(direction: Direction): 'held' | 'resumed' | undefined {
    const before = this.holding
    this.holding = isHold(direction)
    if (before === this.holding) return undefined
    return this.holding ? 'held' : 'resumed'
  }

  /** Passes a digit on to this party by INFO: as it came, or because it has no telephone events in its media. */
  sendDigit(digit: string): void {
    this.#session?.info(undefined, {
      body: {
        contentDisposition: 'render',
        contentType: 'application/dtmf-relay',
        content: `Signal=${digit}\r\nDuration=160\r\n`,
      },
    })
  }

  /** Tells how what a REFER asked for goes (RFC 3515 2.4.5). A final status ends the subscription. */
  notify(status: number, reasonPhrase: string): void {
    const session = this.#session
    if (session?.sessionState !== Core.SessionState.Confirmed || this.connection.closed.aborted) return
    const state = status < 200 ? 'active;expires=180' : 'terminated;reason=noresource'
    session.notify(undefined, {
      extraHeaders: ['Event: refer', `Subscription-State: ${state}`, `Contact: ${this.connection.contact}`],
      body: {
        contentDisposition: 'render',
        contentType: 'message/sipfrag;version=2.0',
        content: `SIP/2.0 ${status} ${reasonPhrase}\r\n`,
      },
    })
  }

  /** Asks this party to call somebody else in our place (RFC 3515). */
  refer(number: string): void {
    const session = this.#session
    const domain = session?.remoteURI.host
    this.#isReferred = true
    session?.refer(undefined, {
      extraHeaders: [
        `Refer-To: <sip:${number}@${domain}>`,
        `Referred-By: <sip:pbx@${domain}>`,
        `Contact: ${this.connection.contact}`,
      ],
    })
  }

  hangUp(reason?: string): void {
    const session = this.#session
    this.#session = undefined
    if (!session || this.connection.closed.aborted) return
    const bye = (): void => {
      session.bye(undefined, { extraHeaders: reason === undefined ? [] : [`Reason: ${reason}`] })
    }
    // Whoever sent the 200 must not send BYE before its ACK came, or is given up (RFC 3261 15).
    if (session.sessionState === Core.SessionState.AckWait) session.delegate = { onAck: bye, onAckTimeout: bye }
    else if (session.sessionState === Core.SessionState.Confirmed) bye()
  }

  #readInfo(request: Core.IncomingInfoRequest): void {
    const { message } = request
    const digit = digitOfInfo(message.getHeader('content-type') ?? '', message.body)
    if (digit === undefined) {
      // A body that we do not understand (RFC 6086 4.2.2).
      request.reject({ statusCode: 415, extraHeaders: ['Accept: application/dtmf-relay, application/dtmf'] })
      return
    }
    request.accept()
    this.#owner.onDigit(this, digit, 'info')
  }
}
