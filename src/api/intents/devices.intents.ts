import { errorOf } from '../phone-error'
import { readDevices, testSteps } from '../read-devices'
import { parseTarget } from '../target'
import { type Reader, type Readers, stampOf } from './scope'

type Choice = 'setMicrophone' | 'setSpeaker' | 'setRingDevice' | 'setAudioProcessing' | 'setVolume'

const choose: Reader<Choice> = (command, scope) => {
  const intent = readDevices(command, scope.state.devices)
  return { permission: true, makeIntent: () => ({ ...intent, ...stampOf(scope) }) }
}

/** Microphones, speakers, what the browser allows, and tests of all that. */
export const devicesIntents: Readers<
  Choice | 'requestPermission' | 'unblockAudio' | 'testDevices' | 'runPreflight' | 'cancelPreflight'
> = {
  setMicrophone: choose,
  setSpeaker: choose,
  setRingDevice: choose,
  setAudioProcessing: choose,
  setVolume: choose,
  requestPermission: (_, scope) => ({
    permission: true,
    makeIntent: () => ({ type: 'devices.requestPermission', ...stampOf(scope) }),
  }),
  unblockAudio: (_, scope) => ({
    permission: scope.state.can.unblockAudio,
    makeIntent: () => ({ type: 'devices.unblockAudio', ...stampOf(scope) }),
  }),
  testDevices: ({ step }, scope) => {
    if (!testSteps.has(step)) throw errorOf({ code: 'invalid-command' })
    return { permission: true, makeIntent: () => ({ type: `test.${step}`, ...stampOf(scope) }) }
  },
  runPreflight: (command, scope) => {
    const remote = parseTarget(command.target ?? scope.config.echoNumber ?? '600', scope.domain)
    return {
      permission: scope.state.can.runPreflight,
      makeIntent: () => ({
        type: 'preflight.start',
        ...stampOf(scope),
        callId: scope.newId(),
        target: remote.uri,
        remote,
      }),
    }
  },
  cancelPreflight: (_, scope) => ({
    permission: scope.state.can.cancelPreflight,
    makeIntent: () => ({ type: 'preflight.cancel', ...stampOf(scope) }),
  }),
}
