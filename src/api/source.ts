import type { CommandResult, PhoneCommand } from './commands'
import type { Levels } from './levels'
import type { PhoneState } from './state'
import type { TraceOptions } from './trace-options'

/**
 * Where a UI gets its phone from: the local core, the tab that leads, an iframe's host, or a replay. It can be read,
 * watched and asked, and nothing else.
 */
export interface PhoneSource {
  /** The same object as long as nothing changed. */
  getState(): PhoneState
  /** `listener` hears of every new state, at most once a microtask; the call returns what ends it. */
  subscribe(listener: (state: PhoneState) => void): () => void
  /** Absent where there is no sound: in a replay, or in another tab. */
  readonly levels?: Levels
  /** Absent where nothing is recorded: in a replay. */
  exportTrace?(options?: TraceOptions): Promise<string>
  /** Resolves when the wire confirms; rejects with a PhoneError. */
  send<Command extends PhoneCommand>(command: Command): Promise<CommandResult<Command['type']>>
}
