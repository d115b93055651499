import type { CallView, PhoneState } from '../../api/state'
import { fill, type Locale } from '../locales/locale'
import { type Action, connectAction, type Send } from './action.connect'
import type { CallProps } from './call.connect'
import { connectRemote } from './remote.connect'

/** The call that is shown large: the focused one, or else the first. */
export function expandedCallId(state: PhoneState): string | null {
  const focused = state.calls.find((call) => call.id === state.focusedCallId)
  return (focused ?? state.calls[0])?.id ?? null
}

export function callById(state: PhoneState, id: string): CallView | undefined {
  return state.calls.find((call) => call.id === id)
}

/** On the card of a call that waits while another one is talked on; null: there is nothing to swap. */
export function connectSwap(state: PhoneState, call: CallProps, locale: Locale, send: Send): Action | null {
  if (state.can.swap !== true || call.hold.label !== locale.text.resume || call.hold.state !== 'ready') return null
  return connectAction(locale, send, {
    label: locale.text.swap,
    permission: true,
    command: { type: 'swap', callId: call.id },
  })
}

/** What is called out to people who do not see the card come up; empty when nothing rings. */
export function announcement(state: PhoneState, locale: Locale): string {
  const ringing = state.calls.findLast((call) => call.phase === 'alerting')
  if (ringing === undefined) return ''
  const { name, number } = connectRemote(ringing.remote, locale)
  return fill(locale.text.announceIncoming, { name: number === null ? name : `${name}, ${number}` })
}
