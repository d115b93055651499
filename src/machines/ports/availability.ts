import type { CallbackActorLogic } from 'xstate'

/** What a person has chosen about calls that come in, and what outlives the page. */
export interface Choices {
  readonly status: ChosenStatus
  /** Whether a second caller may knock while there is a call. */
  readonly callWaiting: 'on' | 'off'
  /** asked: when the caller's INVITE asks for it. */
  readonly autoAnswer: 'never' | 'asked' | 'always'
}

export type ChosenStatus = 'available' | 'away' | 'doNotDisturb'

/** `account`: an address of record; each account has choices of its own, though they share a browser. */
export type ChoicesCommand =
  | { readonly type: 'choices.load'; readonly account: string }
  | { readonly type: 'choices.save'; readonly account: string; readonly choices: Partial<Choices> }

export type ChoicesFact =
  /** What was never chosen is absent. */
  | { readonly type: 'choices.loaded'; readonly account: string; readonly choices: Partial<Choices> }
  | { readonly type: 'choices.saved' }
  /** Storage is full, closed or forbidden (private windows): the phone works on, and forgets. */
  | { readonly type: 'choices.failed' }

export type KeepChoices = CallbackActorLogic<ChoicesCommand, undefined, ChoicesFact>
