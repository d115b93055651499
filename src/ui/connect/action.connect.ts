import type { PhoneCommand } from '../../api/commands'
import type { Permission } from '../../api/errors'
import type { PhoneSource } from '../../api/source'
import { type Locale, whyNotWords } from '../locales/locale'

export type Send = PhoneSource['send']

/** A button, as data: what it says, whether it may be pressed, why not, and what it does. */
export interface Action {
  readonly label: string
  /** busy: it is under way on the wire. */
  readonly state: 'ready' | 'busy' | 'unavailable'
  readonly why: string | null
  /** Does nothing unless ready. Never rejects; `failed` hears why the command came to nothing. */
  readonly run: (failed?: (error: unknown) => void) => void
}

interface ActionParts {
  readonly label: string
  readonly permission: Permission
  readonly busy?: boolean
  readonly command: PhoneCommand
}

export function connectAction(locale: Locale, send: Send, parts: ActionParts): Action {
  const { label, permission, command } = parts
  const state = parts.busy ? 'busy' : permission === true ? 'ready' : 'unavailable'
  return {
    label,
    state,
    why: permission === true ? null : whyNotWords(locale, permission),
    run: (failed) => {
      if (state !== 'ready') return
      // What becomes of a command shows in the view (a call's `problem`); a caller with a place for words asks for them.
      send(command).catch((error: unknown) => failed?.(error))
    },
  }
}
