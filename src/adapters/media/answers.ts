/**
 * Whether two answers to one offer describe the same session: the same text, or the same session of the same origin
 * (RFC 4566 5.2). Within a dialog the first answer counts, and a later response repeats it (RFC 3261 13.2.1).
 */
export function isSameAnswer(first: string, second: string): boolean {
  return first.trim() === second.trim() || (originOf(first) !== null && originOf(first) === originOf(second))
}

/** Name, session id and address, without the session's version. */
function originOf(sdp: string): string | null {
  const [, name, id, address] = /^o=(\S+) (\S+) \S+ (.+?)\s*$/m.exec(sdp) ?? []
  return name && id && address ? `${name} ${id} ${address}` : null
}
