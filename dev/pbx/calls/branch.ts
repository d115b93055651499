import { type Core, NameAddrHeader, URI } from 'sip.js'
import type { Codec } from '../media/codecs'
import type { Direction } from '../media/direction'
import { MediaLeg } from '../media/leg'
import type { Binding } from '../sip/registrar'
import type { User } from '../users'
import type { Call } from './call'
import { Party, sdpBody } from './party'

const allow = 'Allow: ACK, BYE, CANCEL, INFO, INVITE, MESSAGE, NOTIFY, OPTIONS, REFER'

interface BranchOptions {
  readonly call: Call
  readonly binding: Binding
  readonly from: User
  readonly codecs: readonly Codec[]
  readonly direction: Direction
  /** Beside the usual ones. */
  readonly headers?: readonly string[]
}

/** RFC 4235 4.1.2: `localTag` is the phone's, `remoteTag` ours. */
export interface EarlyDialog {
  readonly callId: string
  readonly localTag: string
  readonly remoteTag: string
}

interface BranchListener {
  onProgress(branch: Branch, status: number, sdp: string | undefined): void
  onAnswer(branch: Branch, sdp: string): void
  onRefusal(branch: Branch, status: number, reasonPhrase: string | undefined): void
  /** The phone sends the caller to another number (302). Absent: that is not followed, and nobody is there. */
  onRedirect?(branch: Branch, number: string): void
}

/** One phone that rings for a call: its own INVITE, its own offer. A call may have several, and one of them gets it. */
export class Branch {
  readonly party: Party
  readonly media: MediaLeg
  readonly #options: BranchOptions
  #request: Core.OutgoingInviteRequest | undefined
  #state: 'ringing' | 'answered' | 'cancelled' | 'over' = 'ringing'
  #remoteTag: string | undefined

  constructor(options: BranchOptions) {
    const { call, binding, codecs } = options
    this.#options = options
    this.media = new MediaLeg(codecs)
    this.party = new Party('callee', binding.connection, call)
    this.party.useMedia(this.media)
  }

  /** Its dialog while it rings, as the phone knows it; undefined: the phone has said nothing yet, or it rings no more. */
  get early(): EarlyDialog | undefined {
    const message = this.#request?.message
    if (this.#state !== 'ringing' || !message || this.#remoteTag === undefined) return undefined
    return { callId: message.callId, localTag: this.#remoteTag, remoteTag: message.fromTag }
  }

  async ring(listener: BranchListener): Promise<void> {
    const { call, binding, from, direction, headers = [] } = this.#options
    const { core, contact, closed } = binding.connection
    const offer = await this.media.offer(direction)
    if (this.#state !== 'ringing') return
    const refused = (status: number, reasonPhrase?: string): void => {
      if (this.#state === 'ringing') listener.onRefusal(this, status, reasonPhrase)
      this.#finish()
    }
    if (closed.aborted) return refused(480)
    closed.addEventListener('abort', () => this.#state === 'ringing' && refused(480), { signal: call.signal })
    // Who calls is said by the PBX, in the domain that the callee registered in.
    const fromUri = new URI('sip', from.number, binding.aor.host)
    const message = core.makeOutgoingRequestMessage(
      'INVITE',
      binding.contact,
      fromUri,
      binding.aor,
      { fromDisplayName: from.name },
      [`Contact: ${contact}`, allow, ...headers],
      sdpBody(offer),
    )
    this.#request = core.invite(message, {
      onProgress: ({ message: { statusCode = 180, body, toTag } }) => {
        this.#remoteTag = toTag || this.#remoteTag
        if (this.#state === 'ringing') listener.onProgress(this, statusCode, body || undefined)
      },
      onAccept: (response) => {
        response.ack()
        const wanted = this.#state === 'ringing'
        if (wanted) this.#state = 'answered'
        this.party.useSession(response.session)
        // An answer that crossed our CANCEL: the call is up, and has to be hung up (RFC 3261 9.1).
        if (!wanted) return this.#hangUp()
        return listener.onAnswer(this, response.message.body)
      },
      onRedirect: ({ message }) => {
        const number = readNumber(message.parseHeader('contact'))
        if (number === undefined || !listener.onRedirect) return refused(480)
        if (this.#state === 'ringing') listener.onRedirect(this, number)
        return this.#finish()
      },
      onReject: ({ message: { statusCode = 480, reasonPhrase } }) =>
        // 408 means that the phone did not say anything at all.
        statusCode === 408 ? refused(480) : refused(statusCode, reasonPhrase),
    })
  }

  /** Stops the ringing; `reason` tells the phone why, so that it does not count a missed call (RFC 3326). */
  cancel(reason?: string): void {
    if (this.#state !== 'ringing') return
    this.#state = 'cancelled'
    if (!this.party.connection.closed.aborted) this.#request?.cancel(reason)
    this.media.close()
  }

  #hangUp(): void {
    this.party.hangUp()
    this.#finish()
  }

  #finish(): void {
    this.#state = 'over'
    this.media.close()
  }
}

/** The number in a Contact: whatever its domain is, there is only this PBX. */
function readNumber(contact: unknown): string | undefined {
  return contact instanceof NameAddrHeader ? (contact.uri.user ?? undefined) : undefined
}
