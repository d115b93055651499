/** The events of RFC 4733 3.2, in the order of their codes. */
const digits = '0123456789*#ABCD'

/** Reads the digits that arrive as telephone-event packets. */
export class EventReader {
  #current: number | undefined
  #told = true

  /**
   * Gives the digit when its event is over. Every packet of one event carries the timestamp of its beginning, and the last
   * one is sent three times (RFC 4733 2.5.1.3, 2.5.1.4): the timestamp tells copies from a digit pressed again.
   */
  read(payload: Buffer, timestamp: number): string | undefined {
    // Event, end bit with volume, and 16 bits of duration (RFC 4733 2.3).
    if (payload.length < 4) return undefined
    if (timestamp !== this.#current) {
      this.#current = timestamp
      this.#told = false
    }
    const ended = ((payload[1] ?? 0) & 0x80) !== 0
    if (!ended || this.#told) return undefined
    this.#told = true
    return digits[payload[0] ?? -1]
  }
}

/** The digit in the body of an INFO: `Signal=5` lines in dtmf-relay, the bare digit in application/dtmf. */
export function digitOfInfo(contentType: string, body: string): string | undefined {
  const type = contentType.split(';')[0]?.trim().toLowerCase()
  const said =
    type === 'application/dtmf-relay' ? /^\s*signal\s*=\s*(\S)\s*$/im.exec(body)?.[1] : /^\s*(\S)\s*$/.exec(body)?.[1]
  const digit = said?.toUpperCase()
  if (!type?.startsWith('application/dtmf') || !digit || !digits.includes(digit)) return undefined
  return digit
}
