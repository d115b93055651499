import type { DialIntent } from '../../machines/intents'
import type { Remote } from '../../machines/ports'
import { readExtras } from '../dial-extras'
import { PhoneError } from '../errors'
import { pickupNumber } from '../features'
import { parseTarget } from '../target'
import { wordsOf } from '../words'
import { type CheckedIntent, type IntentScope, type Readers, stampOf } from './scope'

/** RFC 3428 8: what is longer may be cut or lost between servers that speak UDP. */
const longestMessage = 1_000

type Dialling = 'dial' | 'pickUp' | 'callVoicemail'

const dial = (
  remote: Remote,
  name: Dialling,
  scope: IntentScope,
  more: Pick<DialIntent, 'pickUpOf' | 'extras'> = {},
): CheckedIntent => ({
  permission: scope.state.can[name],
  makeIntent: () => ({
    type: 'call.dial',
    ...stampOf(scope),
    callId: scope.newId(),
    target: remote.uri,
    remote,
    ...more,
  }),
})

/** Whom one can call or write to. */
export const dialIntents: Readers<Dialling | 'sendMessage'> = {
  dial: (command, scope) => {
    const extras = readExtras(command, scope.domain)
    return dial(
      parseTarget(command.target, scope.domain, command.name),
      'dial',
      scope,
      extras === null ? {} : { extras },
    )
  },
  pickUp: (command, scope) => {
    const { state, config, domain } = scope
    const { number } = parseTarget(command.number, domain)
    const parked = state.parkingLot.calls.find(({ slot }) => slot === number)
    const colleague = state.colleagues.find((one) => one.number === number)
    const name = parked?.remote?.name ?? colleague?.name ?? undefined
    const remote = parseTarget(pickupNumber(number, config), domain, name)
    const rings = config.features?.pickUpBy === 'replaces' && colleague?.status === 'ringing'
    return dial(remote, 'pickUp', scope, rings ? { pickUpOf: colleague.uri } : {})
  },
  callVoicemail: (_, scope) =>
    dial(parseTarget(scope.config.features?.voicemail?.number ?? '*', scope.domain), 'callVoicemail', scope),
  sendMessage: (command, scope) => {
    const text: unknown = command.text
    if (typeof text !== 'string' || text.trim() === '' || text.length > longestMessage)
      throw new PhoneError('invalid-message', wordsOf('invalid-message'))
    const remote = parseTarget(command.target, scope.domain)
    return {
      permission: scope.state.can.sendMessage,
      makeIntent: () => ({ type: 'messages.send', ...stampOf(scope), remote, text }),
    }
  },
}
