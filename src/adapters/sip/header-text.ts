/** Quoted strings, tokens and lists as SIP headers write them (RFC 3261 25.1). */

/** Cuts at a separator that stands neither in a quoted string nor in angle brackets. */
export function splitUnquoted(text: string, separator: ',' | ';'): string[] {
  const parts: string[] = []
  let part = ''
  let isQuoted = false
  let isBracketed = false
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index)
    if (isQuoted && character === '\\') {
      part += character + text.charAt(index + 1)
      index += 1
      continue
    }
    if (character === '"') isQuoted = !isQuoted
    else if (!isQuoted && character === '<') isBracketed = true
    else if (!isQuoted && character === '>') isBracketed = false
    if (character === separator && !isQuoted && !isBracketed) {
      parts.push(part.trim())
      part = ''
    } else part += character
  }
  return [...parts, part.trim()]
}

/** What a quoted string says, or the token as it stands. */
export function unquote(text: string): string {
  const quoted = /^"((?:[^"\\]|\\.)*)"?$/s.exec(text.trim())
  return quoted ? (quoted[1] ?? '').replace(/\\(.)/gs, '$1') : text.trim()
}

/** The inside of a quoted string: SIP.js puts the quotes around it and escapes nothing. */
export function escapeQuoted(text: string): string {
  return withoutControls(text).replace(/["\\]/g, '\\$&')
}

/** Line breaks would begin another header; the other controls have no business in a name. */
export function withoutControls(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ').trim()
}
