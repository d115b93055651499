import type { CallIntent, TransferIntent } from '../../machines/intents'
import type { SendDtmfCommand } from '../commands'
import { PhoneError } from '../errors'
import { parseTarget } from '../target'
import { wordsOf } from '../words'
import { callOf } from './call-of'
import { checkOneOf, neverMade } from './check'
import { type Reader, type Readers, stampOf } from './scope'

function checkTones({ tones, durationMs = 100, gapMs = 70 }: SendDtmfCommand) {
  const valid =
    typeof tones === 'string' &&
    /^[0-9A-D#*,]+$/u.test(tones) &&
    Number.isFinite(durationMs) &&
    durationMs >= 40 &&
    durationMs <= 6_000 &&
    Number.isFinite(gapMs) &&
    gapMs >= 30
  if (!valid) throw new PhoneError('invalid-tones', wordsOf('invalid-tones'))
  return { tones, durationMs, gapMs }
}

type Plain =
  | 'answer'
  | 'hangUp'
  | 'hold'
  | 'resume'
  | 'mute'
  | 'unmute'
  | 'startRecording'
  | 'stopRecording'
  | 'completeTransfer'
  | 'cancelTransfer'

/** The call and the word are all there is to say. */
const plain: Reader<Plain> = (command, scope) => {
  const call = callOf(command, scope.state)
  const intent = { type: `call.${command.type}`, ...stampOf(scope), callId: call.id } as CallIntent | TransferIntent
  return { permission: call.can[command.type], makeIntent: () => intent }
}

/** What one does with a call. */
export const callIntents: Readers<Plain | 'sendDtmf' | 'decline' | 'deflect'> = {
  answer: plain,
  hangUp: plain,
  hold: plain,
  resume: plain,
  mute: plain,
  unmute: plain,
  startRecording: plain,
  stopRecording: plain,
  completeTransfer: plain,
  cancelTransfer: plain,
  sendDtmf: (command, scope) => {
    const tones = checkTones(command)
    const call = callOf(command, scope.state)
    return {
      permission: call.can.sendDtmf,
      makeIntent: () => ({ type: 'call.sendDtmf', ...stampOf(scope), callId: call.id, ...tones }),
    }
  },
  decline: (command, scope) => {
    const { reason = 'declined' } = command
    checkOneOf(reason, ['declined', 'busy', 'unavailable', 'not-found'])
    const call = callOf(command, scope.state)
    return {
      permission: call.can.decline,
      makeIntent: () => ({ type: 'call.decline', ...stampOf(scope), callId: call.id, reason }),
    }
  },
  deflect: (command, scope) => {
    const call = callOf(command, scope.state)
    const target = command.target ?? scope.config.features?.voicemail?.deposit
    if (target === undefined) return { permission: { code: 'no-voicemail' }, makeIntent: neverMade }
    const remote = parseTarget(target, scope.domain)
    return {
      permission: call.can.deflect,
      makeIntent: () => ({ type: 'call.deflect', ...stampOf(scope), callId: call.id, target: remote.uri, remote }),
    }
  },
}
