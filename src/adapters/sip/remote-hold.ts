import type { TellSession } from './call-facts'

/** The far end's hold, told when it changes, and not before the dialog is confirmed. */
export class RemoteHold {
  readonly #tell: TellSession
  #isHeld = false
  /** null: not to be told yet. */
  #told: boolean | null = null

  constructor(tell: TellSession) {
    this.#tell = tell
  }

  begin(): void {
    this.#told = false
    this.hear(this.#isHeld)
  }

  hear(isHeld: boolean): void {
    this.#isHeld = isHeld
    if (this.#told === null || this.#told === isHeld) return
    this.#told = isHeld
    this.#tell({ type: isHeld ? 'session.remoteHeld' : 'session.remoteResumed' })
  }
}
