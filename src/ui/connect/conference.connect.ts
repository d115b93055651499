import type { CallView } from '../../api/state'
import { type Locale, problemWords } from '../locales/locale'
import { type Action, connectAction, type Send } from './action.connect'

export interface ConferenceProps {
  /** Why the last merge came to nothing; null: it has not. */
  readonly problem: string | null
  /** null: there is nobody to merge with. */
  readonly merge: Action | null
  /** null: it is not merged. */
  readonly split: Action | null
}

export function connectConference(
  { id: callId, can, conference }: CallView,
  locale: Locale,
  send: Send,
): ConferenceProps {
  const { text } = locale
  const { status } = conference
  return {
    problem: status === 'failed' ? `${text.mergeFailed} ${problemWords(locale, conference.problem)}` : null,
    merge:
      can.merge === true || status === 'merging'
        ? connectAction(locale, send, {
            label: text.merge,
            permission: can.merge,
            busy: status === 'merging',
            command: { type: 'merge', callId },
          })
        : null,
    split:
      status === 'merged' || status === 'splitting'
        ? connectAction(locale, send, {
            label: text.split,
            permission: can.split,
            busy: status === 'splitting',
            command: { type: 'split', callId },
          })
        : null,
  }
}
