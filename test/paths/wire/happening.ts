/** Something that can happen to a call. */
export interface Happening {
  readonly name: string
  readonly happen: () => void | Promise<void>
  /** The states that it is to meet; those that the wire decides on unless it says otherwise. */
  readonly meets?: RegExp
}

/* Which states a letter is to meet: to try it everywhere would try the same thing over and over. */

export const everything = /./
export const decidedByTheWire =
  /^open\.(?!underway)|^closing|\.(?:way|progress|earlyMedia|negotiation|hold|remoteHold|referral|recording)\./
/** Where it is on its way from the INVITE to the end. */
export const onItsWay = /^open\.(?!underway)|^closing|\.way\./
export const negotiating = /\.negotiation\./
const offering = /\.(?:negotiation|hold)\./
export const waitingForMedia = /\.microphone\.(?:un)?muting$|\.capture\.silent\.replacing$/
const orSentElsewhere = /^open\.(?!underway)|^closing|\.(?:way|referral)\./
/** Where something is outstanding. */
export const atWork = /^open\.(?!underway)|^closing|\.(?:way|negotiation|hold)\./

const interruptions = ['call.hangUp 1', 'the WebSocket breaks', 'their BYE']
const theirInvites = [
  'their INVITE, sendonly',
  'their INVITE without an offer',
  'their INVITE with Replaces',
  'somebody else’s INVITE',
]
export const crossings: readonly (readonly [one: string, others: readonly string[]])[] = [
  ['microphone.acquired', ['their CANCEL', 'transfer.withdraw', ...interruptions]],
  ['200 OK to INVITE', ['their INVITE, sendrecv', 'transfer.withdraw', ...interruptions]],
  ['200 OK to re-INVITE', ['their INVITE, sendrecv', ...interruptions]],
  ['call.hold', ['their INVITE, sendrecv', 'their UPDATE, sendrecv', 'call.resume', ...interruptions]],
  ['call.resume', ['call.hold']],
  ['their INVITE, sendrecv', ['call.hold', 'call.resume', ...theirInvites, ...interruptions]],
  ['their UPDATE, sendrecv', ['call.hold', ...interruptions]],
  ['their INVITE with Replaces', ['call.hold', 'call.resume', ...theirInvites, ...interruptions]],
]

export function meetsOfCrossing(other: string): RegExp {
  if (interruptions.includes(other)) return onItsWay
  return theirInvites.includes(other) ? negotiating : atWork
}

/** What ends a call is tried where something is outstanding: to try it, another one has to be made. */
export function meetsOf(label: string, status: string): RegExp {
  if (label === 'INVITE' && /^[3-6]/.test(status)) return onItsWay
  if (label === 're-INVITE' && !status.includes('inactive')) return offering
  return status.startsWith('481') ? atWork : decidedByTheWire
}

export function wishMeets(name: string): RegExp {
  if (/^call\.(?:mute|unmute|sendDtmf|setSupervision|startRecording|stopRecording)/.test(name)) return everything
  if (/^call\.(?:hangUp|decline|deflect)/.test(name)) return name === 'call.hangUp 1' ? atWork : onItsWay
  return name === 'transfer.end' ? orSentElsewhere : decidedByTheWire
}
