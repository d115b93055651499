import type { Session } from 'sip.js'
import type { Call } from './call'
import type { DescriptionHandler } from './description-handler'

/** The live calls by their ids, which outlive SIP dialogs. */
export class Calls {
  readonly #calls = new Map<string, Call>()

  get all(): readonly Call[] {
    return [...this.#calls.values()]
  }

  find(callId: string): Call | undefined {
    return this.#calls.get(callId)
  }

  describe(session: Session): DescriptionHandler {
    const call = this.all.find((call) => call.session === session)
    if (!call) throw new Error('The session belongs to no call')
    return call.description
  }

  add(call: Call): void {
    this.#calls.set(call.callId, call)
  }

  /** What is over and has been told is forgotten; what no chart has heard yet waits for it. */
  forget(call: Call): void {
    if (call.facts.isOver && call.facts.isHeard && this.#calls.get(call.callId) === call)
      this.#calls.delete(call.callId)
  }

  /** Ends every call politely. */
  hangUp(): void {
    for (const call of this.all) call.hangUp()
  }

  clear(): void {
    this.#calls.clear()
  }
}
