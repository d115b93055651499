import type { CallRecord, CallView } from 'callchart'

/** What the desk says about calls and times. */

export function phaseWords(call: CallView): string {
  if (call.phase === 'established') {
    if (call.hold === 'held') return 'On hold'
    return call.remoteHold === 'held' ? 'Held by the other side' : 'In call'
  }
  return phases[call.phase]
}

const phases: Readonly<Record<CallView['phase'], string>> = {
  preparing: 'Calling',
  dialing: 'Calling',
  alerting: 'Incoming call',
  answering: 'Answering',
  established: 'In call',
  cancelling: 'Hanging up',
  declining: 'Declining',
  forwarding: 'Forwarding…',
  ending: 'Hanging up',
}

export function endingWords({ ending, direction, durationMs }: CallRecord): string {
  if (ending === 'completed') return `${direction === 'incoming' ? 'Called us' : 'We called'}, ${duration(durationMs)}`
  return endings[ending]
}

const endings: Readonly<Record<Exclude<CallRecord['ending'], 'completed'>, string>> = {
  parked: 'Parked for somebody else',
  transferred: 'Transferred to somebody else',
  rejected: 'We called, and did not get through',
  cancelled: 'We called, and gave up',
  missed: 'Missed call',
  declined: 'Call declined',
  forwarded: 'Forwarded',
  answeredElsewhere: 'Called, and somebody else answered',
  failed: 'The call failed',
}

/** `1:05`, `1:00:05`. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000))
  const [h, m, s] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60]
  const two = (value: number) => String(value).padStart(2, '0')
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`
}

const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })
const date = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' })

export function when(at: number, now: number): string {
  const isToday = new Date(at).toDateString() === new Date(now).toDateString()
  return isToday ? `Today, ${time.format(at)}` : `${date.format(at)}, ${time.format(at)}`
}

export function clock(at: number): string {
  return new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' }).format(at)
}
