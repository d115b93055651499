import { CallMediaClosed } from '../call-media'

/**
 * What is asked of a peer connection, one thing at a time. Closing rejects what has not come to its end with
 * CallMediaClosed: the promises of a closed peer connection never settle (WebRTC 4.4.1.2).
 */
export class Turns {
  #last: Promise<unknown> = Promise.resolve()
  #isClosed = false
  #reject: (error: CallMediaClosed) => void = () => {}
  readonly #closed: Promise<never>

  constructor() {
    this.#closed = new Promise((_, reject) => {
      this.#reject = reject
    })
    // Not every call is being asked for something when it closes.
    this.#closed.catch(() => {})
  }

  get isClosed(): boolean {
    return this.#isClosed
  }

  take<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(() => {
      this.assertOpen()
      return work()
    })
    this.#last = turn.catch(() => {})
    return Promise.race([this.#closed, turn])
  }

  assertOpen(): void {
    if (this.#isClosed) throw new CallMediaClosed('The media of this call are closed')
  }

  close(): void {
    this.#isClosed = true
    this.#reject(new CallMediaClosed('The media of this call were closed meanwhile'))
  }
}
