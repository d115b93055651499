import type { SignInCommand } from '../../api/commands'
import type { PhoneState, SessionView } from '../../api/state'
import { errorCode, errorWords, type Locale, problemWords, whyNotWords } from '../locales/locale'
import { type Action, connectAction, type Send } from './action.connect'

export interface SignInProps {
  readonly submit: Pick<Action, 'label' | 'state' | 'why'>
  /** Who it is, when the phone knows it already. */
  readonly user: string
  readonly problem: string | null
  /** While it is under way: a server may be out of reach for long. */
  readonly cancel: Action | null
  /** What is missing, before anything is sent. */
  readonly check: (
    user: string,
    password: string,
  ) => { readonly field: 'user' | 'password'; readonly words: string } | null
  /** Resolves with the words for why it failed, or null. Never rejects. */
  readonly signIn: (user: string, password: string) => Promise<string | null>
}

export function connectSignIn(state: PhoneState, locale: Locale, send: Send): SignInProps {
  const { session, can } = state
  const account = accountOf(session)
  const busy = session.status === 'signingIn'
  return {
    submit: {
      label: locale.text.signIn,
      state: busy ? 'busy' : can.signIn === true ? 'ready' : 'unavailable',
      why: can.signIn === true ? null : whyNotWords(locale, can.signIn),
    },
    user: account?.user ?? '',
    problem: session.status === 'failed' ? problemWords(locale, session.problem) : null,
    cancel: busy
      ? connectAction(locale, send, {
          label: locale.text.cancel,
          permission: can.signOut,
          command: { type: 'signOut' },
        })
      : null,
    check: (user, password) => {
      if (user.trim() === '' && account === null) return { field: 'user', words: locale.text.emptyUser }
      // A configured account may have its password, or a token, from the page.
      if (password === '' && account?.user !== user.trim())
        return { field: 'password', words: locale.text.emptyPassword }
      return null
    },
    signIn: async (user, password) => {
      const command: SignInCommand = {
        type: 'signIn',
        ...(user.trim() === '' ? {} : { user: user.trim() }),
        ...(password === '' ? {} : { password }),
      }
      try {
        await send(command)
        return null
      } catch (error) {
        // Superseded: cancelled, here or by the page.
        return errorCode(error) === 'superseded' ? null : errorWords(locale, error)
      }
    },
  }
}

export function accountOf(session: SessionView) {
  return session.status === 'signedOut' ? (session.account ?? null) : session.account
}
