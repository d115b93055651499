import type { Core } from 'sip.js'
import type { Events, Side } from '../events'
import type { Direction } from '../media/direction'
import type { MediaPacket } from '../media/leg'
import type { Connection } from '../sip/connection'
import type { EarlyDialog } from './branch'
import { Caller } from './caller'
import type { Party, PartyOwner } from './party'
import { type Directory, refer } from './referral'
import { renegotiate } from './renegotiation'

/** A call as plain data. */
export interface CallView {
  readonly callId: string
  readonly from: string
  readonly to: string
  readonly state: CallState
  readonly caller: PartyView
  readonly callee?: PartyView
}

interface PartyView {
  /** The Call-ID of this party's dialog; the caller's is the call's id. */
  readonly dialogCallId?: string
  readonly holding: boolean
  /** The PBX's direction towards this party, as agreed. */
  readonly direction?: Direction
  readonly codec?: string
  /** RTP packets from and to this party. */
  readonly received: number
  readonly sent: number
}

type CallState = 'trying' | 'ringing' | 'answered' | 'ended'

interface Ending {
  readonly by: Side | 'pbx'
  readonly why: string
  /** The final status for a caller who has not been answered yet. */
  readonly status?: number
  readonly reasonPhrase?: string
  /** A Reason header (RFC 3326) for whoever is told. */
  readonly reason?: string
}

interface CallOptions {
  readonly request: Core.IncomingInviteRequest
  readonly connection: Connection
  readonly from: string
  readonly to: string
  readonly directory: Directory
  readonly events: Events
  readonly log: (line: string) => void
}

/** One call: a caller, perhaps a callee, and the end that it comes to exactly once. */
export class Call implements PartyOwner {
  readonly id: string
  readonly from: string
  readonly caller: Caller
  /** Who sent a REFER that is being carried out. */
  referring: Party | undefined
  readonly #directory: Directory
  /** Whom the media go between: first the caller and the callee, and after a transfer whoever has come in their place. */
  readonly #ends: [Party | undefined, Party | undefined]
  /** Who has transferred the other side, and not hung up yet. */
  readonly #released = new Set<Party>()
  /** Who has gone over to another call. */
  readonly #elsewhere = new Set<Party>()
  /** A re-INVITE is being answered or relayed: another one would cross it. */
  negotiating = false
  readonly #events: Events
  readonly #log: (line: string) => void
  readonly #ended = new AbortController()
  #takeFromPhones = () => {}
  #state: CallState = 'trying'
  #to: string

  constructor({ request, connection, from, to, directory, events, log }: CallOptions) {
    this.id = request.message.callId
    this.from = from
    this.#to = to
    this.#directory = directory
    this.#events = events
    this.#log = log
    this.caller = new Caller(request, connection, this, () =>
      this.end({ by: 'caller', status: 487, why: 'cancelled', ...reasonOf(request) }),
    )
    this.#ends = [this.caller, undefined]
    events.emit({ type: 'call.started', callId: this.id, from, to })
  }

  /** The number that is called: after a redirection, the one that it leads to. */
  get to(): string {
    return this.#to
  }

  get callee(): Party | undefined {
    return this.#ends[1]
  }

  set callee(party: Party) {
    this.#ends[1] = party
  }

  get parties(): readonly Party[] {
    return this.#ends.filter((party) => party !== undefined)
  }

  get state(): CallState {
    return this.#state
  }

  /** Aborts when the call has ended: whatever waits for something on its behalf waits with this. */
  get signal(): AbortSignal {
    return this.#ended.signal
  }

  ringing(status = 180): void {
    if (this.#state === 'trying') this.#state = 'ringing'
    this.caller.progress(status)
    this.#events.emit({ type: 'call.ringing', callId: this.id, status })
  }

  /** A code before the number says how it is called, and not whom. */
  isFor(number: string): void {
    this.#to = number
  }

  /** The caller is sent to another number, and is told so (181). */
  forward(to: string): void {
    this.#to = to
    this.#ends[1] = undefined
    this.ringing(181)
  }

  /** Sends the caller the answer that `openMedia` prepared. */
  answer(): void {
    if (this.signal.aborted) return
    this.#state = 'answered'
    this.caller.accept()
    this.#events.emit({ type: 'call.answered', callId: this.id })
  }

  end({ by, why, status = 480, reasonPhrase, reason }: Ending): void {
    if (this.signal.aborted) return
    const answered = this.caller.finished
    this.#state = 'ended'
    this.#ended.abort()
    if (!answered) this.caller.reject(status, reasonPhrase)
    for (const party of new Set([this.caller, ...this.parties, ...this.#released])) {
      if (this.#elsewhere.has(party)) continue
      party.hangUp(reason)
      party.media?.close()
    }
    const refusal = answered ? {} : { status }
    this.#events.emit({ type: 'call.ended', callId: this.id, by, ...refusal, why })
  }

  /** Resolves when somebody else answers in place of the phones that ring. */
  readonly pickedUp: Promise<'picked up'> = new Promise((resolve) => {
    this.#takeFromPhones = () => resolve('picked up')
  })

  /** The dialogs of the phones that ring for it. */
  earlyDialogs: () => readonly EarlyDialog[] = () => []

  takeFromPhones(): void {
    this.#takeFromPhones()
  }

  /** `party` has sent the other one elsewhere: its leg stays until it hangs up. */
  release(party: Party): void {
    if (party.session) this.#released.add(party)
    this.#leave(party)
  }

  otherThan(party: Party): Party | undefined {
    const [first, second] = this.#ends
    if (party === first) return second
    return party === second ? first : undefined
  }

  /** `party` comes in the place of `old`, whose leg stays until it hangs up. */
  replace(old: Party | undefined, party: Party): void {
    this.#ends[this.#ends[0] === old || this.#ends[0] === undefined ? 0 : 1] = party
    if (old?.session) this.#released.add(old)
    party.join(this)
  }

  /** Goes over to another call. */
  giveAway(party: Party): void {
    this.#elsewhere.add(party)
    this.#leave(party)
  }

  tellReferred(by: Party, to: string, status: number): void {
    this.#events.emit({ type: 'referred', callId: this.id, by: by.side, to, status })
  }

  onBye(party: Party, reason: string | undefined): void {
    // Its part is over, or will be when the transfer has come to something: the others go on.
    if (this.#released.delete(party) || (this.referring === party && this.otherThan(party))) {
      this.#leave(party)
      party.media?.close()
      return
    }
    this.end({ by: party.side, why: 'hung up', ...(reason === undefined ? {} : { reason }) })
  }

  onLost(party: Party): void {
    if (this.#released.delete(party)) party.media?.close()
    else if (this.parties.includes(party)) this.end({ by: party.side, why: 'disconnected' })
  }

  onReinvite(party: Party, request: Core.IncomingInviteRequest): void {
    renegotiate(this, party, request).then(
      (direction) => {
        const change = direction && party.noteOffer(direction)
        if (change && direction) this.#events.emit({ type: change, callId: this.id, by: party.side, direction })
      },
      (error: unknown) => this.#log(`call ${this.id}: a re-INVITE failed: ${String(error)}`),
    )
  }

  onRefer(party: Party, request: Core.IncomingReferRequest): void {
    refer(this, party, request, this.#directory).catch((error: unknown) =>
      this.#log(`call ${this.id}: a transfer failed: ${String(error)}`),
    )
  }

  onDigit(party: Party, digit: string, method: 'rfc4733' | 'info'): void {
    this.#events.emit({ type: 'dtmf', callId: this.id, by: party.side, digit, method })
    const other = this.otherThan(party)
    if (other && (method === 'info' || !other.media?.agreed?.events)) other.sendDigit(digit)
  }

  /** Between users packets go straight to the other leg; a service that wants them replaces this. */
  onPacket(party: Party, packet: MediaPacket): void {
    this.otherThan(party)?.media?.send(packet)
  }

  #leave(party: Party): void {
    if (this.#ends[0] === party) this.#ends[0] = undefined
    if (this.#ends[1] === party) this.#ends[1] = undefined
  }

  view(): CallView {
    const { id: callId, from, to, state, callee } = this
    const caller = this.#ends[0] ?? this.caller
    return { callId, from, to, state, caller: viewOf(caller), ...(callee ? { callee: viewOf(callee) } : {}) }
  }
}

const reasonOf = (request: Core.IncomingInviteRequest): { reason?: string } => {
  const reason = request.message.getHeader('reason')
  return reason === undefined ? {} : { reason }
}

function viewOf({ session, holding, media }: Party): PartyView {
  return {
    ...(session ? { dialogCallId: session.callId } : {}),
    holding,
    ...(media ? { direction: media.direction } : {}),
    ...(media?.agreed ? { codec: media.agreed.audio.name } : {}),
    received: media?.counts.received ?? 0,
    sent: media?.counts.sent ?? 0,
  }
}
