import type { Core } from 'sip.js'
import { lists } from './session-expires'

/*
 * Reliable provisional responses to requests of ours (RFC 3262 4). Whoever gives one repeats it until our PRACK comes, and
 * refuses the INVITE if none does.
 */

const isProgress = ({ statusCode = 0 }: Core.IncomingResponseMessage) => statusCode > 100 && statusCode < 200
const isReliable = (response: Core.IncomingResponseMessage) =>
  isProgress(response) && lists(response, 'require', '100rel')

/** SIP.js sends PRACK for an INVITE, but reads the first Require header only, and its letters as they stand. */
export function recogniseReliable(core: Core.UserAgentCore): void {
  const receive = core.receiveIncomingResponseFromTransport.bind(core)
  core.receiveIncomingResponseFromTransport = (response) => {
    if (isReliable(response)) response.setHeader('require', '100rel')
    receive(response)
  }
}

/** The inside of a request of SIP.js. */
interface Receiver {
  receiveResponse(response: Core.IncomingResponseMessage): void
}

interface Answer {
  readonly body: string
  readonly contentType: string
}

/**
 * Sends the PRACKs for a re-INVITE, which SIP.js does not. And where the far end has answered the offer in a provisional
 * response, and says no more about it in its 200 (RFC 3262 5), that answer holds: SIP.js would end the call.
 */
export function acknowledgeProgress(request: Core.OutgoingRequest, dialog: Core.SessionDialog): void {
  const inside = request as unknown as Receiver
  const receive = inside.receiveResponse.bind(inside)
  /** Of which request, and the RSeq that comes next: what is repeated, or has overtaken another, is none. */
  let expected: { readonly cseq: number; readonly rseq: number } | null = null
  let answer: Answer | null = null

  inside.receiveResponse = (response) => {
    if (isReliable(response)) acknowledge(response)
    const { body } = response
    const contentType = response.getHeader('content-type')
    if (isProgress(response) && body && contentType !== undefined) answer = { body, contentType }
    if (answer && !body && String(response.statusCode).startsWith('2')) {
      response.body = answer.body
      response.setHeader('content-type', answer.contentType)
    }
    receive(response)
  }

  function acknowledge(response: Core.IncomingResponseMessage): void {
    const rseq = Number(response.getHeader('rseq'))
    const { cseq } = response
    const isNext = expected?.cseq !== cseq || expected.rseq === rseq
    if (!Number.isInteger(rseq) || !isNext) return
    expected = { cseq, rseq: rseq + 1 }
    dialog.prack(undefined, { extraHeaders: [`RAck: ${rseq} ${cseq} INVITE`] })
  }
}
