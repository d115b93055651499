import { authMachine } from './auth/auth.machine'
import { autoAnswerMachine } from './auto-answer.machine'
import { availabilityMachine } from './availability.machine'
import { callMachine } from './call/call.machine'
import { conferenceMachine } from './conference.machine'
import { connectionMachine } from './connection.machine'
import { deviceTestMachine } from './device-test.machine'
import { devicesMachine } from './devices.machine'
import { messageMachine } from './message.machine'
import { messagesMachine } from './messages.machine'
import { parkingLotMachine } from './parking-lot.machine'
import { phoneMachine } from './phone.machine'
import type {
  KeepCredentials,
  KeepPreferences,
  MixCalls,
  PlaySound,
  SendTones,
  WatchConnection,
  WatchDevices,
  WatchInvitations,
  WatchMedia,
  WatchQuality,
  WatchSession,
  WatchTransferRequests,
} from './ports'
import type { KeepChoices } from './ports/availability'
import type { TestMicrophone } from './ports/device-test'
import type { DeliverMessage, WatchMessages } from './ports/messages'
import type { RunCheck } from './ports/preflight'
import type { RequestRecording } from './ports/recording'
import type { RequestSupervision, SteerSupervision } from './ports/supervision'
import type { PollParkingLot, WatchMailbox, WatchResource } from './ports/watching'
import { preflightMachine } from './preflight.machine'
import { presenceMachine } from './presence.machine'
import { qualityMachine } from './quality/quality.machine'
import { recordingMachine } from './recording.machine'
import { ringerMachine } from './ringer.machine'
import { subscriptionMachine } from './subscription.machine'
import { supervisionMachine } from './supervision.machine'
import { supervisorMachine } from './supervisor.machine'
import { tonesMachine } from './tones.machine'
import { transfereeMachine } from './transferee.machine'
import { voicemailMachine } from './voicemail.machine'

/** Every port of a phone. Who provides them decides whether it is live, a test or a replay. */
export interface Ports {
  readonly deliverMessage: DeliverMessage
  readonly keepChoices: KeepChoices
  readonly keepCredentials: KeepCredentials
  readonly keepPreferences: KeepPreferences
  readonly mixCalls: MixCalls
  readonly playSound: PlaySound
  readonly pollParkingLot: PollParkingLot
  readonly runCheck: RunCheck
  readonly requestRecording: RequestRecording
  readonly requestSupervision: RequestSupervision
  readonly sendTones: SendTones
  readonly steerSupervision: SteerSupervision
  readonly testMicrophone: TestMicrophone
  readonly watchConnection: WatchConnection
  readonly watchDevices: WatchDevices
  readonly watchInvitations: WatchInvitations
  readonly watchMailbox: WatchMailbox
  readonly watchMedia: WatchMedia
  readonly watchMessages: WatchMessages
  readonly watchResource: WatchResource
  readonly watchQuality: WatchQuality
  readonly watchSession: WatchSession
  readonly watchTransferRequests: WatchTransferRequests
}

/** The phone's chart with its ports bound, in every chart below it. */
export const bindPorts = (ports: Ports): typeof phoneMachine => {
  const tones = tonesMachine.provide({ actors: { sendTones: ports.sendTones, playSound: ports.playSound } })
  const subscription = subscriptionMachine.provide({ actors: { watchResource: ports.watchResource } })
  const message = messageMachine.provide({ actors: { deliverMessage: ports.deliverMessage } })
  return phoneMachine.provide({
    actors: {
      auth: authMachine.provide({ actors: { keepCredentials: ports.keepCredentials } }),
      autoAnswer: autoAnswerMachine.provide({ actors: { playSound: ports.playSound } }),
      availability: availabilityMachine.provide({ actors: { keepChoices: ports.keepChoices } }),
      connection: connectionMachine.provide({ actors: { watchConnection: ports.watchConnection } }),
      devices: devicesMachine.provide({
        actors: { watchDevices: ports.watchDevices, keepPreferences: ports.keepPreferences },
      }),
      deviceTest: deviceTestMachine.provide({
        actors: { testMicrophone: ports.testMicrophone, playSound: ports.playSound },
      }),
      messages: messagesMachine.provide({ actors: { watchMessages: ports.watchMessages, message } }),
      parkingLot: parkingLotMachine.provide({ actors: { pollParkingLot: ports.pollParkingLot, subscription } }),
      preflight: preflightMachine.provide({ actors: { runCheck: ports.runCheck } }),
      presence: presenceMachine.provide({ actors: { subscription } }),
      voicemail: voicemailMachine.provide({ actors: { subscription, watchMailbox: ports.watchMailbox } }),
      conference: conferenceMachine.provide({ actors: { mixCalls: ports.mixCalls } }),
      ringer: ringerMachine.provide({ actors: { playSound: ports.playSound } }),
      call: callMachine.provide({
        actors: {
          watchSession: ports.watchSession,
          watchMedia: ports.watchMedia,
          playSound: ports.playSound,
          tones,
          recording: recordingMachine.provide({ actors: { requestRecording: ports.requestRecording } }),
          supervision: supervisionMachine.provide({ actors: { steerSupervision: ports.steerSupervision } }),
          quality: qualityMachine.provide({ actors: { watchQuality: ports.watchQuality } }),
        },
      }),
      supervisor: supervisorMachine.provide({ actors: { requestSupervision: ports.requestSupervision } }),
      transferee: transfereeMachine.provide({ actors: { watchTransferRequests: ports.watchTransferRequests } }),
      watchInvitations: ports.watchInvitations,
    },
  })
}
