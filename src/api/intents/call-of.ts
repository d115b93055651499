import type { PhoneCommand } from '../commands'
import { errorOf } from '../phone-error'
import type { CallPermissions, CallView, PhoneState } from '../state'

type OfCall = Extract<PhoneCommand, { readonly type: keyof CallPermissions }>

const forWhoAsks: ReadonlySet<string> = new Set(['answer', 'decline', 'deflect', 'acceptTransfer', 'refuseTransfer'])

/**
 * The call that is named, else the focused one. Answering, declining and deflecting are about whoever rings, and who asks for a
 * transfer is not always the one in focus; any other command that the focused call refuses is refused, and never meant for another.
 */
export function callOf(command: OfCall, { calls, focusedCallId }: PhoneState): CallView {
  const named = calls.find((call) => call.id === (command.callId ?? focusedCallId))
  const isForWhoRings = command.callId === undefined && forWhoAsks.has(command.type)
  const found =
    isForWhoRings && named?.can[command.type] !== true
      ? (calls.find((call) => call.can[command.type] === true) ?? named)
      : named
  if (found === undefined) throw errorOf({ code: 'no-such-call' })
  return found
}
