import type { SnapshotFrom } from 'xstate'
import type { transferMachine } from '../../machines/transfer.machine'
import type { Permission, WhyNotCode } from '../errors'
import type { CallPermissions, TransferView } from '../state'
import type { CallSnapshot } from './call.view'
import { problemOf } from './problem.view'

export type TransferSnapshot = SnapshotFrom<typeof transferMachine>

const none: TransferView = Object.freeze({ status: 'none' })

/** The part of one call in the transfer that there is, or was. */
export function viewTransfer(callId: string, { value, context }: TransferSnapshot): TransferView {
  const { transfer, sipStatus, failure } = context
  if (transfer === null) return none
  const { remote: target, consultId } = transfer
  if (callId === consultId)
    return value === 'idle' ? none : Object.freeze({ status: 'consultation', callId: transfer.callId })
  if (callId !== transfer.callId) return none
  if (value === 'idle')
    return failure === null ? none : Object.freeze({ status: 'failed', target, problem: problemOf(failure) })
  if (value === 'referring' || consultId === null)
    return Object.freeze(
      value === 'progressing' ? { status: 'progressing', target, sipStatus } : { status: 'referring', target },
    )
  if (value === 'progressing') return Object.freeze({ status: 'progressing', target, sipStatus })
  if (value === 'withdrawing') return Object.freeze({ status: 'referring', target })
  if (value === 'cancelling') return Object.freeze({ status: 'cancelling', target, consultCallId: consultId })
  return Object.freeze(
    'consulting' in value
      ? { status: 'consulting', target, consultation: value.consulting, consultCallId: consultId }
      : { status: 'completing', target, consultCallId: consultId },
  )
}

type Permissions = Pick<CallPermissions, 'transfer' | 'consult' | 'completeTransfer' | 'cancelTransfer'>

const refuse = (code: WhyNotCode): Permission => Object.freeze({ code })

/** For each of the commands of a transfer: true, or why not. A call has a say in it, and the transfer that there is. */
export function transferPermissions(call: CallSnapshot, transfer: TransferSnapshot, dial: Permission): Permissions {
  const { callId } = call.context
  const command = { callId, commandId: '', at: 0 }
  const part = viewTransfer(callId, transfer).status
  const ofCall: Permission = call.hasTag('established')
    ? transfer.matches('idle') || refuse('transfer-underway')
    : refuse(call.hasTag('closing') ? 'ending' : 'not-established')
  const ofTransfer = (type: 'call.completeTransfer' | 'call.cancelTransfer', why: WhyNotCode): Permission =>
    (part !== 'none' && part !== 'failed' && transfer.can({ type, ...command })) || refuse(why)
  return {
    transfer: ofCall,
    consult: ofCall === true ? dial : ofCall,
    completeTransfer: ofTransfer('call.completeTransfer', 'no-consultation'),
    cancelTransfer: ofTransfer('call.cancelTransfer', 'nothing-to-cancel'),
  }
}
