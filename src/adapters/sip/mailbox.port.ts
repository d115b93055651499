import type { WatchMailbox } from '../../machines/ports/watching'
import type { MakePort } from '../port'
import { parseMessageSummary } from './message-summary'
import type { IncomingMessage } from './messages.port'

export interface Mailbox {
  readonly watchMailbox: WatchMailbox
  /** A NOTIFY that belongs to no subscription. */
  receive(request: IncomingMessage): void
}

/**
 * Some servers tell of a mailbox without having been asked (RFC 3842 3.5), as soon as its phone is registered. Anything else
 * that comes without a subscription gets 481 (RFC 6665 4.1.3), and so does a server that we have not registered with.
 */
export function createMailbox(makePort: MakePort, isOurs: () => boolean): Mailbox {
  let announce: ((body: string) => boolean) | null = null
  return {
    watchMailbox: makePort('watchMailbox', ({ tell }) => {
      announce = (body) => {
        const state = parseMessageSummary(body)
        if (state) tell({ type: 'mailbox.notified', state })
        return state !== null
      }
      return () => {
        announce = null
      }
    }),
    receive: (request) => {
      const { message } = request
      if (!isOurs() || !/^\s*message-summary\s*(?:;|$)/i.test(message.getHeader('event') ?? ''))
        request.reject({ statusCode: 481 })
      else if (announce && !announce(message.body)) request.reject({ statusCode: 400 })
      else request.accept()
    },
  }
}
