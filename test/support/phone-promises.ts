import { expect } from 'vitest'
import type { AnyMachineSnapshot, SnapshotFrom } from 'xstate'
import type { phoneMachine } from '../../src/machines/phone.machine'
import { written } from './chart-harness'

export type PhoneSnapshot = SnapshotFrom<typeof phoneMachine>

/** Where a chart below the phone is, a call by its id; undefined when it is not there. */
export function placeOf(phone: PhoneSnapshot, chart: string): string | undefined {
  const found = (phone.children[chart] as { getSnapshot(): AnyMachineSnapshot } | undefined)?.getSnapshot()
  return found && written(found.value as unknown)
}

/** Calls that are heard, or are about to be: the microphone is open, and not silenced for good. */
const isLive = (at: string) =>
  /^open\.(?:preparing|answering)$|way\.(?:dialing|withdrawing|accepting)|hold\.(?:active|holding|resuming)/.test(at)

/** What a phone promises, however many calls it has: at most one is heard, unless they are merged, and everybody knows which. */
export function checkPhone(phone: PhoneSnapshot): void {
  const { calls } = phone.context
  const at = (chart: string) => placeOf(phone, chart) ?? ''
  const live = calls.filter((callId) => isLive(at(callId)))
  const alerting = calls.filter((callId) => at(callId) === 'open.alerting')
  const focus = phone.children.focus?.getSnapshot().context
  const ringer = phone.children.ringer?.getSnapshot().context
  const conference = phone.children.conference?.getSnapshot().context

  expect(phone.status).toBe('active')
  const together = [...(conference?.members ?? []), ...(conference?.joining ?? [])]
  const heard = live.filter((callId) => !at(callId).includes('hold.holding'))
  const apart = heard.filter((callId) => !together.includes(callId))
  expect(apart.length).toBeLessThanOrEqual(heard.length === apart.length ? 1 : 0)
  expect(together.filter((callId) => !live.includes(callId) && !conference?.joining.includes(callId))).toEqual([])
  expect(sorted(focus?.live)).toEqual(sorted(live))
  expect(sorted(ringer?.live)).toEqual(sorted(live))
  expect(sorted(ringer?.ringing)).toEqual(sorted(alerting))
  expect(at('ringer').endsWith('silent')).toBe(alerting.length === 0)
  expect(focus?.calls).toEqual(calls)
  if (calls.length === 0) expect(focus?.focusedId).toBeNull()
  else expect(calls).toContain(focus?.focusedId)
}

const sorted = (ids: readonly string[] = []) => [...ids].sort()
