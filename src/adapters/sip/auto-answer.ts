import { splitUnquoted, unquote } from './header-text'
import type { Headers } from './reason'

/** As long as a call rings at all (Timer C, RFC 3261 16.6). */
const longestMs = 180_000

/** What a parameter that asks for it says, by its name: Snom and Grandstream, Cisco and Yealink, Polycom. */
const wanting = /^(?:alert-?auto-?answer|auto-?answer|ring-?answer)$/i

/**
 * After how long the caller asks the phone to answer by itself; null: it does not ask. Three ways are in use: `answer-after`
 * in Call-Info or Alert-Info, `info=alert-autoanswer` in Alert-Info, and Answer-Mode (RFC 5373), the standard that came last.
 */
export function readAnswerAfter(message: Headers): number | null {
  const fields = [...message.getHeaders('alert-info'), ...message.getHeaders('call-info')].flatMap((value) =>
    splitUnquoted(value, ',').flatMap(parametersOf),
  )
  const after = fields.find(({ name }) => name === 'answer-after')?.content
  if (after !== undefined && /^\d+$/.test(after)) return Math.min(Number(after) * 1_000, longestMs)
  const isAsked = fields.some(({ name, content }) => wanting.test(name === 'info' ? content : name))
  const modes = [...message.getHeaders('answer-mode'), ...message.getHeaders('priv-answer-mode')]
  return isAsked || modes.some((mode) => /^\s*auto\b/i.test(mode)) ? 0 : null
}

/** `<uri>;name=content`, and what some send without any URI: `info=alert-autoanswer`, `Auto Answer`. */
function parametersOf(value: string) {
  return splitUnquoted(value, ';').map((part) => {
    const [name = '', ...content] = part.split('=')
    return { name: name.trim().toLowerCase().replace(/\s+/g, '-'), content: unquote(content.join('=')) }
  })
}
