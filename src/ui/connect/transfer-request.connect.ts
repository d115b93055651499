import type { CallView } from '../../api/state'
import { fill, type Locale, problemWords } from '../locales/locale'
import { type Action, connectAction, type Send } from './action.connect'
import { connectRemote } from './remote.connect'

export interface TransferRequestProps {
  readonly state: 'asked' | 'dialing' | 'failed'
  readonly words: string
  /** null: nothing is left to decide. */
  readonly answers: { readonly accept: Action; readonly refuse: Action } | null
}

/** What the far end asks for; null: nothing. Who asks is who is on the line, whatever he says of himself. */
export function connectTransferRequest(call: CallView, locale: Locale, send: Send): TransferRequestProps | null {
  const { transferRequest: request, can, id: callId } = call
  if (request.status === 'none' || request.status === 'following') return null
  const { text } = locale
  const { name: called, number } = connectRemote(request.target, locale)
  // A number that costs money is not to hide behind a name.
  const target = number === null ? called : `${called} (${number})`
  const fillIn = (words: string) => fill(words, { name: connectRemote(call.remote, locale).name, target })
  if (request.status === 'failed')
    return {
      state: 'failed',
      words: `${fillIn(text.transferRequestFailed)} ${problemWords(locale, request.problem)}`,
      answers: null,
    }
  if (request.status === 'dialing') {
    const words = request.phase === 'waiting' ? text.transferRequestHolding : text.transferRequestDialing
    return { state: 'dialing', words: fillIn(words), answers: null }
  }
  return {
    state: 'asked',
    words: fillIn(request.kind === 'blind' ? text.transferRequestBlind : text.transferRequestAttended),
    answers: {
      accept: connectAction(locale, send, {
        label: text.acceptTransfer,
        permission: can.acceptTransfer,
        command: { type: 'acceptTransfer', callId },
      }),
      refuse: connectAction(locale, send, {
        label: text.refuseTransfer,
        permission: can.refuseTransfer,
        command: { type: 'refuseTransfer', callId },
      }),
    },
  }
}
