import type { Core } from 'sip.js'
import type { DeliverMessage, WatchMessages } from '../../machines/ports/messages'
import type { MakePort } from '../port'
import type { Agent } from './agent'
import { classifyResponse } from './classify'
import { readCaller } from './remote-party'
import { parseTarget } from './target'

export interface MessagesOptions {
  readonly makePort: MakePort
  /** null without an open WebSocket. */
  readonly agent: () => Agent | null
  readonly newId: () => string
  readonly now: () => number
}

/** A MESSAGE that has come in, in a dialog or out of any. */
export interface IncomingMessage {
  readonly message: Core.IncomingRequestMessage
  accept(): unknown
  reject(refusal: { statusCode: number; extraHeaders?: string[] }): unknown
}

export interface Messages {
  readonly watchMessages: WatchMessages
  readonly deliverMessage: DeliverMessage
  receive(request: IncomingMessage): void
}

/** Characters. RFC 3428 8 has 1,300 bytes on the wire in mind; servers let more pass, and nobody reads more than this. */
const longest = 8_000

export function createMessages({ makePort, agent, newId, now }: MessagesOptions): Messages {
  let announce: ((message: Core.IncomingRequestMessage) => void) | null = null

  return {
    watchMessages: makePort('watchMessages', ({ tell }) => {
      announce = (message) =>
        tell({
          type: 'message.arrived',
          messageId: newId(),
          remote: readCaller(message),
          text: message.body,
          at: now(),
        })
      return () => {
        announce = null
      }
    }),

    deliverMessage: makePort('deliverMessage', ({ input: { target, text }, tell }) => {
      const at = agent()
      const uri = at && parseTarget(at.tools.sip, target)
      if (!uri) {
        tell({ type: 'message.refused', failure: { code: at ? 'invalid-target' : 'unreachable' } })
        return undefined
      }
      const core = at.userAgent.userAgentCore
      const message = core.makeOutgoingRequestMessage('MESSAGE', uri, core.configuration.aor, uri, {}, [], {
        contentDisposition: 'render',
        contentType: 'text/plain;charset=UTF-8',
        content: text,
      })
      const refuse = ({ message: response }: Core.IncomingResponse) =>
        tell({ type: 'message.refused', failure: classifyResponse(response) })
      core.message(message, {
        onAccept: () => tell({ type: 'message.accepted', at: now() }),
        onRedirect: refuse,
        onReject: refuse,
      })
      return undefined
    }),

    receive(request) {
      const refusal = announce ? refusalOf(request.message) : { statusCode: 480 }
      if (refusal) {
        request.reject(refusal)
        return
      }
      request.accept()
      announce?.(request.message)
    },
  }
}

function refusalOf(message: Core.IncomingRequestMessage): { statusCode: number; extraHeaders?: string[] } | null {
  const type = message.getHeader('content-type') ?? ''
  const isText = /^\s*text\/plain\s*(?:;|$)/i.test(type)
  const [, charset = 'utf-8'] = /;\s*charset\s*=\s*"?([\w-]+)/i.exec(type) ?? []
  const isReadable = /^(?:utf-8|us-ascii)$/i.test(charset) && !message.hasHeader('content-encoding')
  if (!isText || !isReadable) return { statusCode: 415, extraHeaders: ['Accept: text/plain'] }
  return message.body.length > longest ? { statusCode: 413 } : null
}
