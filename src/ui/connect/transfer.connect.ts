import type { Permission } from '../../api/errors'
import type { CallView } from '../../api/state'
import { errorWords, fill, type Locale, problemWords, whyNotWords } from '../locales/locale'
import { type Action, connectAction, type Send } from './action.connect'
import { cleanTarget } from './dial.connect'
import { connectRemote } from './remote.connect'

export interface TransferProps {
  /** What is going on; null: nothing. */
  readonly status: string | null
  readonly hasFailed: boolean
  /** Opens the panel. */
  readonly open: Pick<Action, 'label' | 'state' | 'why'>
  readonly now: TargetAction
  readonly consult: TargetAction
  /** null: there is no consultation. */
  readonly complete: Action | null
  readonly cancel: Action | null
}

/** A button beside a number field: it is told what was typed. */
export interface TargetAction extends Pick<Action, 'label' | 'state' | 'why'> {
  /** Resolves with null when the command has entered and come to something, else with words. Never rejects. */
  readonly go: (typed: string) => Promise<string | null>
}

const ready = (permission: Permission, locale: Locale): Pick<Action, 'state' | 'why'> =>
  permission === true ? { state: 'ready', why: null } : { state: 'unavailable', why: whyNotWords(locale, permission) }

export function connectTransfer(call: CallView, locale: Locale, send: Send): TransferProps {
  const { can, id: callId, transfer } = call
  const { text } = locale
  const towards = (label: string, type: 'transfer' | 'consult', permission: Permission): TargetAction => ({
    label,
    ...ready(permission, locale),
    go: async (typed) => {
      const target = cleanTarget(typed)
      if (target === '') return text.emptyNumber
      if (permission !== true) return whyNotWords(locale, permission)
      try {
        await send({ type, target, callId })
        return null
      } catch (error) {
        return errorWords(locale, error)
      }
    },
  })
  const isConsulting = transfer.status === 'consulting' || transfer.status === 'consultation'
  return {
    status: statusOf(call, locale),
    hasFailed: transfer.status === 'failed',
    open: { label: text.transfer, ...ready(can.transfer, locale) },
    now: towards(text.transferNow, 'transfer', can.transfer),
    consult: towards(text.consultFirst, 'consult', can.consult),
    complete:
      isConsulting || transfer.status === 'completing'
        ? connectAction(locale, send, {
            label: text.completeTransfer,
            permission: can.completeTransfer,
            busy: transfer.status === 'completing',
            command: { type: 'completeTransfer', callId },
          })
        : null,
    cancel:
      isConsulting || transfer.status === 'cancelling'
        ? connectAction(locale, send, {
            label: text.cancelTransfer,
            permission: can.cancelTransfer,
            busy: transfer.status === 'cancelling',
            command: { type: 'cancelTransfer', callId },
          })
        : null,
  }
}

function statusOf({ transfer }: CallView, locale: Locale): string | null {
  const { text } = locale
  if (transfer.status === 'none') return null
  if (transfer.status === 'consultation') return text.transferConsultation
  const { name } = connectRemote(transfer.target, locale)
  if (transfer.status === 'failed')
    return `${fill(text.transferFailed, { name })} ${problemWords(locale, transfer.problem)}`
  if (transfer.status === 'progressing' && transfer.sipStatus !== null && transfer.sipStatus >= 180)
    return fill(text.transferRinging, { name })
  if (transfer.status === 'consulting') return fill(text.transferConsulting, { name })
  return transfer.status === 'cancelling' ? text.transferCancelling : fill(text.transferring, { name })
}
