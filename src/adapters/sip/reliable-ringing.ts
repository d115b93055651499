import type { Core, Invitation } from 'sip.js'
import { lists } from './session-expires'
import { silenceMs } from './timing'

const firstRepeatMs = 500

/** The inside of an invitation: SIP.js would answer the offer with the 180, and open our media before anybody answers. */
interface Reliable {
  rel100: 'none' | 'supported' | 'required'
}

/**
 * 180 to a caller who requires reliable provisional responses (RFC 3262 3): repeated until the PRACK comes, without a
 * description. To all others it is an ordinary 180.
 */
export class ReliableRinging {
  readonly #invitation: Invitation
  readonly #onSilence: () => void
  readonly #isRequired: boolean
  /** Of the PRACK that has not come yet. */
  #awaited: string | null
  #timer: ReturnType<typeof setTimeout> | undefined

  /** `onSilence`: the PRACK never came. */
  constructor(invitation: Invitation, onSilence: () => void) {
    this.#invitation = invitation
    this.#onSilence = onSilence
    this.#isRequired = lists(invitation.request, 'require', '100rel')
    this.#awaited = this.#isRequired ? `1 ${invitation.request.cseq} INVITE` : null
    const inside = invitation as unknown as Reliable
    inside.rel100 = 'none'
  }

  ring(): void {
    // Without an offer in the INVITE a reliable 180 would have to make one (RFC 3261 13.2.1), before our media are open.
    if (this.#isRequired && !this.#invitation.body) return
    this.#send()
    if (this.#isRequired) this.#repeat(firstRepeatMs, silenceMs)
  }

  /** Of a PRACK: it is for this 180, and the first one (RFC 3262 3). After the final response it may come, too. */
  acknowledge({ message }: Core.IncomingPrackRequest): boolean {
    if (this.#awaited === null || message.getHeader('rack')?.trim().replace(/\s+/g, ' ') !== this.#awaited) return false
    this.#awaited = null
    this.stop()
    return true
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  #send(): void {
    const extraHeaders = this.#isRequired ? ['Require: 100rel', 'RSeq: 1'] : []
    // SIP.js rejects only what the state of the invitation rules out.
    this.#invitation.progress({ extraHeaders }).catch(() => {})
  }

  #repeat(afterMs: number, leftMs: number): void {
    this.#timer = setTimeout(
      () => {
        if (leftMs <= afterMs) this.#onSilence()
        else {
          this.#send()
          this.#repeat(afterMs * 2, leftMs - afterMs)
        }
      },
      Math.min(afterMs, leftMs),
    )
  }
}
