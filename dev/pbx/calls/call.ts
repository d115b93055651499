import type { Core } from 'sip.js'
import type { Events, Side } from '../events'
import type { Direction } from '../media/direction'
import type { MediaPacket } from '../media/leg'
import type { Connection } from '../sip/connection'
import { Caller } from './caller'
import type { Party, PartyOwner } from './party'
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
  readonly events: Events
  readonly log: (line: string) => void
}

/** One call: a caller, perhaps a callee, and the end that it comes to exactly once. */
export class Call implements PartyOwner {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly caller: Caller
  callee: Party | undefined
  /** A re-INVITE is being answered or relayed: another one would cross it. */
  negotiating = false
  readonly #events: Events
  readonly #log: (line: string) => void
  readonly #ended = new AbortController()
  #state: CallState = 'trying'

  constructor({ request, connection, from, to, events, log }: CallOptions) {
    this.id = request.message.callId
    this.from = from
    this.to = to
    this.#events = events
    this.#log = log
    this.caller = new Caller(request, connection, this, () =>
      this.end({ by: 'caller', status: 487, why: 'cancelled', ...reasonOf(request) }),
    )
    events.emit({ type: 'call.started', callId: this.id, from, to })
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
    for (const party of [this.caller, this.callee]) {
      party?.hangUp(reason)
      party?.media?.close()
    }
    const refusal = answered ? {} : { status }
    this.#events.emit({ type: 'call.ended', callId: this.id, by, ...refusal, why })
  }

  otherThan(party: Party): Party | undefined {
    return party === this.caller ? this.callee : this.caller
  }

  onBye(party: Party, reason: string | undefined): void {
    this.end({ by: party.side, why: 'hung up', ...(reason === undefined ? {} : { reason }) })
  }

  onLost(party: Party): void {
    if (party === this.caller || party === this.callee) this.end({ by: party.side, why: 'disconnected' })
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

  onDigit(party: Party, digit: string, method: 'rfc4733' | 'info'): void {
    this.#events.emit({ type: 'dtmf', callId: this.id, by: party.side, digit, method })
    const other = this.otherThan(party)
    if (other && (method === 'info' || !other.media?.agreed?.events)) other.sendDigit(digit)
  }

  /** Between users packets go straight to the other leg; a service that wants them replaces this. */
  onPacket(party: Party, packet: MediaPacket): void {
    this.otherThan(party)?.media?.send(packet)
  }

  view(): CallView {
    const { id: callId, from, to, state, caller, callee } = this
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
