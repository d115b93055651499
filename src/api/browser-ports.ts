import type { EventObject } from 'xstate'
import type { LazyPorts } from '../adapters/lazy-ports'
import type { Ports } from '../machines/bind-ports'
import type * as facts from '../machines/ports'
import type { ChoicesCommand, ChoicesFact } from '../machines/ports/availability'
import type { DeviceTestCommand, DeviceTestFact } from '../machines/ports/device-test'
import type { DeliveryFact, MessageFact, OutgoingMessage } from '../machines/ports/messages'
import type { Check, CheckFact } from '../machines/ports/preflight'
import type { RecordingFact, RecordingRequest } from '../machines/ports/recording'
import type { SteeringCommand, SteeringFact, SupervisionGrant, SupervisionRequest } from '../machines/ports/supervision'
import type { MailboxFact, ParkingLotCommand, ParkingLotFact, Resource, ResourceFact } from '../machines/ports/watching'
import type { Browser } from './bind-browser'
import type { PhoneConfig } from './config'

const failure = { code: 'sip-not-loaded' } as const

/** The ports to the browser, while what is behind them is still being loaded: what cannot be loaded is said in facts. */
export const browserPorts = (browser: LazyPorts<Browser>, { dtmf }: PhoneConfig): Omit<Ports, 'keepCredentials'> => ({
  keepChoices: browser.port<ChoicesCommand, undefined, ChoicesFact>('keepChoices', () => ({ type: 'choices.failed' })),
  keepPreferences: browser.port<facts.PreferencesCommand, undefined, facts.PreferencesFact>('keepPreferences', () => ({
    type: 'preferences.failed',
  })),
  mixCalls: browser.port<facts.MixCommand, undefined, facts.MixFact>('mixCalls', () => ({
    type: 'mix.refused',
    failure,
  })),
  playSound: browser.port<EventObject, facts.Sound, EventObject>('playSound', () => null),
  deliverMessage: browser.port<EventObject, OutgoingMessage, DeliveryFact>('deliverMessage', () => null),
  pollParkingLot: browser.port<ParkingLotCommand, undefined, ParkingLotFact>('pollParkingLot', () => ({
    type: 'lot.failed',
    failure,
    retryAfterMs: 30_000,
  })),
  requestRecording: browser.port<EventObject, RecordingRequest, RecordingFact>('requestRecording', () => null),
  requestSupervision: browser.port<EventObject, SupervisionRequest, SupervisionGrant>('requestSupervision', () => null),
  steerSupervision: browser.port<SteeringCommand, facts.CallRef, SteeringFact>('steerSupervision', () => ({
    type: 'supervision.unchanged',
    failure,
  })),
  sendTones: browser.port<facts.ToneCommand, facts.CallRef, facts.ToneFact>(
    'sendTones',
    ({ tone }) => ({ type: 'tone.refused', tone, failure }),
    dtmf?.method === 'info' ? 'sendTonesByInfo' : 'sendTonesByRtp',
  ),
  testMicrophone: browser.port<DeviceTestCommand, undefined, DeviceTestFact>('testMicrophone', () => null),
  watchConnection: browser.port<facts.ConnectionCommand, undefined, facts.ConnectionFact>(
    'watchConnection',
    ({ type }) => {
      if (type === 'transport.disconnect') return { type: 'transport.disconnected' }
      return type === 'transport.connect' ? { type: 'sip.notLoaded', failure } : null
    },
  ),
  watchDevices: browser.port<facts.DevicesCommand, undefined, facts.DevicesFact>('watchDevices', (command) => {
    if (command.type === 'permission.request') return { type: 'permission.refused', failure }
    return command.type === 'device.use' ? { type: 'device.refused', role: command.role, failure } : null
  }),
  watchInvitations: browser.port<facts.InvitationCommand, undefined, facts.InvitationFact>(
    'watchInvitations',
    () => null,
  ),
  watchMailbox: browser.port<EventObject, undefined, MailboxFact>('watchMailbox', () => null),
  watchMedia: browser.port<facts.MediaCommand, facts.CallRef, facts.MediaFact>('watchMedia', ({ type }) =>
    type === 'microphone.acquire' ? { type: 'microphone.refused', failure, at: Date.now() } : null,
  ),
  watchMessages: browser.port<EventObject, undefined, MessageFact>('watchMessages', () => null),
  watchResource: browser.port<EventObject, Resource, ResourceFact>('watchResource', () => null),
  runCheck: browser.port<EventObject, Check, CheckFact>('runCheck', () => null),
  watchQuality: browser.port<EventObject, facts.CallRef, facts.QualityFact>('watchQuality', () => null),
  watchSession: browser.port<facts.SessionCommand, facts.CallRef, facts.SessionFact>('watchSession', ({ type }) =>
    type === 'session.invite' ? { type: 'session.rejected', failure, at: Date.now() } : null,
  ),
  watchTransferRequests: browser.port<facts.TransferRequestCommand, undefined, facts.TransferRequestFact>(
    'watchTransferRequests',
    () => null,
  ),
})
