import type { PhoneIntent } from '../../machines/intents'
import type { CredentialsHandle } from '../../machines/ports'
import type { SignIn } from '../account'
import type { PhoneCommand } from '../commands'
import type { GivenToken, PhoneConfig } from '../config'
import type { Permission } from '../errors'
import type { PhoneState } from '../state'

/** What a command needs to become an intent: chance, time and secrets, which no chart has. */
export interface IntentScope {
  readonly config: PhoneConfig
  readonly domain: string
  readonly state: PhoneState
  readonly commandId: string
  /** ms since the Unix epoch. */
  readonly at: number
  readonly newId: () => string
  readonly keepSecret: (signIn: SignIn) => CredentialsHandle
  readonly offerToken: (given: GivenToken) => void
}

export interface CheckedIntent {
  readonly permission: Permission
  /** Made only when it is permitted: a sign-in that is not keeps no secret. */
  readonly makeIntent: () => PhoneIntent
}

type CommandType = PhoneCommand['type']
export type CommandOf<Type extends CommandType> = Extract<PhoneCommand, { readonly type: Type }>

/** Reads one kind of command. Throws PhoneError when the command itself is wrong. */
export type Reader<Type extends CommandType> = (command: CommandOf<Type>, scope: IntentScope) => CheckedIntent
/** Spelt out, so that a reader of several kinds serves for each of them. */
export type Readers<Type extends CommandType> = {
  readonly [Each in Type]: (command: CommandOf<Each>, scope: IntentScope) => CheckedIntent
}

/** What every intent has. */
export const stampOf = ({ commandId, at }: IntentScope) => ({ commandId, at })
