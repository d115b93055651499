/** What numbers an RTP packet (RFC 3550 5.1). */
export interface RtpNumbers {
  readonly ssrc: number
  readonly sequenceNumber: number
  readonly timestamp: number
}

/**
 * Keeps the numbers of one outgoing stream going when its source changes: early media from one phone and the answer from
 * another, say. A receiver that saw numbers jump would take the packets for replays or for heavy loss.
 */
export class Splicer {
  #source: number | undefined
  #last: { readonly sequenceNumber: number; readonly timestamp: number } | undefined
  #sequenceOffset = 0
  #timestampOffset = 0

  splice(numbers: RtpNumbers, clockRate: number): { sequenceNumber: number; timestamp: number } {
    if (numbers.ssrc !== this.#source) this.#changeSource(numbers, clockRate)
    const next = {
      sequenceNumber: (numbers.sequenceNumber + this.#sequenceOffset) & 0xffff,
      timestamp: (numbers.timestamp + this.#timestampOffset) >>> 0,
    }
    this.#last = next
    return next
  }

  /** The new source goes on one packet, of the usual 20 ms, after the last one of the old source. */
  #changeSource(numbers: RtpNumbers, clockRate: number): void {
    if (this.#last) {
      this.#sequenceOffset = this.#last.sequenceNumber + 1 - numbers.sequenceNumber
      this.#timestampOffset = this.#last.timestamp + clockRate / 50 - numbers.timestamp
    }
    this.#source = numbers.ssrc
  }
}
