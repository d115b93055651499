import type { PhoneState } from '../../api/state'
import type { Locale } from '../locales/locale'
import { type Action, connectAction, type Send } from './action.connect'
import { connectDevices, type DevicesProps } from './devices.connect'

export interface SettingsProps extends DevicesProps {
  /** null: it was answered already. */
  readonly allowMicrophone: Action | null
  readonly signOut: Action
}

export function connectSettings(state: PhoneState, locale: Locale, send: Send): SettingsProps {
  const { devices, can } = state
  const { text } = locale
  const asks = devices.permission === 'unknown' || devices.permission === 'prompt' || devices.permission === 'asking'
  return {
    ...connectDevices(state, locale, send),
    allowMicrophone: asks
      ? connectAction(locale, send, {
          label: text.allowMicrophone,
          permission: true,
          busy: devices.permission === 'asking',
          command: { type: 'requestPermission' },
        })
      : null,
    signOut: connectAction(locale, send, {
      label: text.signOut,
      permission: can.signOut,
      busy: state.session.status === 'signingOut',
      command: { type: 'signOut' },
    }),
  }
}
