import { type Accessor, createMemo, createSignal, onCleanup } from 'solid-js'
import type { PhoneSource } from '../../api/source'
import type { PhoneState } from '../../api/state'
import type { Locale } from '../locales/locale'
import type { Send } from './action.connect'
import type { Clock } from './clock'

/** What every component is handed. */
export interface Ui {
  readonly state: Accessor<PhoneState>
  readonly send: Send
  readonly locale: Locale
  readonly clock: Clock
  /** Absent where there is no sound. */
  readonly levels?: PhoneSource['levels']
  /** Absent where nothing is recorded. */
  readonly exportTrace?: PhoneSource['exportTrace']
}

/** The view as a signal: replaced as a whole, never patched (a store would write into the frozen objects). */
export function createView(source: PhoneSource): Accessor<PhoneState> {
  const [state, setState] = createSignal(source.getState())
  onCleanup(source.subscribe((next) => setState(() => next)))
  // It may have changed between the two.
  setState(() => source.getState())
  return state
}

/** The calls' ids: the same array while they are the same, so that no card is made anew and no focus is lost. */
export function createCallIds(state: Accessor<PhoneState>): Accessor<readonly string[]> {
  return createMemo<readonly string[]>(() => state().calls.map((call) => call.id), [], {
    equals: (before, after) => before.length === after.length && before.every((id, index) => id === after[index]),
  })
}
