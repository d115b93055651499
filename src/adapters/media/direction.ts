/**
 * The direction that we want, offered or answered. The browser narrows an answer to what the offer allows (RFC 3264 6.1):
 * sendonly to recvonly, inactive to inactive. It is set anew each time and never read back from what was negotiated,
 * or a remote hold would leave us with recvonly for good.
 */
function directionOf(hold: boolean): 'sendonly' | 'sendrecv' {
  return hold ? 'sendonly' : 'sendrecv'
}

/** What we have agreed to, and what is on offer. */
export class Intention {
  #agreed = false
  #wanted = false

  get direction(): 'sendonly' | 'sendrecv' {
    return directionOf(this.#wanted)
  }

  want(hold: boolean): void {
    this.#wanted = hold
  }

  agree(): void {
    this.#agreed = this.#wanted
  }

  giveUp(): void {
    this.#wanted = this.#agreed
  }
}
