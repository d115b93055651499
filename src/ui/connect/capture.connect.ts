import type { CallView, DevicesView } from '../../api/state'
import type { Locale } from '../locales/locale'
import { type Action, connectAction, type Send } from './action.connect'

export interface CaptureProps {
  readonly words: string
  /** Opens the chosen microphone once more; null: nothing is to be done here. */
  readonly retry: Action | null
}

const keys = { interrupted: 'captureInterrupted', replacing: 'captureReplacing', lost: 'captureLost' } as const

/** What the device behind the microphone does by itself; null while it works. */
export function connectCapture(
  { capture }: CallView,
  { microphoneId, use }: DevicesView,
  locale: Locale,
  send: Send,
): CaptureProps | null {
  if (capture === 'none' || capture === 'working') return null
  const retry = connectAction(locale, send, {
    label: locale.text.tryAgain,
    permission: true,
    busy: use.microphone === 'switching',
    command: { type: 'setMicrophone', deviceId: microphoneId },
  })
  return { words: locale.text[keys[capture]], retry: capture === 'replacing' ? null : retry }
}
