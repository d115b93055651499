import type { SnapshotFrom } from 'xstate'
import type { transfereeMachine } from '../../machines/transferee.machine'
import type { Permission } from '../errors'
import type { CallPermissions, TransferRequestView } from '../state'
import { problemOf } from './problem.view'

export type TransfereeSnapshot = SnapshotFrom<typeof transfereeMachine>

const none: TransferRequestView = Object.freeze({ status: 'none' })

/** The part of one call in the transfer that its far end asks for, or asked for last. */
export function viewTransferRequest(callId: string, { value, context }: TransfereeSnapshot): TransferRequestView {
  const { request, failure } = context
  if (request === null) return none
  const { requestId: newCallId, kind, target, by } = request
  if (callId === newCallId)
    return typeof value === 'object' ? Object.freeze({ status: 'following', callId: request.callId }) : none
  if (callId !== request.callId) return none
  if (value === 'asked') return Object.freeze({ status: 'asked', kind, target, by, newCallId })
  if (typeof value === 'object') return Object.freeze({ status: 'dialing', phase: value.dialing, target, newCallId })
  return failure === null ? none : Object.freeze({ status: 'failed', target, problem: problemOf(failure) })
}

const whyNot: Permission = Object.freeze({ code: 'no-transfer-request' })

/** To call somebody one must be registered; how many calls there are does not matter, since the new one replaces one. */
export function transferRequestPermissions(
  callId: string,
  transferee: TransfereeSnapshot,
  dial: Permission,
): Pick<CallPermissions, 'acceptTransfer' | 'refuseTransfer'> {
  const refuseTransfer = transferee.can({ type: 'transferee.refuse', callId, commandId: '', at: 0 }) || whyNot
  const acceptTransfer =
    refuseTransfer === true && dial !== true && dial.code !== 'too-many-calls' ? dial : refuseTransfer
  return { acceptTransfer, refuseTransfer }
}
