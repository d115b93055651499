import type { DeviceView, PhoneState } from '../../api/state'
import { fill, type Locale } from '../locales/locale'
import { type Action, connectAction, type Send } from './action.connect'

export interface DeviceChoice {
  readonly label: string
  /** The empty value is the system's default. */
  readonly value: string
  readonly options: readonly { readonly value: string; readonly label: string }[]
  readonly choose: (value: string, failed: (error: unknown) => void) => void
}

export interface SettingsProps {
  readonly microphone: DeviceChoice
  /** null: this browser cannot choose one. */
  readonly speaker: DeviceChoice | null
  /** null: it was answered already. */
  readonly allowMicrophone: Action | null
  readonly signOut: Action
}

export function connectSettings(state: PhoneState, locale: Locale, send: Send): SettingsProps {
  const { devices, can } = state
  const { text } = locale
  const asks = devices.permission === 'unknown' || devices.permission === 'prompt' || devices.permission === 'asking'
  const choice = (
    kind: string,
    type: 'setMicrophone' | 'setSpeaker',
    list: readonly DeviceView[],
    chosen: string | null,
  ): DeviceChoice => ({
    label: kind,
    value: chosen ?? '',
    options: [{ value: '', label: text.systemDefault }, ...optionsOf(list, chosen, kind, locale)],
    choose: (value, failed) => {
      send({ type, deviceId: value === '' ? null : value }).catch(failed)
    },
  })
  return {
    microphone: choice(text.microphone, 'setMicrophone', devices.microphones, devices.microphoneId),
    speaker:
      devices.speakers.length === 0 ? null : choice(text.speaker, 'setSpeaker', devices.speakers, devices.speakerId),
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

function optionsOf(list: readonly DeviceView[], chosen: string | null, kind: string, locale: Locale) {
  const unnamed = (number: number) => fill(locale.text.unnamedDevice, { kind, number })
  const options = list
    // Browsers list the default a second time, under this id; without a permission the ids are empty.
    .filter((device) => device.id !== '' && device.id !== 'default')
    .map((device, index) => ({ value: device.id, label: device.label || unnamed(index + 1) }))
  const isListed = chosen === null || options.some((option) => option.value === chosen)
  return isListed ? options : [...options, { value: chosen, label: unnamed(options.length + 1) }]
}
