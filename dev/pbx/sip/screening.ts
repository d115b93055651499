import { Core } from 'sip.js'

/** How `Contact: *` looks after parsing: an address of this user, for SIP.js takes a bare star for a syntax error. */
export const everyContact = '*'

const star = /^(contact|m)[ \t]*:[ \t]*\*[ \t]*\r$/im

/** Reads one message; undefined when it is none. */
export function parseMessage(text: string, logger: Core.Logger): ReturnType<typeof Core.Parser.parseMessage> {
  const [head = '', ...body] = text.split('\r\n\r\n')
  const readable = `${head}\r`.replace(star, `$1: <sip:${everyContact}@every.contact.invalid>\r`).slice(0, -1)
  return Core.Parser.parseMessage([readable, ...body].join('\r\n\r\n'), logger)
}

/**
 * True when a request has what every request must have (RFC 3261 8.1.1) and its body is as long as it says. The parser
 * checks each header that is there, but not which ones are missing.
 */
export function isComplete(message: Core.IncomingRequestMessage): boolean {
  const { via, viaBranch, from, fromTag, to, callId, cseq, ruri } = message
  if (!via || !viaBranch || !from || !fromTag || !to || !callId || cseq === undefined || !ruri) return false
  if (!message.getHeader('cseq')?.endsWith(message.method)) return false
  const announced = Number(message.getHeader('content-length') ?? 0)
  return announced <= Buffer.byteLength(message.body)
}
