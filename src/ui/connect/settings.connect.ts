import type { PhoneCommand } from '../../api/commands'
import type { PhoneState } from '../../api/state'
import type { Locale } from '../locales/locale'
import { type Action, connectAction, type Send } from './action.connect'
import { type Choice, connectDevices, type DevicesProps } from './devices.connect'

export interface SettingsProps extends DevicesProps {
  readonly availability: Choice
  readonly callWaiting: Choice
  readonly autoAnswer: Choice
  /** null: it was answered already. */
  readonly allowMicrophone: Action | null
  readonly signOut: Action
}

export function connectSettings(state: PhoneState, locale: Locale, send: Send): SettingsProps {
  const { devices, can } = state
  const { text } = locale
  const asks = devices.permission === 'unknown' || devices.permission === 'prompt' || devices.permission === 'asking'
  const { availability } = state
  const oneOf = <Value extends string>(
    label: string,
    value: Value,
    words: Readonly<Record<Value, string>>,
    commandFor: (value: Value) => PhoneCommand,
  ): Choice => ({
    label,
    value,
    note: null,
    options: Object.entries<string>(words).map(([option, label]) => ({ value: option, label })),
    choose: (chosen, failed) => {
      send(commandFor(chosen as Value)).catch(failed)
    },
  })
  return {
    availability: oneOf(
      text.availability,
      availability.chosen,
      { available: text.available, away: text.away, doNotDisturb: text.doNotDisturb },
      (status) => ({ type: 'setAvailability', status }),
    ),
    callWaiting: oneOf(text.callWaiting, availability.callWaiting, { on: text.on, off: text.off }, (value) => ({
      type: 'setCallWaiting',
      on: value === 'on',
    })),
    autoAnswer: oneOf(
      text.autoAnswer,
      availability.autoAnswer,
      { never: text.autoAnswerNever, asked: text.autoAnswerAsked, always: text.autoAnswerAlways },
      (mode) => ({ type: 'setAutoAnswer', mode }),
    ),
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
