import type { AnyStateMachine } from 'xstate'
import { authDoc } from '../../src/machines/auth.doc'
import { authMachine } from '../../src/machines/auth.machine'
import { callDoc } from '../../src/machines/call/call.doc'
import { callMachine } from '../../src/machines/call/call.machine'
import { connectionDoc } from '../../src/machines/connection.doc'
import { connectionMachine } from '../../src/machines/connection.machine'
import { devicesDoc } from '../../src/machines/devices.doc'
import { devicesMachine } from '../../src/machines/devices.machine'
import { focusDoc } from '../../src/machines/focus.doc'
import { focusMachine } from '../../src/machines/focus.machine'
import { phoneDoc } from '../../src/machines/phone.doc'
import { phoneMachine } from '../../src/machines/phone.machine'
import { ringerDoc } from '../../src/machines/ringer.doc'
import { ringerMachine } from '../../src/machines/ringer.machine'
import { tonesDoc } from '../../src/machines/tones.doc'
import { tonesMachine } from '../../src/machines/tones.machine'
import { transferDoc } from '../../src/machines/transfer.doc'
import { transferMachine } from '../../src/machines/transfer.machine'
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
  { machine: phoneMachine, doc: phoneDoc },
  { machine: ringerMachine, doc: ringerDoc },
  { machine: tonesMachine, doc: tonesDoc },
  { machine: devicesMachine, doc: devicesDoc },
]
