import { splitUnquoted } from './header-text'
import type { Headers } from './reason'

/** The dialog that is to be replaced, as the one that is asked knows it: to-tag is its own (RFC 3891 3). */
export interface Replaces {
  readonly callId: string
  readonly toTag: string
  readonly fromTag: string
  /** Only while it is not answered. */
  readonly isEarlyOnly: boolean
}

/** A Call-ID or a tag: nothing that could end a header field or a parameter. */
const word = /^[^\s;,<>"]+$/u

/** null: it is none. */
export function parseReplaces(value: string): Replaces | null {
  const [callId = '', ...parameters] = splitUnquoted(value, ';')
  const valueOf = (name: string): string =>
    parameters.find((text) => text.toLowerCase().startsWith(`${name}=`))?.slice(name.length + 1) ?? ''
  const [toTag, fromTag] = [valueOf('to-tag'), valueOf('from-tag')]
  if (![callId, toTag, fromTag].every((text) => word.test(text))) return null
  const isEarlyOnly = parameters.some((text) => text.toLowerCase() === 'early-only')
  return { callId, toTag, fromTag, isEarlyOnly }
}

export function writeReplaces({ callId, toTag, fromTag, isEarlyOnly }: Replaces): string {
  return `Replaces: ${callId};to-tag=${toTag};from-tag=${fromTag}${isEarlyOnly ? ';early-only' : ''}`
}

/** What an INVITE is to replace: nothing; or nonsense: more than one, or beside a Join (RFC 3891 3). */
export function readReplaces(message: Headers): Replaces | 'nothing' | 'nonsense' {
  const values = message.getHeaders('replaces')
  if (values.length === 0) return 'nothing'
  const [value = ''] = values
  const isAlone = values.length === 1 && message.getHeaders('join').length === 0
  return (isAlone && parseReplaces(value)) || 'nonsense'
}
