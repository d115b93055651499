import type { PhoneIntent } from '../../machines/intents'
import { errorOf } from '../phone-error'
import { parseTarget } from '../target'
import { callOf } from './call-of'
import { type Reader, type Readers, stampOf } from './scope'

const modes: readonly string[] = ['listen', 'whisper', 'barge']

const supervise: Reader<'supervise'> = ({ number, mode }, scope) => {
  const { state, config, domain, newId, commandId, at } = scope
  const isKnown = modes.includes(mode)
  const template = isKnown ? config.supervision?.[mode] : undefined
  const colleague = parseTarget(
    number,
    domain,
    state.colleagues.find((one) => one.number === number)?.name ?? undefined,
  )
  const isServed = isKnown && template === undefined && config.supervision?.service !== undefined
  if (state.can.supervise === true && template === undefined && !isServed) throw errorOf({ code: 'invalid-command' })
  if (isServed) {
    const ask = (): PhoneIntent => ({
      type: 'supervising.start',
      commandId,
      at,
      callId: newId(),
      number: colleague.number,
      mode,
      remote: colleague,
    })
    return { permission: state.can.supervise, makeIntent: ask }
  }
  const target = parseTarget((template ?? '{number}').replaceAll('{number}', colleague.number), domain)
  const makeIntent = (): PhoneIntent => ({
    type: 'call.dial',
    commandId,
    at,
    callId: newId(),
    target: target.uri,
    remote: { ...colleague, uri: target.uri },
    supervision: { number: colleague.number, mode, digits: config.supervision?.digits ?? null },
  })
  return { permission: state.can.supervise, makeIntent }
}

/** Listening to a colleague's call, whispering, barging in. */
export const supervisionIntents: Readers<'supervise' | 'setSupervision'> = {
  supervise,
  setSupervision: (command, scope) => {
    const call = callOf(command, scope.state)
    const { mode } = command
    const isSame = call.supervision.status === 'supervising' && call.supervision.mode === mode
    if (!modes.includes(mode) || isSame) throw errorOf({ code: 'invalid-command' })
    return {
      permission: call.can.setSupervision,
      makeIntent: () => ({ type: 'call.setSupervision', ...stampOf(scope), callId: call.id, mode }),
    }
  },
}
