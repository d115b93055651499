import type { AccountView, PhoneState } from '../../api/state'
import { fill, type Locale, problemWords } from '../locales/locale'
import { type Action, connectAction, type Send } from './action.connect'
import { plainText } from './remote.connect'
import { accountOf } from './sign-in.connect'

export interface StatusLine {
  readonly state: 'ready' | 'onCall' | 'pending' | 'off' | 'warning' | 'error'
  readonly words: string
  readonly action: Action | null
  /** When it is over by itself; ms since the epoch. */
  readonly until: number | null
}

/** What the phone is doing; then each thing that keeps it from its work, with what helps. */
export function connectStatus(state: PhoneState, locale: Locale, send: Send): readonly StatusLine[] {
  return [
    mainLine(state, locale, send),
    ...tokenLines(state, locale, send),
    ...availabilityLines(state, locale, send),
    ...deviceLines(state, locale, send),
  ]
}

function mainLine(state: PhoneState, locale: Locale, send: Send): StatusLine {
  const { session } = state
  const account = accountOf(session)
  const params = { account: account === null ? '' : accountWords(account) }
  switch (session.status) {
    case 'signedOut':
      return line('off', locale.text.signedOut)
    case 'signingIn':
      return state.connection.status === 'offline' || state.connection.status === 'unregistering'
        ? line('pending', fill(locale.text.signingIn, params))
        : connectionLine(state, locale, send, params)
    case 'signingOut':
      return line('pending', locale.text.signingOut)
    case 'failed':
      return line('error', locale.text.signInFailed)
    case 'signedIn':
      return connectionLine(state, locale, send, params)
  }
}

function connectionLine(
  { session, availability, connection, calls, can }: PhoneState,
  locale: Locale,
  send: Send,
  params: { account: string },
): StatusLine {
  const { text } = locale
  const reconnect =
    can.connect === true
      ? connectAction(locale, send, { label: text.reconnect, permission: true, command: { type: 'connect' } })
      : null
  switch (connection.status) {
    case 'offline':
      return line('off', text.offline, reconnect)
    case 'connecting':
      return line('pending', fill(text.connecting, { server: hostOf(connection.server) }))
    case 'registering':
      return line('pending', fill(text.registering, { server: hostOf(connection.server) }))
    case 'registered':
      if (calls.some(({ phase }) => phase === 'established')) return line('onCall', fill(text.onCall, params))
      if (calls.some(({ direction }) => direction === 'outgoing')) return line('onCall', fill(text.callingAs, params))
      return line(...standing[availability.status](text, params))
    case 'unregistering':
      return line('pending', text.disconnecting)
    case 'lost':
      return line(
        'warning',
        fill(text.connectionLost, { problem: problemWords(locale, connection.problem) }),
        reconnect,
      )
    // The line below says what helps.
    case 'awaitingToken':
      return isRenewing(session) ? line('pending', text.renewingSignIn) : line('off', text.offline)
    case 'failed':
      return line(
        'error',
        fill(text.connectionFailed, { problem: problemWords(locale, connection.problem) }),
        reconnect,
      )
  }
}

/** What there is to say of a phone that is registered, and on which nobody talks. */
const standing: Readonly<
  Record<PhoneState['availability']['status'], (text: Locale['text'], params: { account: string }) => StandingLine>
> = {
  available: (text, params) => ['ready', fill(text.ready, params)],
  // Registered a moment ago.
  offline: (text, params) => ['ready', fill(text.ready, params)],
  away: (text, params) => ['pending', fill(text.awayAs, params)],
  // The line below says it, with what ends it.
  doNotDisturb: (text, params) => ['off', fill(text.ready, params)],
  wrapUp: (text, params) => ['off', fill(text.ready, params)],
}

type StandingLine = readonly [StatusLine['state'], string]

/** For the first time: nobody needs to be told of what is mended in a moment. */
const isRenewing = (session: PhoneState['session']): boolean =>
  session.status === 'signedIn' &&
  session.token.status === 'expired' &&
  session.token.renewal.status === 'refreshing' &&
  session.token.renewal.problem === null

/** A sign-in that has expired, and what the person can do about it. */
function tokenLines({ session, can }: PhoneState, locale: Locale, send: Send): readonly StatusLine[] {
  if (session.status !== 'signedIn' || session.token.status !== 'expired' || isRenewing(session)) return []
  const { text } = locale
  const { status } = session.token.renewal
  const renew = connectAction(locale, send, {
    label: text.renewSignIn,
    permission: can.refreshToken,
    busy: status === 'refreshing',
    command: { type: 'refreshToken' },
  })
  return [line('warning', status === 'declined' ? text.signInExpired : text.signInExpiredWaiting, renew)]
}

/** What keeps callers away, whatever else is going on. */
function availabilityLines(
  { session, connection, availability, can }: PhoneState,
  locale: Locale,
  send: Send,
): readonly StatusLine[] {
  if (session.status !== 'signedIn' || connection.status !== 'registered') return []
  const { text } = locale
  if (availability.status === 'doNotDisturb') {
    const command = { type: 'setAvailability', status: 'available' } as const
    return [
      line(
        'warning',
        text.notDisturbed,
        connectAction(locale, send, { label: text.beAvailable, permission: true, command }),
      ),
    ]
  }
  if (availability.status !== 'wrapUp') return []
  const finish = { label: text.finishWrapUp, permission: can.finishWrapUp, command: { type: 'finishWrapUp' } } as const
  return [line('warning', text.wrappingUp, connectAction(locale, send, finish), availability.endsAt)]
}

function deviceLines({ session, devices, can }: PhoneState, locale: Locale, send: Send): readonly StatusLine[] {
  if (session.status !== 'signedIn') return []
  const { text } = locale
  const lines: StatusLine[] = []
  if (devices.permission === 'asking') lines.push(line('pending', text.microphoneAsked))
  if (devices.permission === 'denied') lines.push(line('error', text.microphoneBlocked))
  else if (devices.microphone === 'absent') lines.push(line('error', text.microphoneAbsent))
  if (devices.playback !== 'allowed') {
    const busy = devices.playback === 'unblocking'
    const enable = connectAction(locale, send, {
      label: text.enableSound,
      permission: can.unblockAudio,
      busy,
      command: { type: 'unblockAudio' },
    })
    const silent = devices.playback === 'interrupted' ? text.soundInterrupted : text.soundBlocked
    lines.push(line('warning', busy ? text.soundUnblocking : silent, enable))
  }
  return lines
}

function line(
  state: StatusLine['state'],
  words: string,
  action: Action | null = null,
  until: number | null = null,
): StatusLine {
  return { state, words, action, until }
}

/** `Alice (1001)`, or `1001`. */
function accountWords(account: AccountView): string {
  const name = plainText(account.displayName ?? '')
  return name === '' || name === account.user ? account.user : `${name} (${account.user})`
}

function hostOf(server: string): string {
  return URL.canParse(server) ? new URL(server).host : server
}
