import { setTimeout as wait } from 'node:timers/promises'
import { tone } from '../media/clips'
import { listOf } from '../media/codecs'
import { NotAcceptable } from '../media/leg'
import { play } from '../media/player'
import type { Call } from './call'
import type { Party } from './party'
import { reopen } from './renegotiation'

interface Parked {
  readonly slot: string
  readonly call: Call
  readonly party: Party
  /** Ends the music, and the waiting for it to be picked up. */
  readonly left: AbortController
}

interface ParkingLotOptions {
  /** Somebody has come or gone. */
  readonly onChange: () => void
  /** Nobody has picked up: it rings at whoever has parked it; gives the final status. */
  readonly callBack: (parked: { call: Call; party: Party; slot: string; number: string }) => Promise<number>
  readonly timeoutMs: number
}

/** Parks in any free slot. */
export const parkNumber = '700'
export const parkingSlots: readonly string[] = ['701', '702', '703', '704', '705']

/** Where calls wait for whoever picks them up. */
export class ParkingLot {
  readonly #options: ParkingLotOptions
  readonly #parked = new Map<string, Parked>()

  constructor(options: ParkingLotOptions) {
    this.#options = options
  }

  /** Which slot a number means: `705` for `*705`, any (null) for 700; undefined: no slot. */
  slotFor(number: string): string | null | undefined {
    if (number === parkNumber) return null
    const slot = number.startsWith('*') ? number.slice(1) : ''
    return parkingSlots.includes(slot) ? slot : undefined
  }

  whoIn(slot: string): Party | undefined {
    return this.#parked.get(slot)?.party
  }

  /** Takes a party of a call in; the one that has sent it here is let go. Gives the final status of that. */
  park(call: Call, transferor: Party, party: Party, wanted: string | null): number {
    const slot = wanted ?? parkingSlots.find((one) => !this.#parked.has(one))
    if (slot === undefined || this.#parked.has(slot)) return 486
    const parked = { slot, call, party, left: new AbortController() }
    this.#parked.set(slot, parked)
    const number = transferor.connection.user ?? ''
    call.release(transferor)
    call.signal.addEventListener('abort', () => this.#leave(parked), { once: true })
    this.#wait(parked, number).catch(() => {})
    this.#options.onChange()
    return 200
  }

  /** Who waits in the slot comes to this call. */
  async pickUp(call: Call, slot: string): Promise<void> {
    const parked = this.#parked.get(slot)
    const agreed = parked?.party.media?.agreed
    if (!parked || !agreed) return call.end({ by: 'pbx', status: 404, why: 'nobody is parked there' })
    const { party } = parked
    // Packets are passed on, and never transcoded.
    const media = await call.caller.openMedia(listOf(agreed))
    if (media.agreed?.audio.name !== agreed.audio.name) throw new NotAcceptable('another codec than the parked one')
    this.#leave(parked)
    parked.call.giveAway(party)
    call.callee = party
    party.join(call)
    call.answer()
    parked.call.end({ by: 'pbx', why: 'picked up' })
    await reopen(call, party)
  }

  async #wait(parked: Parked, number: string): Promise<void> {
    const { call, party, slot, left } = parked
    // What is generated here is mu-law; whoever has agreed on something else waits in silence.
    if (party.media?.agreed?.audio.name === 'pcmu')
      play(party.media, tone, { loop: true, signal: left.signal }).catch(() => {})
    await reopen(call, party)
    await wait(this.#options.timeoutMs, undefined, { signal: left.signal })
    this.#leave(parked)
    const status = await this.#options.callBack({ call, party, slot, number })
    if (status !== 200) call.end({ by: 'pbx', why: `nobody has picked it up, and it came back in vain (${status})` })
  }

  #leave(parked: Parked): void {
    if (this.#parked.get(parked.slot) !== parked) return
    this.#parked.delete(parked.slot)
    parked.left.abort()
    this.#options.onChange()
  }
}
