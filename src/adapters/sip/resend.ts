import type { Core } from 'sip.js'

/** The inside of a request of SIP.js: what it uses itself to send one again with credentials. */
interface Resendable {
  readonly message: Core.OutgoingRequestMessage
  receiveResponse(response: Core.IncomingResponseMessage): void
  init(): void
}

/**
 * Has a request looked at before SIP.js makes an end of it: `amend` changes what it says and returns true to have it sent
 * again, as the same call with the next number (RFC 3261 8.1.3.5); the offer in it stays the one that was made.
 */
export function amendRefused(
  request: Core.OutgoingRequest,
  dialog: Core.SessionDialog | null,
  amend: (response: Core.IncomingResponseMessage, message: Core.OutgoingRequestMessage) => boolean,
): void {
  const inside = request as unknown as Resendable
  const { message } = inside
  const receive = inside.receiveResponse.bind(inside)
  inside.receiveResponse = (response) => {
    if ((response.statusCode ?? 0) < 300 || !amend(response, message)) {
      receive(response)
      return
    }
    if (dialog?.localSequenceNumber !== undefined) {
      message.cseq = dialog.localSequenceNumber
      dialog.incrementLocalSequenceNumber()
    }
    message.cseq += 1
    message.setHeader('cseq', `${message.cseq} ${message.method}`)
    inside.init()
  }
}

/** Puts these header fields in the place of those with the same names. */
export function replaceHeaders({ extraHeaders }: Core.OutgoingRequestMessage, headers: readonly string[]): void {
  for (const header of headers) {
    const name = header.slice(0, header.indexOf(':') + 1).toLowerCase()
    const index = extraHeaders.findIndex((known) => known.toLowerCase().startsWith(name))
    extraHeaders.splice(index === -1 ? extraHeaders.length : index, index === -1 ? 0 : 1, header)
  }
}
