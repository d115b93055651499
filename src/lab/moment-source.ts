import type { AnyMachineSnapshot } from 'xstate'
import { PhoneError } from '../api/errors'
import type { PhoneSource } from '../api/source'
import type { PhoneState } from '../api/state'
import { createPhoneView } from '../api/view/phone.view'
import type { Moment } from './moments'

type PhoneSnapshot = Parameters<ReturnType<typeof createPhoneView>>[0]

/** A phone at a moment: whatever the time line shows, the phone's own panel shows too. */
export interface MomentSource extends PhoneSource {
  show(moment: Moment): void
}

const recorded: PhoneSource['send'] = () =>
  Promise.reject(new PhoneError('not-allowed', 'This is a recording: it takes no commands'))

/** `take`: what becomes of commands; absent, it is a recording, which takes none. */
export function createMomentSource(moment: Moment, take: PhoneSource['send'] = recorded): MomentSource {
  const view = createPhoneView()
  const listeners = new Set<(state: PhoneState) => void>()
  let state = view(wholePhone(moment))
  return {
    show(next) {
      const shown = view(wholePhone(next))
      if (shown === state) return
      state = shown
      for (const listener of [...listeners]) listener(state)
    },
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    send: take,
  }
}

/** The root's snapshot as it was, with children that stand still as they were then. */
export function wholePhone(moment: Moment): PhoneSnapshot {
  return withChildren(moment, 'phone') as PhoneSnapshot
}

const still = new WeakMap<Moment, Map<string, AnyMachineSnapshot>>()

function withChildren(moment: Moment, path: string): AnyMachineSnapshot {
  let known = still.get(moment)
  if (known === undefined) {
    known = new Map()
    still.set(moment, known)
  }
  const made = known.get(path)
  if (made !== undefined) return made
  const snapshot = moment.get(path)
  if (snapshot === undefined) throw new Error(`There is no ${path} at this moment`)
  const children: Record<string, unknown> = {}
  for (const other of moment.keys()) {
    const id = other.slice(path.length + 1)
    if (other.startsWith(`${path}/`) && !id.includes('/'))
      children[id] = { getSnapshot: () => stillSnapshot(moment, other) }
  }
  const whole = { ...snapshot, children } as AnyMachineSnapshot
  known.set(path, whole)
  return whole
}

/** The snapshot itself where nothing below it is a chart: the view is made anew for what has changed alone. */
function stillSnapshot(moment: Moment, path: string): AnyMachineSnapshot {
  const isLeaf = ![...moment.keys()].some((other) => other.startsWith(`${path}/`))
  return isLeaf ? (moment.get(path) as AnyMachineSnapshot) : withChildren(moment, path)
}
