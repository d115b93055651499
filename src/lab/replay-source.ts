import { PhoneError } from '../api/errors'
import type { PhoneSource } from '../api/source'
import type { PhoneState } from '../api/state'
import { createPhoneView } from '../api/view/phone.view'
import type { Trace } from '../trace/entry'
import { createReplay } from '../trace/replay'

/** A recorded phone: it shows what the trace says, at whatever moment, and takes no commands. */
export interface ReplaySource extends PhoneSource {
  readonly length: number
  readonly position: number
  /** Shows the phone as it was after `position` entries; back and forth, in 0..length. */
  seek(position: number): void
  dispose(): void
}

export function createReplaySource(trace: Trace): ReplaySource {
  const listeners = new Set<(state: PhoneState) => void>()
  const view = createPhoneView()
  let replay = createReplay(trace)
  let state = view(replay.actor.getSnapshot())

  const seek = (position: number) => {
    // Charts do not run backwards: an earlier moment is reached from the start.
    if (position < replay.position) {
      replay.dispose()
      replay = createReplay(trace)
    }
    while (replay.position < position && replay.step());
    const next = view(replay.actor.getSnapshot())
    if (next === state) return
    state = next
    for (const listener of [...listeners]) listener(state)
  }
  return {
    length: trace.entries.length,
    get position() {
      return replay.position
    },
    seek,
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    send: () => Promise.reject(new PhoneError('not-allowed', 'This is a recording: it takes no commands')),
    dispose: () => replay.dispose(),
  }
}
