import type { Session } from 'sip.js'
import type { Call } from './call'
import type { DescriptionHandler } from './description-handler'
import type { Replaces } from './replaces'

/** The live calls by their ids, which outlive SIP dialogs. */
export class Calls {
  readonly #calls = new Map<string, Call>()
  /** Each about to take the place of another one under the same id. */
  readonly #heirs = new Set<Call>()

  get all(): readonly Call[] {
    return [...this.#calls.values()]
  }

  find(callId: string): Call | undefined {
    return this.#calls.get(callId)
  }

  describe(session: Session): DescriptionHandler {
    const call = [...this.all, ...this.#heirs].find((call) => call.session === session)
    if (!call) throw new Error('The session belongs to no call')
    return call.description
  }

  /** The call with the dialog that an INVITE wants to replace. */
  findReplaced(replaces: Replaces): Call | undefined {
    return this.all.find((call) => call.stageOf(replaces) !== 'none')
  }

  /** It needs a description before it is one of them. */
  expect(heir: Call): void {
    this.#heirs.add(heir)
  }

  add(call: Call): void {
    this.#heirs.delete(call)
    this.#calls.set(call.callId, call)
  }

  dismiss(heir: Call): void {
    this.#heirs.delete(heir)
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
