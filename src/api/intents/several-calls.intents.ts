import type { PhoneIntent } from '../../machines/intents'
import type { Permission } from '../errors'
import { errorOf } from '../phone-error'
import type { CallView } from '../state'
import { parseTarget } from '../target'
import { swappedCall } from '../view/phone-permissions.view'
import { callOf } from './call-of'
import { neverMade } from './check'
import { type Reader, type Readers, stampOf } from './scope'

/** Those that have been answered, and are neither being held nor resumed at the moment. */
const canBeMerged = ({ phase, hold }: CallView): boolean =>
  phase === 'established' && (hold === 'none' || hold === 'held')

const merge: Reader<'merge'> = (command, { state, config, domain, newId, commandId, at }) => {
  const call = callOf(command, state)
  const named: readonly unknown[] | undefined = command.with
  if (named !== undefined && (!Array.isArray(named) || named.length === 0)) throw errorOf({ code: 'invalid-command' })
  const others = state.calls.filter(({ id }) => id !== call.id)
  const chosen = named === undefined ? others.filter(canBeMerged) : others.filter(({ id }) => named.includes(id))
  if (named !== undefined && chosen.length < new Set(named).size) throw errorOf({ code: 'no-such-call' })
  const calls = [call, ...chosen]
  // Whoever is heard and not to be merged would be heard beside the conference.
  const isLeftOut = ({ id, phase, hold }: CallView) =>
    phase === 'established' && hold === 'none' && !named?.includes(id)
  const refused: Permission =
    named !== undefined && others.some(isLeftOut)
      ? { code: 'another-call-live' }
      : (calls.map(({ can }) => can.merge).find((permission) => permission !== true) ?? true)
  const common = { commandId, at, callId: call.id, callIds: calls.map(({ id }) => id) }
  const makeIntent = (): PhoneIntent => {
    if (config.conference === undefined)
      return {
        type: 'conference.merge',
        ...common,
        held: calls.flatMap(({ id, hold }) => (hold === 'held' ? [id] : [])),
      }
    const remote = parseTarget(config.conference.uri, domain)
    const heardId = calls.find(({ hold }) => hold === 'none')?.id ?? null
    return { type: 'room.gather', ...common, heardId, roomCallId: newId(), target: remote.uri, remote }
  }
  return { permission: call.can.merge === true ? refused : call.can.merge, makeIntent }
}

/** What takes more than one call. */
export const severalCallsIntents: Readers<'swap' | 'merge' | 'split'> = {
  swap: (command, scope) => {
    const call = swappedCall(scope.state.calls, command.callId)
    if (call === undefined) return { permission: { code: 'no-other-call' }, makeIntent: neverMade }
    return { permission: true, makeIntent: () => ({ type: 'call.resume', ...stampOf(scope), callId: call.id }) }
  },
  merge,
  split: (command, scope) => {
    const call = callOf(command, scope.state)
    return {
      permission: call.can.split,
      makeIntent: () => ({ type: 'conference.split', ...stampOf(scope), callId: call.id }),
    }
  },
}
