import type { CallView } from '../../api/state'
import { errorWords, type Locale, whyNotWords } from '../locales/locale'
import { type Action, connectAction, type Send } from './action.connect'
import { cleanTarget } from './dial.connect'
import type { TargetAction } from './transfer.connect'

/** What else there is to say to who calls than that we do not answer. */
export interface RefusalProps {
  /** Opens the panel. */
  readonly open: Pick<Action, 'label' | 'state' | 'why'>
  readonly busy: Action
  readonly forward: TargetAction
  readonly voicemail: Action
}

export function connectRefusal({ can, id: callId }: CallView, locale: Locale, send: Send): RefusalProps {
  const { text } = locale
  const why = can.deflect === true ? null : whyNotWords(locale, can.deflect)
  const state = can.deflect === true ? 'ready' : 'unavailable'
  return {
    open: { label: text.moreAnswers, state, why },
    busy: connectAction(locale, send, {
      label: text.declineBusy,
      permission: can.decline,
      command: { type: 'decline', callId, reason: 'busy' },
    }),
    forward: {
      label: text.forwardNow,
      state,
      why,
      go: async (typed) => {
        const target = cleanTarget(typed)
        if (target === '') return text.emptyNumber
        try {
          await send({ type: 'deflect', callId, target })
          return null
        } catch (error) {
          return errorWords(locale, error)
        }
      },
    },
    voicemail: connectAction(locale, send, {
      label: text.voicemail,
      permission: can.deflect,
      command: { type: 'deflect', callId },
    }),
  }
}
