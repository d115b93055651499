import type { CommandSettled } from '../machines/failure'
import type { PhoneIntent } from '../machines/intents'
import type { PhoneCommand } from './commands'
import type { PhoneError } from './errors'
import { intentOf } from './intent-of'
import type { CheckedIntent, IntentScope } from './intents/scope'
import { errorOf, notAllowed } from './phone-error'

export interface FrontDoorOptions {
  readonly scope: () => Omit<IntentScope, 'commandId'>
  /** Lets an intent in: records it and takes the step. */
  readonly enter: (intent: PhoneIntent) => void
}

interface Waiting {
  resolve(result: string | undefined): void
  reject(error: Error): void
  readonly result: string | undefined
}

/** The id of the call that it makes. */
function resultOf(intent: PhoneIntent): string | undefined {
  if (intent.type === 'call.consult') return intent.consultId
  if (intent.type === 'transferee.accept') return intent.newCallId
  return intent.type === 'call.dial' ? intent.callId : undefined
}

/**
 * Where commands come in. Each enters in a turn of its own, after the chart that it concerns was asked whether it is
 * allowed; its promise is settled by what the charts say became of it, and by nothing else.
 */
export class FrontDoor {
  readonly #options: FrontDoorOptions
  readonly #waiting = new Map<string, Waiting>()
  #commands = 0
  #closed = false

  constructor(options: FrontDoorOptions) {
    this.#options = options
  }

  send(command: PhoneCommand): Promise<string | undefined> {
    return new Promise((resolve, reject) => {
      queueMicrotask(() => {
        try {
          this.#enter(command, resolve, reject)
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)))
        }
      })
    })
  }

  settle({ commandId, outcome }: CommandSettled): void {
    const waiting = this.#waiting.get(commandId)
    if (waiting === undefined) return
    this.#waiting.delete(commandId)
    if (outcome.ok) waiting.resolve(waiting.result ?? outcome.result)
    else waiting.reject(errorOf(outcome.failure))
  }

  /** Nothing enters any more, and who still waits is told so. */
  close(): void {
    this.#closed = true
    for (const { reject } of this.#waiting.values()) reject(this.#disposed())
    this.#waiting.clear()
  }

  #enter(command: PhoneCommand, resolve: Waiting['resolve'], reject: Waiting['reject']): void {
    if (this.#closed) throw this.#disposed()
    const commandId = `command-${++this.#commands}`
    const { permission, makeIntent }: CheckedIntent = intentOf(command, { ...this.#options.scope(), commandId })
    if (permission !== true) throw notAllowed(permission)
    const intent = makeIntent()
    this.#waiting.set(commandId, {
      resolve,
      reject,
      result: resultOf(intent),
    })
    this.#options.enter(intent)
  }

  #disposed(): PhoneError {
    return errorOf({ code: 'disposed' })
  }
}
