import type { Core } from 'sip.js'
import { type Direction, reverse } from '../media/direction'
import { NotAcceptable } from '../media/leg'
import { directionOf } from '../media/sdp'
import type { Call } from './call'
import { type Party, sdpBody } from './party'

/** What the other party said to the offer that was relayed to it. */
type Reply =
  | { readonly accepted: true; readonly direction: Direction }
  | { readonly accepted: false; readonly status: number; readonly reasonPhrase?: string }

/** The statuses after which the dialog that they came from is no more (RFC 3261 12.2.1.2). */
const dialogGone = (status: number): boolean => status === 481 || status === 408

/**
 * Answers a re-INVITE. One that changes the direction is relayed, so that a hold is seen, and may be refused, by the other
 * party; its answer is ours. Anything else (an ICE restart, a session or target refresh) concerns this leg alone.
 * Gives the offered direction when it was agreed on.
 */
export async function renegotiate(
  call: Call,
  party: Party,
  request: Core.IncomingInviteRequest,
): Promise<Direction | undefined> {
  const { media } = party
  const offer = request.message.body
  if (call.negotiating) {
    request.reject({ statusCode: 491 })
    return undefined
  }
  if (!media || offer === '') {
    request.reject({ statusCode: 488 })
    return undefined
  }
  call.negotiating = true
  try {
    const offered = directionOf(offer)
    const other = call.otherThan(party)
    const changes = offered !== reverse(media.direction)
    const reply = other && changes ? await relay(call, other, offered) : undefined
    if (call.signal.aborted) return abandon(party, request)
    if (reply && !reply.accepted) return refuse(call, request, reply)
    const wanted = reply?.direction ?? (changes ? reverse(offered) : media.direction)
    const answer = await media.answer(offer, wanted)
    if (call.signal.aborted) return abandon(party, request)
    request.accept({ statusCode: 200, extraHeaders: [`Contact: ${party.connection.contact}`], body: sdpBody(answer) })
    return offered
  } catch (error) {
    if (call.signal.aborted) return abandon(party, request)
    request.reject({ statusCode: error instanceof NotAcceptable ? 488 : 500 })
    throw error
  } finally {
    call.negotiating = false
  }
}

/** The call ended meanwhile: what is still to be answered gets 487 (RFC 3261 15.1.2). */
function abandon(party: Party, request: Core.IncomingInviteRequest): undefined {
  if (!party.connection.closed.aborted) request.reject({ statusCode: 487 })
}

function refuse(call: Call, request: Core.IncomingInviteRequest, reply: Reply & { accepted: false }): undefined {
  const { status, reasonPhrase } = reply
  request.reject({ statusCode: status, ...(reasonPhrase === undefined ? {} : { reasonPhrase }) })
  if (dialogGone(status)) call.end({ by: 'pbx', why: `a relayed re-INVITE got ${status}` })
  return undefined
}

/** Whoever was on hold hears and speaks again: it has somebody else at the other end now. */
export async function reopen(call: Call, party: Party): Promise<void> {
  if (party.media?.direction === 'sendrecv' || call.negotiating) return
  call.negotiating = true
  try {
    await relay(call, party, 'sendrecv')
  } finally {
    call.negotiating = false
  }
}

/** Offers `direction` to the other party. Its refusal is a reply like any other. */
async function relay(call: Call, party: Party, direction: Direction): Promise<Reply> {
  const { session, media, connection } = party
  if (!session || !media) return { accepted: false, status: 491 }
  const offer = await media.offer(direction)
  const reply = await new Promise<Reply & { answer?: string }>((resolve) => {
    call.signal.addEventListener('abort', () => resolve({ accepted: false, status: 487 }), { once: true })
    const delegate: Core.OutgoingInviteRequestDelegate = {
      onAccept: (response) => {
        response.ack()
        resolve({ accepted: true, direction, answer: response.message.body })
      },
      onReject: ({ message }) => resolve(refusalOf(message)),
      onRedirect: () => resolve({ accepted: false, status: 488 }),
    }
    try {
      session.invite(delegate, { extraHeaders: [`Contact: ${connection.contact}`], body: sdpBody(offer) })
    } catch {
      // The dialog is not free: our last 200 in it has not been acknowledged yet.
      resolve({ accepted: false, status: 491 })
    }
  })
  if (call.signal.aborted) return { accepted: false, status: 487 }
  if (!reply.accepted) {
    await media.withdrawOffer()
    return reply
  }
  await media.acceptAnswer(reply.answer ?? '')
  // What the other party answered to our offer is what the first one gets for its own.
  return { accepted: true, direction: reverse(media.direction) }
}

function refusalOf({ statusCode = 500, reasonPhrase }: Core.IncomingResponseMessage): Reply {
  return { accepted: false, status: statusCode, ...(reasonPhrase ? { reasonPhrase } : {}) }
}
