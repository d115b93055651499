export type {
  CommandName,
  CommandResult,
  CommandResults,
  DialCommand,
  PhoneCommand,
  SendDtmfCommand,
  SetAudioProcessingCommand,
  SetVolumeCommand,
  SignInCommand,
  TestDevicesCommand,
} from './api/commands'
export type {
  AccountConfig,
  AuthConfig,
  GivenToken,
  IceServerConfig,
  PhoneConfig,
  TokenReason,
  TraceConfig,
} from './api/config'
export { createPhone } from './api/create-phone'
export { type ErrorCode, type Permission, PhoneError, type Problem, type WhyNot, type WhyNotCode } from './api/errors'
export type { PhoneEvent, PhoneEventOf, PhoneEvents, PhoneEventType } from './api/events'
export type { JsonValue } from './api/json'
export type { Levels, SoundLevel } from './api/levels'
export type { Phone } from './api/phone'
export type { PhoneSource } from './api/source'
export type {
  AccountView,
  CallEnding,
  CallPermissions,
  CallPhase,
  CallRecord,
  CallView,
  ConnectionView,
  DevicesView,
  DeviceTestView,
  DeviceUse,
  DeviceView,
  PhonePermissions,
  PhoneState,
  RemoteView,
  SessionView,
} from './api/state'
