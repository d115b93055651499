import type { CallView } from '../../api/state'
import { fill, type Locale, problemWords } from '../locales/locale'
import { type Action, connectAction, type Send } from './action.connect'

export interface ParkProps {
  /** null: there is no parking lot. */
  readonly action: Action | null
  /** What is going on; null: nothing. */
  readonly status: string | null
  readonly hasFailed: boolean
}

export function connectPark({ id: callId, can, parking }: CallView, locale: Locale, send: Send): ParkProps {
  const { text } = locale
  const isThere = can.park === true || can.park.code !== 'parking-not-configured'
  return {
    action: isThere
      ? connectAction(locale, send, {
          label: text.park,
          permission: can.park,
          busy: parking.status === 'parking',
          command: { type: 'park', callId },
        })
      : null,
    status:
      parking.status === 'failed'
        ? `${text.parkFailed} ${problemWords(locale, parking.problem)}`
        : parking.status === 'parking'
          ? fill(parking.slot === null ? text.parking : text.parkingIn, { slot: parking.slot ?? '' })
          : null,
    hasFailed: parking.status === 'failed',
  }
}
