import { FakeMedia } from '../../adapters/sip/fake-media'

/** Media that do as they are told, and keep to our hold as real ones do. */
export class WireMedia extends FakeMedia {
  isBroken = false
  /** What they are asked waits for this. */
  gate: Promise<void> | null = null
  #wanted = false
  #agreed = false

  override createOffer(options: { readonly hold: boolean }): Promise<string> {
    this.#wanted = options.hold
    return this.#unlessBroken(() => super.createOffer(options))
  }

  override async createAnswer(offer: string): Promise<string> {
    const answer = await this.#unlessBroken(() => super.createAnswer(offer))
    // An offer of ours that was under way is withdrawn.
    this.#wanted = this.#agreed
    return this.#agreed ? answer.replace('a=sendrecv', 'a=sendonly').replace('a=recvonly', 'a=inactive') : answer
  }

  override async acceptAnswer(answer: string, options = { isProvisional: false }): Promise<void> {
    await this.#unlessBroken(() => super.acceptAnswer(answer, options))
    if (!options.isProvisional) this.#agreed = this.#wanted
  }

  override async rollBack(): Promise<void> {
    await super.rollBack()
    this.#wanted = this.#agreed
  }

  async #unlessBroken<Result>(work: () => Promise<Result>): Promise<Result> {
    await this.gate
    if (this.isBroken) throw new Error('broken on purpose')
    return work()
  }
}
