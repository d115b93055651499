import type { AnyStateMachine } from 'xstate'
import { authDoc } from '../../src/machines/auth/auth.doc'
import { authMachine } from '../../src/machines/auth/auth.machine'
import { autoAnswerDoc } from '../../src/machines/auto-answer.doc'
import { autoAnswerMachine } from '../../src/machines/auto-answer.machine'
import { availabilityDoc } from '../../src/machines/availability.doc'
import { availabilityMachine } from '../../src/machines/availability.machine'
import { callDoc } from '../../src/machines/call/call.doc'
import { callMachine } from '../../src/machines/call/call.machine'
import { conferenceDoc } from '../../src/machines/conference.doc'
import { conferenceMachine } from '../../src/machines/conference.machine'
import { connectionDoc } from '../../src/machines/connection.doc'
import { connectionMachine } from '../../src/machines/connection.machine'
import { deviceTestDoc } from '../../src/machines/device-test.doc'
import { deviceTestMachine } from '../../src/machines/device-test.machine'
import { devicesDoc } from '../../src/machines/devices.doc'
import { devicesMachine } from '../../src/machines/devices.machine'
import { focusDoc } from '../../src/machines/focus.doc'
import { focusMachine } from '../../src/machines/focus.machine'
import { messageDoc } from '../../src/machines/message.doc'
import { messageMachine } from '../../src/machines/message.machine'
import { messagesDoc } from '../../src/machines/messages.doc'
import { messagesMachine } from '../../src/machines/messages.machine'
import { parkDoc } from '../../src/machines/park.doc'
import { parkMachine } from '../../src/machines/park.machine'
import { parkingLotDoc } from '../../src/machines/parking-lot.doc'
import { parkingLotMachine } from '../../src/machines/parking-lot.machine'
import { phoneDoc } from '../../src/machines/phone.doc'
import { phoneMachine } from '../../src/machines/phone.machine'
import { preflightDoc } from '../../src/machines/preflight.doc'
import { preflightMachine } from '../../src/machines/preflight.machine'
import { presenceDoc } from '../../src/machines/presence.doc'
import { presenceMachine } from '../../src/machines/presence.machine'
import { qualityDoc } from '../../src/machines/quality/quality.doc'
import { qualityMachine } from '../../src/machines/quality/quality.machine'
import { recordingDoc } from '../../src/machines/recording.doc'
import { recordingMachine } from '../../src/machines/recording.machine'
import { ringerDoc } from '../../src/machines/ringer.doc'
import { ringerMachine } from '../../src/machines/ringer.machine'
import { roomDoc } from '../../src/machines/room.doc'
import { roomMachine } from '../../src/machines/room.machine'
import { subscriptionDoc } from '../../src/machines/subscription.doc'
import { subscriptionMachine } from '../../src/machines/subscription.machine'
import { supervisionDoc } from '../../src/machines/supervision.doc'
import { supervisionMachine } from '../../src/machines/supervision.machine'
import { supervisorDoc } from '../../src/machines/supervisor.doc'
import { supervisorMachine } from '../../src/machines/supervisor.machine'
import { tonesDoc } from '../../src/machines/tones.doc'
import { tonesMachine } from '../../src/machines/tones.machine'
import { transferDoc } from '../../src/machines/transfer.doc'
import { transferMachine } from '../../src/machines/transfer.machine'
import { transfereeDoc } from '../../src/machines/transferee.doc'
import { transfereeMachine } from '../../src/machines/transferee.machine'
import { voicemailDoc } from '../../src/machines/voicemail.doc'
import { voicemailMachine } from '../../src/machines/voicemail.machine'
import type { AnyDoc } from './write-page'

export interface Entry {
  readonly machine: AnyStateMachine
  readonly doc: AnyDoc
}

/** Every chart of src/machines, in the order of the index. A test finds the one that is missing. */
export const catalogue: readonly Entry[] = [
  { machine: callMachine, doc: callDoc },
  { machine: connectionMachine, doc: connectionDoc },
  { machine: authMachine, doc: authDoc },
  { machine: focusMachine, doc: focusDoc },
  { machine: transferMachine, doc: transferDoc },
  { machine: parkMachine, doc: parkDoc },
  { machine: parkingLotMachine, doc: parkingLotDoc },
  { machine: presenceMachine, doc: presenceDoc },
  { machine: voicemailMachine, doc: voicemailDoc },
  { machine: subscriptionMachine, doc: subscriptionDoc },
  { machine: messagesMachine, doc: messagesDoc },
  { machine: messageMachine, doc: messageDoc },
  { machine: transfereeMachine, doc: transfereeDoc },
  { machine: conferenceMachine, doc: conferenceDoc },
  { machine: roomMachine, doc: roomDoc },
  { machine: phoneMachine, doc: phoneDoc },
  { machine: availabilityMachine, doc: availabilityDoc },
  { machine: autoAnswerMachine, doc: autoAnswerDoc },
  { machine: ringerMachine, doc: ringerDoc },
  { machine: tonesMachine, doc: tonesDoc },
  { machine: preflightMachine, doc: preflightDoc },
  { machine: recordingMachine, doc: recordingDoc },
  { machine: supervisorMachine, doc: supervisorDoc },
  { machine: supervisionMachine, doc: supervisionDoc },
  { machine: qualityMachine, doc: qualityDoc },
  { machine: devicesMachine, doc: devicesDoc },
  { machine: deviceTestMachine, doc: deviceTestDoc },
]
