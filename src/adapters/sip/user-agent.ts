import type {
  Invitation,
  Message,
  Notification,
  Session,
  SessionDescriptionHandler,
  UserAgent,
  UserAgentOptions,
} from 'sip.js'
import type { Account } from '../../machines/ports'
import type { Secret } from '../secrets'
import { answerChallenges } from './authentication'
import type { Call } from './call'
import { allow, refuseRefer } from './dialog-guard'
import { escapeQuoted } from './header-text'
import type { IncomingMessage } from './messages.port'
import { referToHeader } from './refer-to'
import { recogniseReliable } from './reliable-progress'
import type { SipModule } from './sip-module'
import { answerUpdates } from './updates'

export type MessageListener = (direction: 'in' | 'out', text: string) => void

export interface UserAgentSetup {
  readonly sip: SipModule
  readonly account: Account
  /** WebSocket URL. */
  readonly server: string
  /** Asked at each challenge: the secret may have become another. */
  readonly findSecret: () => Secret | undefined
  readonly onSecretRefused: (method: string) => void
  readonly userAgentString: string
  readonly transportConstructor: UserAgentOptions['transportConstructor']
  readonly onMessage: MessageListener
  readonly onError: (error: unknown) => void
  readonly onInvite: (invitation: Invitation) => void
  /** A MESSAGE out of any dialog. */
  readonly onText: (request: IncomingMessage) => void
  /** A NOTIFY out of any dialog. */
  readonly onNotify: (request: IncomingMessage) => void
  /** SIP.js has worked off a message. */
  readonly afterMessage: () => void
  readonly onDisconnect: (error: Error | undefined) => void
  readonly describe: (session: Session) => SessionDescriptionHandler
  readonly isGivenUp: (sipCallId: string) => boolean
  readonly calls: () => readonly Call[]
}

/** An INVITE rings until its chart or its caller ends it: SIP.js would refuse it after a minute. In s. */
const ringForever = 86_400

/** A SIP.js user agent that asks us before it decides anything. Throws when the account or the server is malformed. */
export function createUserAgent(setup: UserAgentSetup): UserAgent {
  const { sip, account, server, transportConstructor } = setup
  const uri = sip.UserAgent.makeURI(account.uri)
  if (!uri) throw new TypeError(`The account's address is no SIP URI: ${account.uri}`)
  const userAgent = new sip.UserAgent({
    uri,
    sipExtension100rel: sip.SIPExtension.Supported,
    // Replaces we see to ourselves: SIP.js would end the other dialog without a word.
    sipExtensionExtraSupported: ['timer', 'replaces'],
    displayName: escapeQuoted(account.displayName ?? ''),
    userAgentString: setup.userAgentString,
    ...(transportConstructor ? { transportConstructor } : {}),
    transportOptions: { server, traceSip: false },
    sessionDescriptionHandlerFactory: setup.describe,
    // 180 is sent when somebody is alerted, and not to a caller who gets 486.
    sendInitialProvisionalResponse: false,
    noAnswerTimeout: ringForever,
    // The connection's chart reconnects; we say good-bye ourselves.
    reconnectionAttempts: 0,
    gracefulShutdown: false,
    logBuiltinEnabled: false,
    logConfiguration: false,
    logLevel: 'error',
    delegate: {
      onDisconnect: setup.onDisconnect,
      onInvite: setup.onInvite,
      onMessage: (text) => setup.onText(plainly(text)),
      onNotify: (notification) => setup.onNotify(plainly(notification)),
      onReferRequest: refuseRefer,
      onSubscribeRequest: (request) => void request.reject({ statusCode: 489 }),
    },
  })
  answerChallenges(userAgent.userAgentCore, {
    sip,
    findSecret: setup.findSecret,
    onRefused: setup.onSecretRefused,
    // SIP.js has lost the CANCEL of an INVITE that is given up: sent again, with credentials, it would let the callee ring.
    // And OPTIONS asks for a sign of life: a challenge is one.
    isWanted: ({ method, callId }) => method !== 'OPTIONS' && !(method === 'INVITE' && setup.isGivenUp(callId)),
  })
  recogniseReliable(userAgent.userAgentCore)
  answerUpdates(userAgent.userAgentCore, sip, setup.calls)
  tapTransport(userAgent, setup)
  return userAgent
}

const plainly = (request: Message | Notification): IncomingMessage => ({
  message: request.request,
  accept: () => void request.accept(),
  reject: (refusal) => void request.reject(refusal),
})

/** Sees every message, and keeps what a malformed one makes SIP.js throw away from the page. */
function tapTransport({ transport }: UserAgent, { onMessage, onError, afterMessage }: UserAgentSetup): void {
  const receive = transport.onMessage
  const send = transport.send.bind(transport)
  transport.onMessage = (text) => {
    onMessage('in', text)
    try {
      receive?.(withoutTelephones(withUnreadReferTo(text)))
    } catch (error) {
      onError(error)
    }
    afterMessage()
  }
  transport.send = (message) => {
    const text = withOurAllow(message)
    if (transport.isConnected()) onMessage('out', text)
    return send(text)
  }
}

/** SIP.js drops a redirection to a tel URI, which it cannot read, and the call would wait for ever. */
function withoutTelephones(message: string): string {
  return message.startsWith('SIP/2.0 3') ? message.replace(/^(?:Contact|m):[^\r\n]*\btel:[^\r\n]*\r\n/gim, '') : message
}

/** SIP.js drops a REFER to what it cannot read without an answer: we read it ourselves. */
function withUnreadReferTo(message: string): string {
  return message.startsWith('REFER ') ? message.replace(/^(?:Refer-To|r)[ \t]*:/gim, `${referToHeader}:`) : message
}

/** SIP.js says that it takes what its user has not built, in one list here and another there. */
function withOurAllow(message: string): string {
  const end = message.indexOf('\r\n\r\n')
  return message.slice(0, end).replace(/^Allow:.*$/m, allow) + message.slice(end)
}
