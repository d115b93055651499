import type { CallView } from '../../api/state'
import { fill, type Locale } from '../locales/locale'
import { type Action, connectAction, type Send } from './action.connect'

export interface SupervisionProps {
  /** What we do there; null: the call is no supervision. */
  readonly status: string | null
  /** All three, and which of them it is; none where the mode cannot be changed. */
  readonly modes: readonly { readonly action: Action; readonly isOn: boolean }[]
}

const words = { listen: 'supervisionListen', whisper: 'supervisionWhisper', barge: 'supervisionBarge' } as const

export function connectSupervision(
  { id: callId, can, supervision }: CallView,
  locale: Locale,
  send: Send,
): SupervisionProps {
  if (supervision.status === 'none') return { status: null, modes: [] }
  const permission = can.setSupervision
  const isFixed = permission !== true && permission.code === 'supervision-fixed'
  return {
    status: fill(locale.text[words[supervision.mode]], { number: supervision.number }),
    modes: isFixed
      ? []
      : (['listen', 'whisper', 'barge'] as const).map((mode) => ({
          isOn: mode === supervision.mode && supervision.status === 'supervising',
          action: connectAction(locale, send, {
            label: locale.text[mode],
            permission,
            busy: supervision.status === 'switching' && supervision.mode === mode,
            command: { type: 'setSupervision', callId, mode },
          }),
        })),
  }
}
