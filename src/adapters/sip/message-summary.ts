import type { ResourceState } from '../../machines/ports/watching'

type Summary = Extract<ResourceState, { package: 'message-summary' }>

/** More than any mailbox holds. */
const most = 99_999

/** A body of RFC 3842; null: not one of that kind. Some servers say only that something waits: then it is one message. */
export function parseMessageSummary(body: string): Summary | null {
  const waiting = /^Messages-Waiting[ \t]*:[ \t]*(yes|no)[ \t]*$/im.exec(body)?.[1]?.toLowerCase()
  if (waiting === undefined) return null
  const [, newMessages, oldMessages, urgentMessages] =
    /^Voice-Message[ \t]*:[ \t]*(\d+)[ \t]*\/[ \t]*(\d+)(?:[ \t]*\([ \t]*(\d+)[ \t]*\/[ \t]*\d+[ \t]*\))?/im.exec(
      body,
    ) ?? []
  const count = (digits: string | undefined) => Math.min(Number(digits ?? 0), most)
  return {
    package: 'message-summary',
    newMessages: newMessages === undefined ? (waiting === 'yes' ? 1 : 0) : count(newMessages),
    oldMessages: count(oldMessages),
    urgentMessages: count(urgentMessages),
  }
}
