import type { CallView } from '../../api/state'
import type { Locale } from '../locales/locale'
import { type Action, connectAction, type Send } from './action.connect'

export interface RecordingProps {
  /** What is said about it; null: nothing. */
  readonly status: string | null
  /** Whether somebody may be listening later on. */
  readonly isOn: boolean
  /** Record or stop, whichever is next; null: it is not configured here. */
  readonly action: Action | null
}

const words = {
  off: null,
  starting: null,
  on: 'recordingOn',
  presumedOn: 'recordingPresumed',
  stopping: 'recordingOn',
  presumedOff: 'recordingPresumedOff',
} as const

export function connectRecording({ id: callId, can, recording }: CallView, locale: Locale, send: Send): RecordingProps {
  const isOn = recording === 'on' || recording === 'presumedOn' || recording === 'stopping'
  const type = isOn ? 'stopRecording' : 'startRecording'
  const permission = can[type]
  const said = words[recording]
  return {
    status: said === null ? null : locale.text[said],
    isOn,
    action:
      permission !== true && permission.code === 'recording-not-configured'
        ? null
        : connectAction(locale, send, {
            label: locale.text[isOn ? 'stopRecording' : 'record'],
            permission,
            busy: recording === 'starting' || recording === 'stopping',
            command: { type, callId },
          }),
  }
}
