import type { Core } from 'sip.js'
import type { TransferRequestCommand, WatchTransferRequests } from '../../machines/ports'
import type { MakePort } from '../port'
import type { Call } from './call'
import { readReference } from './refer-to'
import type { SipModule } from './sip-module'
import { TransferRequest } from './transfer-request'

export interface TransferRequestsOptions {
  readonly makePort: MakePort
  readonly newId: () => string
  readonly now: () => number
}

export interface TransferRequests {
  readonly port: WatchTransferRequests
  /** A REFER in the dialog of a call. */
  receive(sip: SipModule, call: Call, request: Core.IncomingReferRequest): void
  /** What the call of this id follows. */
  find(callId: string): TransferRequest | undefined
  /** The dialog of this call has been replaced: nobody is left who asks in it. */
  withdraw(callId: string): void
}

type Reason = Extract<TransferRequestCommand, { type: 'refer.refuse' }>['reason']

const refusals: Readonly<Record<Reason, readonly [number, string]>> = {
  declined: [603, 'Declined'],
  busy: [486, 'Busy Here'],
  unavailable: [480, 'Temporarily Unavailable'],
}

/** REFERs that come in: each waits for a decision, and none is followed without one (toll fraud). */
export function createTransferRequests({ makePort, newId, now }: TransferRequestsOptions): TransferRequests {
  const requests = new Map<string, TransferRequest>()
  const dialogs = new WeakSet<Core.SessionDialog>()
  let announce: ((request: TransferRequest) => void) | null = null
  let tellWithdrawn: (requestId: string) => void = () => {}

  return {
    port: makePort('watchTransferRequests', ({ tell, receive }) => {
      announce = ({ id: requestId, callId, reference: { kind, target, by } }) =>
        tell({ type: 'refer.received', requestId, callId, kind, target, by, at: now() })
      tellWithdrawn = (requestId) => tell({ type: 'refer.withdrawn', requestId })
      receive((command) => {
        const request = requests.get(command.requestId)
        if (command.type === 'refer.accept') request?.accept()
        else request?.refuse(...refusals[command.reason])
      })
      return () => {
        announce = null
        tellWithdrawn = () => {}
        for (const request of requests.values()) request.refuse(...refusals.unavailable)
      }
    }),

    receive(sip, call, request) {
      const dialog = call.session?.dialog as Core.SessionDialog | undefined
      const reference = readReference(sip, request.message)
      if (typeof reference === 'number') request.reject({ statusCode: reference })
      else if (!dialog || !announce) request.reject({ statusCode: 603 })
      else {
        const id = newId()
        const isFirst = !dialogs.has(dialog)
        dialogs.add(dialog)
        const whenOver = () => requests.delete(id)
        const asked = new TransferRequest({ id, callId: call.callId, reference, request, dialog, isFirst, whenOver })
        requests.set(id, asked)
        announce(asked)
      }
    },

    find: (callId) => requests.get(callId),

    withdraw(callId) {
      for (const request of requests.values()) {
        if (request.callId !== callId) continue
        request.refuse(...refusals.declined)
        tellWithdrawn(request.id)
      }
    },
  }
}
