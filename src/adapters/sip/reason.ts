import type { Reason } from '../../machines/ports'
import { splitUnquoted, unquote } from './header-text'

/** The part of a SIP.js message that is read here. */
export interface Headers {
  getHeaders(name: string): readonly string[]
}

/** All the reasons of a message (RFC 3326): several may stand in one header field, and in several. */
export function readReasons(message: Headers): readonly Reason[] {
  return message
    .getHeaders('reason')
    .flatMap((value) => splitUnquoted(value, ','))
    .filter((value) => value !== '')
    .map(parseReason)
}

/** A CANCEL that says so means that another phone has taken the call (RFC 3326 2; Q.850: non-selected user clearing). */
export function isAnsweredElsewhere({ protocol, cause }: Reason): boolean {
  return (protocol === 'SIP' && cause === 200) || (protocol === 'Q.850' && cause === 26)
}

function parseReason(value: string): Reason {
  const [protocol = '', ...parameters] = splitUnquoted(value, ';')
  let cause: number | null = null
  let text: string | null = null
  for (const parameter of parameters) {
    const [, name = '', content = ''] = /^\s*([^=\s]+)\s*=\s*(.*)$/s.exec(parameter) ?? []
    if (name.toLowerCase() === 'cause' && /^\d+$/.test(content)) cause = Number(content)
    if (name.toLowerCase() === 'text') text = unquote(content)
  }
  return { protocol: protocol.toUpperCase(), cause, text }
}
