import type { SessionFact } from '../../machines/ports'

export type TellSession = (fact: SessionFact) => void

const endings: ReadonlySet<string> = new Set(['session.rejected', 'session.cancelled', 'session.ended'])

/** What is told of one call: in order, to the chart that listens, with one ending and nothing after it. */
export class CallFacts {
  readonly #whenOver: () => void
  #listener: TellSession | null = null
  #waiting: SessionFact[] = []
  #isOver = false

  constructor(whenOver: () => void) {
    this.#whenOver = whenOver
  }

  get isOver(): boolean {
    return this.#isOver
  }

  get isHeard(): boolean {
    return this.#listener !== null
  }

  readonly tell = (fact: SessionFact): void => {
    if (this.#isOver) return
    this.#isOver = endings.has(fact.type)
    // A CANCEL can come before the call's chart has opened its port: nothing is lost meanwhile.
    if (this.#listener) this.#listener(fact)
    else this.#waiting.push(fact)
    if (this.#isOver) this.#whenOver()
  }

  attach(listener: TellSession): void {
    this.#listener = listener
    for (const fact of this.#waiting.splice(0)) listener(fact)
  }

  /** Nobody listens any more; gives who did. */
  detach(): TellSession {
    const listener = this.#listener ?? (() => {})
    this.#listener = null
    return listener
  }
}
