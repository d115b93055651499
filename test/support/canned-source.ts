import type { CommandResult, PhoneCommand } from '../../src/api/commands'
import { PhoneError } from '../../src/api/errors'
import type { PhoneSource } from '../../src/api/source'
import type { PhoneState } from '../../src/api/state'
import type { TraceOptions } from '../../src/api/trace-options'

type Answer = (command: PhoneCommand) => Promise<unknown>

/** A phone that is told what it shows, and that keeps what it is asked. */
export interface CannedSource extends PhoneSource {
  readonly asked: readonly PhoneCommand[]
  /** With what its trace was exported. */
  readonly exported: readonly TraceOptions[]
  /** How many listen. */
  readonly listeners: number
  show(state: PhoneState): void
  /** How commands are answered from now on; until then they are outstanding for ever. */
  answer(how: Answer): void
}

export function cannedSource(first: PhoneState): CannedSource {
  let state = first
  let answer: Answer = () => new Promise(() => undefined)
  const asked: PhoneCommand[] = []
  const exported: TraceOptions[] = []
  const listeners = new Set<(state: PhoneState) => void>()
  return {
    asked,
    exported,
    get listeners() {
      return listeners.size
    },
    getState: () => state,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    send: <Command extends PhoneCommand>(command: Command) => {
      asked.push(command)
      return answer(command) as Promise<CommandResult<Command['type']>>
    },
    exportTrace: async (options = {}) => {
      exported.push(options)
      return `the trace, with ${JSON.stringify(options)}`
    },
    show: (next) => {
      state = next
      for (const listener of listeners) listener(next)
    },
    answer: (how) => {
      answer = how
    },
  }
}

export function refusal(code: PhoneError['code'], message: string = code): Answer {
  return () => Promise.reject(new PhoneError(code, message))
}
