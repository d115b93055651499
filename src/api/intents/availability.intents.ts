import { checkFlag, checkOneOf } from './check'
import { type Readers, stampOf } from './scope'

/** Who may ring. */
export const availabilityIntents: Readers<
  'setAvailability' | 'setDoNotDisturb' | 'finishWrapUp' | 'setCallWaiting' | 'setAutoAnswer'
> = {
  setAvailability: ({ status }, scope) => {
    checkOneOf(status, ['available', 'away', 'doNotDisturb'])
    return { permission: true, makeIntent: () => ({ type: 'availability.set', ...stampOf(scope), status }) }
  },
  setDoNotDisturb: ({ on }, scope) => {
    // Who is away and was not in it stays away.
    const { chosen } = scope.state.availability
    const otherwise = chosen === 'doNotDisturb' ? 'available' : chosen
    const status = checkFlag(on) ? 'doNotDisturb' : otherwise
    return { permission: true, makeIntent: () => ({ type: 'availability.set', ...stampOf(scope), status }) }
  },
  finishWrapUp: (_, scope) => ({
    permission: scope.state.can.finishWrapUp,
    makeIntent: () => ({ type: 'availability.finishWrapUp', ...stampOf(scope) }),
  }),
  setCallWaiting: ({ on }, scope) => {
    const callWaiting = checkFlag(on) ? 'on' : 'off'
    return {
      permission: true,
      makeIntent: () => ({ type: 'availability.setCallWaiting', ...stampOf(scope), callWaiting }),
    }
  },
  setAutoAnswer: ({ mode: autoAnswer }, scope) => {
    checkOneOf(autoAnswer, ['never', 'asked', 'always'])
    return {
      permission: true,
      makeIntent: () => ({ type: 'availability.setAutoAnswer', ...stampOf(scope), autoAnswer }),
    }
  },
}
