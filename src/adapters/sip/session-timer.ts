import type { Headers } from './reason'
import {
  agreeOn,
  leastInterval,
  lists,
  readMinSe,
  readSessionExpires,
  type SessionExpires,
  usualInterval,
  writeSessionExpires,
} from './session-expires'

export interface SessionTimerOptions {
  /** Half of the interval is over, and it is for us to refresh; again when that came to nothing. */
  readonly onDue: () => void
  /** Nobody has refreshed the session. */
  readonly onExpired: () => void
}

/** Asked for again no sooner than this, in ms. */
const soonestMs = 5_000

/** Keeps a session alive, or notices that the far end is gone without a BYE (RFC 4028). */
export class SessionTimer {
  readonly #options: SessionTimerOptions
  #interval = usualInterval
  #minimum = leastInterval
  /** null: no timer is agreed. */
  #isOurs: boolean | null = null
  #due: ReturnType<typeof setTimeout> | undefined
  #expiry: ReturnType<typeof setTimeout> | undefined
  #allowsUpdate = false
  #isOver = false

  constructor(options: SessionTimerOptions) {
    this.#options = options
  }

  /** Whether the far end takes an UPDATE (RFC 3311): a refresh without an offer. */
  get allowsUpdate(): boolean {
    return this.#allowsUpdate
  }

  /** Of each INVITE and UPDATE that we send. A refresh names who refreshes: that stays as it is (RFC 4028 7.4). */
  get headers(): readonly string[] {
    const refresher = this.#isOurs === null ? null : this.#isOurs ? 'uac' : 'uas'
    return [writeSessionExpires({ interval: this.#interval, refresher }), `Min-SE: ${this.#minimum}`]
  }

  /** A 422: what is to be asked for instead; false where that would not help. */
  raise(refusal: Headers): boolean {
    const minimum = readMinSe(refusal)
    if (minimum === null || minimum <= this.#minimum) return false
    this.#minimum = minimum
    this.#interval = Math.max(this.#interval, minimum)
    return true
  }

  /** A 2xx to an INVITE or UPDATE of ours. */
  agreed(response: Headers): void {
    this.heed(response)
    const agreed = readSessionExpires(response)
    this.#restart(agreed, agreed?.refresher !== 'uas')
  }

  /** The headers of our 2xx to an INVITE or UPDATE, which begins to count once it is sent. */
  answer(request: Headers): { readonly headers: string[]; readonly begin: () => void } {
    this.heed(request)
    const agreed = agreeOn(request)
    const headers = agreed
      ? [writeSessionExpires(agreed), ...(lists(request, 'supported', 'timer') ? ['Require: timer'] : [])]
      : []
    return { headers, begin: () => this.#restart(agreed, agreed?.refresher === 'uas') }
  }

  /** What else the far end says of itself. */
  heed(message: Headers): void {
    if (message.getHeaders('allow').length > 0) this.#allowsUpdate = lists(message, 'allow', 'UPDATE')
  }

  /** 405 and the like. */
  renounceUpdate(): void {
    this.#allowsUpdate = false
  }

  close(): void {
    this.#isOver = true
    this.#stop()
  }

  #restart(agreed: SessionExpires | null, isOurs: boolean): void {
    this.#stop()
    this.#isOurs = agreed ? isOurs : null
    if (!agreed || this.#isOver) return
    this.#interval = Math.max(agreed.interval, this.#minimum)
    const ms = agreed.interval * 1000
    // Whoever sees that it is not refreshed ends it a little before it expires (RFC 4028 10).
    const lasts = ms - Math.min(32_000, ms / 3)
    this.#expiry = setTimeout(() => this.#options.onExpired(), lasts)
    if (isOurs) this.#await(ms / 2, lasts - ms / 2)
  }

  #await(ms: number, left: number): void {
    this.#due = setTimeout(() => {
      const next = Math.max(left / 2, soonestMs)
      if (next < left) this.#await(next, left - next)
      this.#options.onDue()
    }, ms)
  }

  #stop(): void {
    clearTimeout(this.#due)
    clearTimeout(this.#expiry)
  }
}
