import type { ColleagueView, MessageView, ParkedCallView, PhoneState } from '../../api/state'
import { errorWords, fill, type Locale, problemWords, type TextKey } from '../locales/locale'
import { type Action, connectAction, type Send } from './action.connect'
import { connectRemote, plainText } from './remote.connect'

/** Who waits, who is there, and what was written: beside the calls. */
export interface DeskProps {
  /** null: there is no parking lot that is watched. */
  readonly parkingLot: ParkingLotProps | null
  readonly colleagues: readonly ColleagueProps[]
  /** null: there is no mailbox. */
  readonly voicemail: VoicemailProps | null
  /** Whom we have written to or heard from, the last one first. */
  readonly threads: readonly ThreadProps[]
}

interface ParkingLotProps {
  readonly calls: readonly ParkedProps[]
  /** What is said instead of calls, or about them. */
  readonly words: string | null
}

export interface ParkedProps {
  readonly slot: string
  readonly name: string
  readonly since: number
  readonly pickUp: Action
  readonly pickUpName: string
}

export interface ColleagueProps {
  readonly number: string
  readonly uri: string
  readonly name: string
  readonly status: ColleagueView['status']
  readonly words: string
  readonly call: Action
  /** null: it does not ring there. */
  readonly pickUp: Action | null
  readonly pickUpName: string
  readonly messageLabel: string
  /** null: there is nothing to supervise there, or no way to. */
  readonly supervise: SuperviseProps | null
}

interface SuperviseProps {
  readonly label: string
  readonly modes: readonly Action[]
}

export interface VoicemailProps {
  readonly state: 'waiting' | 'quiet'
  readonly words: string
  /** null: no number is configured. */
  readonly listen: Action | null
}

export interface ThreadProps {
  readonly uri: string
  readonly name: string
  /** The last message of it, on one line. */
  readonly preview: string
}

export function connectDesk(state: PhoneState, locale: Locale, send: Send): DeskProps {
  return {
    parkingLot: state.parkingLot.status === 'off' ? null : connectParkingLot(state, locale, send),
    colleagues: state.colleagues.map((colleague) => connectColleague(colleague, state, locale, send)),
    voicemail: connectVoicemail(state, locale, send),
    threads: connectThreads(state, locale),
  }
}

function connectParkingLot(state: PhoneState, locale: Locale, send: Send): ParkingLotProps {
  const { status, calls } = state.parkingLot
  const parked = ({ slot, remote, since }: ParkedCallView): ParkedProps => ({
    slot,
    name: remote === null ? locale.text.somebody : connectRemote(remote, locale).name,
    since,
    pickUpName: fill(locale.text.pickUpSlot, { slot }),
    pickUp: connectAction(locale, send, {
      label: locale.text.pickUp,
      permission: state.can.pickUp,
      busy: false,
      command: { type: 'pickUp', number: slot },
    }),
  })
  const nobody = calls.length === 0 && status === 'watched' ? locale.text.nobodyParked : null
  return { calls: calls.map(parked), words: status === 'failed' ? locale.text.parkingLotFailed : nobody }
}

const statusWords: Readonly<Record<ColleagueView['status'], TextKey>> = {
  idle: 'colleagueIdle',
  ringing: 'colleagueRinging',
  busy: 'colleagueBusy',
  offline: 'colleagueOffline',
  unknown: 'colleagueUnknown',
}

function connectColleague(colleague: ColleagueView, state: PhoneState, locale: Locale, send: Send): ColleagueProps {
  const { number, uri, status } = colleague
  const { text } = locale
  const { name } = connectRemote(colleague, locale)
  const other = colleague.remote === null ? null : connectRemote(colleague.remote, locale).name
  const words = text[statusWords[status]]
  return {
    number,
    uri,
    name,
    status,
    words: other === null || status === 'idle' ? words : `${words} · ${other}`,
    call: connectAction(locale, send, {
      label: fill(text.callName, { name }),
      permission: state.can.dial,
      busy: false,
      command: { type: 'dial', target: uri, name },
    }),
    pickUp:
      status === 'ringing'
        ? connectAction(locale, send, {
            label: text.pickUp,
            permission: state.can.pickUp,
            busy: false,
            command: { type: 'pickUp', number },
          })
        : null,
    pickUpName: fill(text.pickUpFor, { name }),
    messageLabel: fill(text.messageTo, { name }),
    supervise:
      status === 'busy' && state.supervisionModes.length > 0
        ? {
            label: fill(text.superviseName, { name }),
            modes: state.supervisionModes.map((mode) =>
              connectAction(locale, send, {
                label: text[mode],
                permission: state.can.supervise,
                command: { type: 'supervise', number, mode },
              }),
            ),
          }
        : null,
  }
}

function connectVoicemail(state: PhoneState, locale: Locale, send: Send): VoicemailProps | null {
  const { status, newMessages, urgentMessages } = state.voicemail
  const { callVoicemail } = state.can
  const isCallable = callVoicemail === true || callVoicemail.code !== 'voicemail-not-configured'
  if (status === 'off' && !isCallable) return null
  const { text } = locale
  const waiting = fill(urgentMessages > 0 ? text.voicemailUrgent : text.voicemailWaiting, {
    count: newMessages,
    urgent: urgentMessages,
  })
  return {
    state: status === 'waiting' ? 'waiting' : 'quiet',
    words: status === 'waiting' ? waiting : status === 'empty' ? text.voicemailEmpty : text.colleagueUnknown,
    listen: isCallable
      ? connectAction(locale, send, {
          label: text.call,
          permission: callVoicemail,
          busy: false,
          command: { type: 'callVoicemail' },
        })
      : null,
  }
}

function connectThreads({ messages, colleagues }: PhoneState, locale: Locale): readonly ThreadProps[] {
  const last = new Map<string, MessageView>()
  for (const message of messages) {
    last.delete(message.remote.uri)
    last.set(message.remote.uri, message)
  }
  return [...last.values()].reverse().map(({ remote, text }) => {
    const known = colleagues.find(({ uri }) => uri === remote.uri)
    return {
      uri: remote.uri,
      name: connectRemote(known?.name ? { ...remote, name: known.name } : remote, locale).name,
      preview: plainText(text),
    }
  })
}

/** One conversation in writing. */
export interface ConversationProps {
  readonly messages: readonly {
    readonly id: string
    readonly text: string
    readonly side: MessageView['direction']
    readonly delivery: MessageView['delivery']
    /** What became of it, when that is worth saying. */
    readonly words: string | null
  }[]
  /** Resolves with null when the server has taken it, else with words. Never rejects. */
  readonly write: (text: string) => Promise<string | null>
}

export function connectConversation(state: PhoneState, uri: string, locale: Locale, send: Send): ConversationProps {
  const words = ({ delivery, problem }: MessageView): string | null => {
    if (delivery === 'failed')
      return `${locale.text.messageFailed} ${problem === null ? '' : problemWords(locale, problem)}`
    return delivery === 'sending' ? locale.text.messageSending : null
  }
  return {
    messages: state.messages
      .filter(({ remote }) => remote.uri === uri)
      .map((message) => ({
        id: message.id,
        text: message.text,
        side: message.direction,
        delivery: message.delivery,
        words: words(message),
      })),
    write: async (text) => {
      try {
        await send({ type: 'sendMessage', target: uri, text })
        return null
      } catch (error) {
        return errorWords(locale, error)
      }
    },
  }
}
