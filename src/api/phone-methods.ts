import type { Phone } from './phone'
import type { PhoneSource } from './source'

type Methods = Omit<Phone, keyof PhoneSource | 'on' | 'exportTrace' | 'dispose'>

const ofCall = (callId: string | undefined) => (callId === undefined ? {} : { callId })

/** A method for each command: a source that can be asked becomes a phone that can be told. */
export const phoneMethods = (send: PhoneSource['send']): Methods => ({
  signIn: (credentials) => send({ type: 'signIn', ...credentials }),
  signOut: () => send({ type: 'signOut' }),
  connect: () => send({ type: 'connect' }),
  disconnect: () => send({ type: 'disconnect' }),
  dial: (target, options) => send({ type: 'dial', target, ...options }),
  answer: (callId) => send({ type: 'answer', ...ofCall(callId) }),
  decline: (callId) => send({ type: 'decline', ...ofCall(callId) }),
  hangUp: (callId) => send({ type: 'hangUp', ...ofCall(callId) }),
  hold: (callId) => send({ type: 'hold', ...ofCall(callId) }),
  resume: (callId) => send({ type: 'resume', ...ofCall(callId) }),
  mute: (callId) => send({ type: 'mute', ...ofCall(callId) }),
  unmute: (callId) => send({ type: 'unmute', ...ofCall(callId) }),
  sendDtmf: (tones, options) => send({ type: 'sendDtmf', tones, ...options }),
  transfer: (target, options) => send({ type: 'transfer', target, ...options }),
  consult: (target, options) => send({ type: 'consult', target, ...options }),
  completeTransfer: (callId) => send({ type: 'completeTransfer', ...ofCall(callId) }),
  cancelTransfer: (callId) => send({ type: 'cancelTransfer', ...ofCall(callId) }),
  startRecording: (callId) => send({ type: 'startRecording', ...ofCall(callId) }),
  stopRecording: (callId) => send({ type: 'stopRecording', ...ofCall(callId) }),
  supervise: (number, mode) => send({ type: 'supervise', number, mode }),
  setSupervision: (mode, callId) => send({ type: 'setSupervision', mode, ...ofCall(callId) }),
  merge: (callId, options) => send({ type: 'merge', ...ofCall(callId), ...options }),
  split: (callId) => send({ type: 'split', ...ofCall(callId) }),
  requestPermission: () => send({ type: 'requestPermission' }),
  unblockAudio: () => send({ type: 'unblockAudio' }),
  setMicrophone: (deviceId) => send({ type: 'setMicrophone', deviceId }),
  setSpeaker: (deviceId) => send({ type: 'setSpeaker', deviceId }),
  setRingDevice: (deviceId) => send({ type: 'setRingDevice', deviceId }),
  setVolume: (volumes) => send({ type: 'setVolume', ...volumes }),
  setAudioProcessing: (processing) => send({ type: 'setAudioProcessing', ...processing }),
})
