import type { PhoneCommand } from '../../api/commands'
import type { DeviceView, PhoneState } from '../../api/state'
import { fill, type Locale } from '../locales/locale'
import { type Action, connectAction, type Send } from './action.connect'

export interface Choice {
  readonly label: string
  /** The empty value is the system's default. */
  readonly value: string
  readonly options: readonly { readonly value: string; readonly label: string }[]
  readonly choose: (value: string, failed: (error: unknown) => void) => void
}

export interface SettingsProps {
  readonly availability: Choice
  readonly callWaiting: Choice
  readonly autoAnswer: Choice
  readonly microphone: Choice
  /** null: this browser cannot choose one. */
  readonly speaker: Choice | null
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
  ): Choice => ({
    label: kind,
    value: chosen ?? '',
    options: [{ value: '', label: text.systemDefault }, ...optionsOf(list, chosen, kind, locale)],
    choose: (value, failed) => {
      send({ type, deviceId: value === '' ? null : value }).catch(failed)
    },
  })
  const { availability } = state
  const oneOf = <Value extends string>(
    label: string,
    value: Value,
    words: Readonly<Record<Value, string>>,
    commandFor: (value: Value) => PhoneCommand,
  ): Choice => ({
    label,
    value,
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
