/** How many voice messages wait for whom. What was said is not kept: this is a demo. */
export class Mailboxes {
  readonly #counts = new Map<string, { newMessages: number; oldMessages: number }>()

  countsOf(number: string): { readonly newMessages: number; readonly oldMessages: number } {
    return this.#counts.get(number) ?? { newMessages: 0, oldMessages: 0 }
  }

  leave(number: string): void {
    const { newMessages, oldMessages } = this.countsOf(number)
    this.#counts.set(number, { newMessages: newMessages + 1, oldMessages })
  }

  /** Listened to, all of them. */
  listen(number: string): void {
    const { newMessages, oldMessages } = this.countsOf(number)
    this.#counts.set(number, { newMessages: 0, oldMessages: oldMessages + newMessages })
  }
}
