import { PhoneError } from '../errors'
import { readFeatures } from '../features'
import type { CallView } from '../state'
import { parseTarget } from '../target'
import { wordsOf } from '../words'
import { callOf } from './call-of'
import { type CommandOf, type IntentScope, type Reader, type Readers, stampOf } from './scope'

/** What fits a header that servers pass on whole, with its name and a margin. */
const longestData = 490

function readTarget(command: CommandOf<'transfer' | 'consult'>, domain: string) {
  const data: unknown = command.data ?? null
  const fits = typeof data === 'string' && data.length <= longestData && !/\p{Cc}/u.test(data)
  if (data !== null && !fits) throw new PhoneError('invalid-data', wordsOf('invalid-data'))
  const remote = parseTarget(command.target, domain)
  return { target: remote.uri, remote, data }
}

/** Into the slot that is named; else into one of the server's choice, where it chooses, or the first that is free. */
function parkIn({ slot: chosen }: CommandOf<'park'>, call: CallView, scope: IntentScope) {
  const { state, config, domain } = scope
  const { extension, slots } = readFeatures(config.features, domain).parkingLot
  const isFree = ({ slot }: { readonly slot: string }) => !state.parkingLot.calls.some((call) => call.slot === slot)
  const found = slots.find((one) => (chosen === undefined ? isFree(one) : one.slot === chosen))
  const intent = { type: 'parking.park', ...stampOf(scope), callId: call.id, remote: call.remote } as const
  if (chosen === undefined && extension !== null) return { ...intent, target: extension, slot: null }
  if (found === undefined) throw new PhoneError('invalid-slot', wordsOf('invalid-slot'))
  return { ...intent, target: found.target, slot: found.slot }
}

/** The far end wants somebody else to be called. */
const reply: Reader<'acceptTransfer' | 'refuseTransfer'> = (command, scope) => {
  const call = callOf(command, scope.state)
  const { transferRequest } = call
  const ofCall = { ...stampOf(scope), callId: call.id }
  return {
    permission: call.can[command.type],
    makeIntent: () =>
      command.type === 'acceptTransfer' && transferRequest.status === 'asked'
        ? { type: 'transferee.accept', ...ofCall, newCallId: transferRequest.newCallId }
        : { type: 'transferee.refuse', ...ofCall },
  }
}

/** Where else a call may go. */
export const transferIntents: Readers<'transfer' | 'consult' | 'park' | 'acceptTransfer' | 'refuseTransfer'> = {
  transfer: (command, scope) => {
    const call = callOf(command, scope.state)
    const target = readTarget(command, scope.domain)
    return {
      permission: call.can.transfer,
      makeIntent: () => ({ type: 'call.transfer', ...stampOf(scope), callId: call.id, ...target }),
    }
  },
  consult: (command, scope) => {
    const call = callOf(command, scope.state)
    const target = readTarget(command, scope.domain)
    return {
      permission: call.can.consult,
      makeIntent: () => ({
        type: 'call.consult',
        ...stampOf(scope),
        callId: call.id,
        consultId: scope.newId(),
        ...target,
      }),
    }
  },
  park: (command, scope) => {
    const call = callOf(command, scope.state)
    return { permission: call.can.park, makeIntent: () => parkIn(command, call, scope) }
  },
  acceptTransfer: reply,
  refuseTransfer: reply,
}
