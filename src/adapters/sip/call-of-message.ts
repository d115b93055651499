import type { Calls } from './calls'

/** Calls that are over have late messages: so many are remembered. */
const remembered = 64

/** Tells which of our calls a SIP message is about, by its Call-ID. What is about none (REGISTER, OPTIONS) has none. */
export function createCallOfMessage(calls: Calls): (message: string) => string | undefined {
  const known = new Map<string, string>()
  return (message) => {
    const sipCallId = /^(?:Call-ID|i)[ \t]*:[ \t]*(\S+)/im.exec(message)?.[1]
    if (sipCallId === undefined) return undefined
    // SIP.js names a session by its Call-ID and a tag.
    const callId = known.get(sipCallId) ?? calls.all.find(({ session }) => session?.id.startsWith(sipCallId))?.callId
    if (callId === undefined) return undefined
    // The last one that was heard of comes last.
    known.delete(sipCallId)
    known.set(sipCallId, callId)
    if (known.size > remembered) for (const oldest of [...known.keys()].slice(0, 1)) known.delete(oldest)
    return callId
  }
}
