import type { AnyMachineSnapshot } from 'xstate'
import { activeStates, leafStates } from './states'

/** What is lit in the pictures of a chart: the states that it is in, those it has just entered, and the way there. */
export interface Lit {
  readonly states: ReadonlySet<string>
  readonly leaves: ReadonlySet<string>
  readonly entered: ReadonlySet<string>
  /** By the pictures' names: `from>to`. */
  readonly isTaken: (edge: string) => boolean
}

/** `before`: the chart as the entry found it; undefined when it was not there. */
export function litOf(now: AnyMachineSnapshot | undefined, before: AnyMachineSnapshot | undefined): Lit {
  const none: ReadonlySet<string> = new Set()
  const states = now === undefined ? none : activeStates(now)
  const left = before === undefined ? none : activeStates(before)
  const hasMoved = now !== before
  const entered = new Set(hasMoved ? [...states].filter((path) => !left.has(path)) : [])
  const leaves = new Set(now === undefined ? [] : leafStates(now))
  return {
    states,
    leaves,
    entered,
    isTaken(edge) {
      const [from = '', to = ''] = edge.split('>')
      if (!entered.has(to)) return false
      if (from.startsWith('initial:')) return false
      const source = from.replace(/^any:/, '')
      return left.has(source) || (source === '' && left.size > 0)
    },
  }
}
