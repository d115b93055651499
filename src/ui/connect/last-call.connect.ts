import type { CallRecord, PhoneState } from '../../api/state'
import { fill, type Locale, problemWords, type RejectionCode } from '../locales/locale'
import { type Action, connectAction, type Send } from './action.connect'
import { formatDuration } from './duration'
import { connectRemote } from './remote.connect'

export interface LastCallProps {
  readonly state: 'completed' | 'missed' | 'failed'
  readonly words: string
  /** What there is to know beyond that: why it failed, or with whom it was. */
  readonly details: string | null
  readonly redial: Action
}

export function connectLastCall(state: PhoneState, locale: Locale, send: Send): LastCallProps | null {
  const record = state.lastCall
  if (record === null) return null
  const { name } = connectRemote(record.remote, locale)
  return {
    state: toneOf(record),
    words: endingWords(record, locale, name),
    details: detailsOf(record, locale, name),
    redial: connectAction(locale, send, {
      label: locale.text.redial,
      permission: state.can.dial,
      command: {
        type: 'dial',
        target: record.remote.uri,
        ...(record.remote.name === null ? {} : { name: record.remote.name }),
      },
    }),
  }
}

function toneOf(record: CallRecord): LastCallProps['state'] {
  if (record.ending === 'missed') return 'missed'
  return record.endedBy === 'lost' || record.ending === 'failed' || record.ending === 'rejected'
    ? 'failed'
    : 'completed'
}

function endingWords(record: CallRecord, locale: Locale, name: string): string {
  const { text } = locale
  switch (record.ending) {
    case 'completed':
      return `${record.endedBy === 'lost' ? text.endedLost : text.ended} · ${formatDuration(record.durationMs)}`
    case 'transferred':
      return `${text.endedTransferred} · ${formatDuration(record.durationMs)}`
    case 'parked':
      return `${text.endedParked} · ${formatDuration(record.durationMs)}`
    case 'rejected':
      return fill(rejectionOf(record, locale) ?? text.endedRejected, { name })
    case 'cancelled':
      return text.endedCancelled
    case 'missed':
      return fill(text.endedMissed, { name })
    case 'declined':
      return fill(text.endedDeclined, { name })
    case 'forwarded':
      return fill(text.endedForwarded, { name, target: record.forwardedTo?.number ?? '' })
    case 'answeredElsewhere':
      return text.endedElsewhere
    case 'failed':
      return text.endedFailed
  }
}

const refusals = {
  tooManyCalls: 'refusedFull',
  doNotDisturb: 'refusedDoNotDisturb',
  wrapUp: 'refusedWrapUp',
  callWaitingOff: 'refusedNoWaiting',
} as const

/** Why, unless the ending has said so; else with whom, unless it has said that. */
function detailsOf(record: CallRecord, locale: Locale, name: string): string | null {
  const { ending, problem, refusedFor } = record
  if (refusedFor !== undefined) return locale.text[refusals[refusedFor]]
  if (ending === 'missed' || ending === 'declined' || ending === 'forwarded' || rejectionOf(record, locale) !== null)
    return null
  const isFailure = ending === 'failed' || ending === 'rejected' || record.endedBy === 'lost'
  return isFailure && problem !== null ? problemWords(locale, problem) : name
}

function rejectionOf({ ending, problem }: CallRecord, { rejections }: Locale): string | null {
  if (ending !== 'rejected' || problem === null || !(problem.code in rejections)) return null
  return rejections[problem.code as RejectionCode]
}
