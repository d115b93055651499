import type { PhoneCommand } from '../../api/commands'
import type { CallView } from '../../api/state'
import { fill, type Locale, problemWords, type TextKey } from '../locales/locale'
import { type Action, connectAction, type Send } from './action.connect'
import { type ConferenceProps, connectConference } from './conference.connect'
import { connectPark, type ParkProps } from './park.connect'
import { connectQuality, type QualityProps } from './quality.connect'
import { connectRecording, type RecordingProps } from './recording.connect'
import { connectRefusal, type RefusalProps } from './refusal.connect'
import { connectRemote, type RemoteProps } from './remote.connect'
import { connectSupervision, type SupervisionProps } from './supervision.connect'
import { connectTransfer, type TransferProps } from './transfer.connect'
import { connectTransferRequest, type TransferRequestProps } from './transfer-request.connect'

export interface CallProps {
  readonly id: string
  readonly remote: RemoteProps
  /** incoming: it rings here. live: there is a conversation. underway: before or after it. */
  readonly kind: 'incoming' | 'underway' | 'live'
  /** For styling: what stands out about the call now. */
  readonly state: 'ringing' | 'pending' | 'talking' | 'held' | 'troubled'
  readonly status: string
  /** From when on the duration counts; null: nobody has answered yet. */
  readonly since: number | null
  readonly problem: string | null
  readonly answer: Action
  readonly decline: Action
  /** Incoming: what else can be said to who calls. */
  readonly refusal: RefusalProps
  /** Incoming: why it is not answered by itself, when it was to be. */
  readonly note: string | null
  readonly hangUp: Action
  /** Hold or resume, whichever is next. */
  readonly hold: Action
  readonly isHeld: boolean
  /** Mute or unmute, whichever is next. */
  readonly mute: Action
  readonly isMuted: boolean
  readonly tones: Pick<Action, 'label' | 'state' | 'why'>
  readonly sendTone: (tone: string) => void
  readonly transfer: TransferProps
  readonly quality: QualityProps
  readonly park: ParkProps
  readonly transferRequest: TransferRequestProps | null
  readonly conference: ConferenceProps
  readonly recording: RecordingProps
  readonly supervision: SupervisionProps
}

export function connectCall(call: CallView, locale: Locale, send: Send): CallProps {
  const remote = connectRemote(call.remote, locale)
  const { can, id: callId } = call
  const ending = call.phase === 'cancelling' || call.phase === 'ending'
  const action = (label: TextKey, name: keyof CallView['can'], busy: boolean): Action =>
    connectAction(locale, send, {
      label: locale.text[label],
      permission: can[name],
      busy,
      command: { type: name, callId } as PhoneCommand,
    })
  const tones = action('keypad', 'sendDtmf', false)
  const toHold = call.hold === 'none' || call.hold === 'holding'
  const toMute = call.microphone === 'none' || call.microphone === 'open' || call.microphone === 'muting'
  return {
    id: callId,
    remote,
    kind: kindOf(call),
    state: stateOf(call),
    status: fill(locale.text[statusKey(call)], { name: remote.name, slot: call.returnedFrom ?? '' }),
    since: call.answeredAt,
    problem: call.problem === null ? null : problemWords(locale, call.problem),
    answer: action('answer', 'answer', call.phase === 'answering'),
    decline: action('decline', 'decline', call.phase === 'declining'),
    refusal: connectRefusal(call, locale, send),
    note: noteOf(call, locale),
    hangUp: action('hangUp', 'hangUp', ending),
    hold: toHold
      ? action('hold', 'hold', call.hold === 'holding')
      : action('resume', 'resume', call.hold === 'resuming'),
    isHeld: !toHold,
    mute: toMute
      ? action('mute', 'mute', call.microphone === 'muting')
      : action('unmute', 'unmute', call.microphone === 'unmuting'),
    isMuted: call.microphone === 'muted' || call.microphone === 'unmuting',
    transfer: connectTransfer(call, locale, send),
    quality: connectQuality(call, locale),
    park: connectPark(call, locale, send),
    transferRequest: connectTransferRequest(call, locale, send),
    conference: connectConference(call, locale, send),
    recording: connectRecording(call, locale, send),
    supervision: connectSupervision(call, locale, send),
    tones: { label: tones.label, state: tones.state, why: tones.why },
    sendTone: (tone) => {
      if (tones.state === 'ready') send({ type: 'sendDtmf', callId, tones: tone }).catch(() => undefined)
    },
  }
}

function kindOf(call: CallView): CallProps['kind'] {
  if (call.phase === 'established') return 'live'
  return call.phase === 'alerting' ||
    call.phase === 'answering' ||
    call.phase === 'declining' ||
    call.phase === 'forwarding'
    ? 'incoming'
    : 'underway'
}

function stateOf(call: CallView): CallProps['state'] {
  if (call.phase === 'alerting') return 'ringing'
  if (call.phase !== 'established') return 'pending'
  if (call.hold !== 'none' || call.remoteHold === 'held') return 'held'
  return call.media === 'interrupted' || call.media === 'lost' ? 'troubled' : 'talking'
}

const phases = {
  preparing: 'preparing',
  alerting: 'incoming',
  answering: 'answering',
  cancelling: 'hangingUp',
  declining: 'declining',
  forwarding: 'forwarding',
  ending: 'hangingUp',
} as const

const notes = {
  'not-registered': 'notAutoRegistered',
  'microphone-not-granted': 'notAutoGranted',
  'other-call': 'notAutoOther',
} as const

function noteOf({ autoAnswer, phase }: CallView, locale: Locale): string | null {
  // Who has switched it off need not be told so with every call.
  if (phase !== 'alerting' || autoAnswer.status !== 'refused' || autoAnswer.why === 'off') return null
  return locale.text[notes[autoAnswer.why]]
}

const mergedWords = { mixed: 'merged', interrupted: 'mediaInterrupted' } as const

function statusKey(call: CallView): TextKey {
  if (call.phase === 'alerting' && call.autoAnswer.status === 'pending') return 'answeringSoon'
  if (call.phase === 'dialing') return call.progress === 'none' ? 'calling' : call.progress
  if (call.phase === 'alerting' && call.returnedFrom !== null) return 'returnedFrom'
  if (call.phase !== 'established') return phases[call.phase]
  if (call.hold === 'held') return call.remoteHold === 'held' ? 'heldByBoth' : 'held'
  if (call.hold !== 'none') return call.hold
  if (call.remoteHold === 'held') return 'heldByThem'
  if (call.media === 'connecting') return 'mediaConnecting'
  if (call.media === 'interrupted') return 'mediaInterrupted'
  if (call.media === 'lost') return 'mediaLost'
  return call.conference.status === 'merged' ? mergedWords[call.conference.sound] : 'talking'
}
