import type { Core } from 'sip.js'
import { isEvents, knownCodecs } from '../media/codecs'
import type { Binding } from '../sip/registrar'
import type { User } from '../users'
import { Branch } from './branch'
import type { Call } from './call'
import type { Party } from './party'
import { reopen } from './renegotiation'

/** A dialog, as the one knows it who names it in a Replaces (RFC 3891 3). */
export interface Replaces {
  readonly callId: string
  readonly toTag: string
  readonly fromTag: string
}

/** Where a transfer may lead. */
export interface Directory {
  userOf(number: string): User | undefined
  phonesOf(number: string): readonly Binding[]
  /** Parks the transferee where that number parks, and gives the final status; undefined: it does not park. */
  park(call: Call, transferor: Party, transferee: Party, number: string): number | undefined
  findDialog(replaces: Replaces): { readonly call: Call; readonly party: Party } | undefined
}

/** What the numbers that are nobody's phone say to a transfer; what the others would do is not for somebody else's call. */
const refusals: Readonly<Record<string, number>> = { 603: 486, 605: 480, 608: 403, 614: 503 }

const phrases: Readonly<Record<number, string>> = {
  100: 'Trying',
  180: 'Ringing',
  200: 'OK',
  403: 'Forbidden',
  404: 'Not Found',
  480: 'Temporarily Unavailable',
  481: 'Call/Transaction Does Not Exist',
  486: 'Busy Here',
  488: 'Not Acceptable Here',
  503: 'Service Unavailable',
  603: 'Decline',
}

/**
 * Carries a REFER out (RFC 3515): the other side of the transferor's call gets the target in his place, and he is told by
 * NOTIFY. His own leg stays until he hangs up, as on other PBXs.
 */
export async function refer(
  call: Call,
  transferor: Party,
  request: Core.IncomingReferRequest,
  directory: Directory,
): Promise<void> {
  const target = readReferTo(request.message.getHeader('refer-to') ?? '')
  const transferee = call.otherThan(transferor)
  if (!target) return void request.reject({ statusCode: 400 })
  // A service has no other end that could be sent elsewhere.
  if (!transferee?.media?.agreed) return void request.reject({ statusCode: 488 })
  if (call.referring) return void request.reject({ statusCode: 491 })
  request.accept({ statusCode: 202 })
  call.referring = transferor
  const notify = (status: number): void => transferor.notify(status, phrases[status] ?? 'Failed')
  notify(100)
  try {
    const data = request.message.getHeader('x-transfer-data')
    const headers = data === undefined ? [] : [`X-Transfer-Data: ${data}`]
    const status = target.replaces
      ? takeOver(call, transferor, transferee, directory.findDialog(target.replaces))
      : (directory.park(call, transferor, transferee, target.number) ??
        (await ring({ call, transferor, transferee, number: target.number, headers, directory, notify })))
    if (call.signal.aborted) return
    notify(status)
    call.tellReferred(transferor, target.number, status)
    // He has hung up meanwhile, and nobody has come in his place.
    if (!call.otherThan(transferee) && status !== 200) return call.end({ by: 'pbx', why: `a transfer got ${status}` })
    if (status === 200) await reopen(call, transferee)
  } finally {
    call.referring = undefined
  }
}

/** Attended: whom the transferor has consulted comes in his place. */
function takeOver(
  call: Call,
  transferor: Party,
  transferee: Party,
  consultation: { readonly call: Call; readonly party: Party } | undefined,
): number {
  const target = consultation?.call.otherThan(consultation.party)
  if (!consultation || !target || consultation.call === call) return 481
  // Packets are passed on, and never transcoded.
  if (target.media?.agreed?.audio.name !== transferee.media?.agreed?.audio.name) return 488
  consultation.call.giveAway(target)
  call.replace(transferor, target)
  reopen(call, target).catch(() => {})
  consultation.call.end({ by: 'pbx', why: 'transferred' })
  return 200
}

interface Ringing {
  readonly call: Call
  /** undefined: nobody's place is taken. */
  readonly transferor: Party | undefined
  readonly transferee: Party
  readonly number: string
  readonly headers: readonly string[]
  readonly directory: Directory
  readonly notify: (status: number) => void
}

/** A parked call that nobody has picked up rings at whoever has parked it. Gives the final status. */
export const callBack = (
  { call, party, slot, number }: { call: Call; party: Party; slot: string; number: string },
  directory: Directory,
): Promise<number> =>
  ring({
    call,
    transferor: undefined,
    transferee: party,
    number,
    headers: [`X-Parking-Slot: ${slot}`],
    directory,
    notify: () => {},
  })

/** Blind: the target's phones ring, and the first that answers gets the call. Gives the final status. */
async function ring({ call, transferor, transferee, number, headers, directory, notify }: Ringing): Promise<number> {
  const from = directory.userOf(transferee.connection.user ?? '')
  const audio = transferee.media?.agreed?.audio
  const bindings = directory.phonesOf(number)
  if (!from || !audio) return 488
  if (bindings.length === 0) return refusals[number] ?? (directory.userOf(number) ? 480 : 404)
  const codecs = [audio, ...knownCodecs.filter(isEvents)]
  const branches = bindings.map(
    (binding) => new Branch({ call, binding, from, codecs, direction: 'sendrecv', headers }),
  )
  const outcome = await new Promise<{ branch: Branch; sdp: string } | number>((resolve, reject) => {
    call.signal.addEventListener('abort', () => resolve(487), { once: true })
    let refused = 0
    for (const branch of branches) {
      const ringing = branch.ring({
        onProgress: (_, status) => notify(status),
        onAnswer: (_, sdp) => resolve({ branch, sdp }),
        onRefusal: (_, status) => {
          refused += 1
          if (refused === branches.length) resolve(status)
        },
      })
      ringing.catch(reject)
    }
  })
  const answered = typeof outcome === 'number' ? undefined : outcome.branch
  for (const branch of branches) if (branch !== answered) branch.cancel('SIP;cause=200;text="Call completed elsewhere"')
  if (typeof outcome === 'number') return outcome
  await outcome.branch.media.acceptAnswer(outcome.sdp)
  if (call.signal.aborted) {
    outcome.branch.party.hangUp()
    return 487
  }
  call.replace(transferor, outcome.branch.party)
  return 200
}

function readReferTo(header: string): { number: string; replaces?: Replaces } | undefined {
  const [, number = '', headers = ''] = /sips?:(?:([^@>;?]+)@)?[^>?]*(?:\?([^>]*))?/i.exec(header) ?? []
  const [, replaces] = /(?:^|&)replaces=([^&]*)/i.exec(headers) ?? []
  if (replaces === undefined) return number === '' ? undefined : { number: decodeURIComponent(number) }
  return { number, replaces: readReplaces(decodeURIComponent(replaces)) }
}

/** The value of a Replaces header. */
export function readReplaces(value: string): Replaces {
  const [callId = '', ...parameters] = value.split(';').map((part) => part.trim())
  const tag = (name: string): string =>
    parameters.find((text) => text.startsWith(`${name}=`))?.slice(name.length + 1) ?? ''
  return { callId, toTag: tag('to-tag'), fromTag: tag('from-tag') }
}
