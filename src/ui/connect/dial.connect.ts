import type { ErrorCode } from '../../api/errors'
import type { PhoneState } from '../../api/state'
import { errorCode, errorWords, type Locale, whyNotWords } from '../locales/locale'
import type { Action, Send } from './action.connect'
import { plainText } from './remote.connect'

export interface DialProps {
  readonly call: Pick<Action, 'label' | 'state' | 'why'>
  /** Resolves with null once the call rings over there, or with why it came to nothing. Never rejects. */
  readonly dial: (typed: string) => Promise<DialFailure | null>
  /** What is said at the field: nothing when the last call says it already. */
  readonly wordsFor: (failure: DialFailure) => string | null
  /** Whether what was typed comes back: not when the person gave it up. */
  readonly keeps: (failure: DialFailure) => boolean
}

export interface DialFailure {
  readonly code: unknown
  readonly words: string
}

const givenUp = 'cancelled' satisfies ErrorCode

/** What people paste: `tel:` links, line breaks, and the direction marks that address books put around numbers. */
export function cleanTarget(typed: string): string {
  return plainText(typed).replace(/^(tel|callto):(\/\/)?/i, '')
}

export function connectDial(state: PhoneState, locale: Locale, send: Send): DialProps {
  const permission = state.can.dial
  const why = permission === true ? null : whyNotWords(locale, permission)
  return {
    call: { label: locale.text.call, state: why === null ? 'ready' : 'unavailable', why },
    dial: async (typed) => {
      const target = cleanTarget(typed)
      if (target === '') return { code: null, words: locale.text.emptyNumber }
      if (why !== null) return { code: 'not-allowed', words: why }
      try {
        await send({ type: 'dial', target })
        return null
      } catch (error) {
        return { code: errorCode(error), words: errorWords(locale, error) }
      }
    },
    wordsFor: ({ code, words }) => (code === givenUp || code === state.lastCall?.problem?.code ? null : words),
    keeps: ({ code }) => code !== givenUp,
  }
}
