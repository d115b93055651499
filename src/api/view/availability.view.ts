import type { SnapshotFrom } from 'xstate'
import type { autoAnswerMachine } from '../../machines/auto-answer.machine'
import { type availabilityMachine, choicesOf } from '../../machines/availability.machine'
import type { AutoAnswerView, AvailabilityView } from '../state'

export type AvailabilitySnapshot = SnapshotFrom<typeof availabilityMachine>
export type AutoAnswerSnapshot = SnapshotFrom<typeof autoAnswerMachine>

/** What counts for callers now, and the choices behind it. */
export function viewAvailability({ value, context }: AvailabilitySnapshot): AvailabilityView {
  const { wrapUpSince, wrapUpMs } = context
  const { callWaiting, autoAnswer } = choicesOf(context)
  const choices = { chosen: value.status, callWaiting, autoAnswer }
  if (value.line === 'offline') return Object.freeze({ status: 'offline', ...choices })
  if (value.status !== 'doNotDisturb' && value.wrapUp === 'underway')
    return Object.freeze({ status: 'wrapUp', since: wrapUpSince, endsAt: wrapUpSince + wrapUpMs, ...choices })
  return Object.freeze({ status: value.status, ...choices })
}

const none: AutoAnswerView = Object.freeze({ status: 'none' })

/** Whether a call is about to be answered by itself; if it was to be and is not, why. */
export function viewAutoAnswer(callId: string, { context }: AutoAnswerSnapshot): AutoAnswerView {
  const { pending, refused } = context
  if (pending?.callId === callId) return Object.freeze({ status: 'pending', at: pending.at })
  const why = refused[callId]
  return why === undefined ? none : Object.freeze({ status: 'refused', why })
}
