import type { PhoneCommand } from './commands'
import { availabilityIntents } from './intents/availability.intents'
import { callIntents } from './intents/call.intents'
import { devicesIntents } from './intents/devices.intents'
import { dialIntents } from './intents/dial.intents'
import type { CheckedIntent, IntentScope, Readers } from './intents/scope'
import { sessionIntents } from './intents/session.intents'
import { severalCallsIntents } from './intents/several-calls.intents'
import { supervisionIntents } from './intents/supervision.intents'
import { transferIntents } from './intents/transfer.intents'
import { errorOf } from './phone-error'

const readers: Readers<PhoneCommand['type']> = {
  ...sessionIntents,
  ...availabilityIntents,
  ...devicesIntents,
  ...dialIntents,
  ...callIntents,
  ...transferIntents,
  ...severalCallsIntents,
  ...supervisionIntents,
}

/** Reads a command into what enters the charts. Throws PhoneError when the command itself is wrong. */
export function intentOf(command: PhoneCommand, scope: IntentScope): CheckedIntent {
  // A host without types, or a command of a newer version.
  if (!Object.hasOwn(readers, command.type)) throw errorOf({ code: 'invalid-command' })
  const read = readers[command.type] as (command: PhoneCommand, scope: IntentScope) => CheckedIntent
  return read(command, scope)
}
