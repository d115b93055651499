import type { Core, Invitation, Session, SessionDescriptionHandler, UserAgent, UserAgentOptions } from 'sip.js'
import type { Account } from '../../machines/ports'
import type { FindSecret } from '../secrets'
import { allow, refuseRefer } from './dialog-guard'
import { escapeQuoted } from './header-text'
import type { SipModule } from './sip-module'

export type MessageListener = (direction: 'in' | 'out', text: string) => void

export interface UserAgentSetup {
  readonly sip: SipModule
  readonly account: Account
  /** WebSocket URL. */
  readonly server: string
  readonly findSecret: FindSecret
  readonly userAgentString: string
  readonly transportConstructor: UserAgentOptions['transportConstructor']
  readonly onMessage: MessageListener
  readonly onError: (error: unknown) => void
  readonly onInvite: (invitation: Invitation) => void
  /** SIP.js has worked off a message. */
  readonly afterMessage: () => void
  readonly onDisconnect: (error: Error | undefined) => void
  readonly describe: (session: Session) => SessionDescriptionHandler
  readonly isGivenUp: (sipCallId: string) => boolean
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
      onMessage: (message) => void message.reject({ statusCode: 405, extraHeaders: [allow] }),
      onReferRequest: refuseRefer,
      onSubscribeRequest: (request) => void request.reject({ statusCode: 489 }),
    },
  })
  userAgent.userAgentCore.configuration.authenticationFactory = () => createDigest(userAgent, setup)
  tapTransport(userAgent, setup)
  return userAgent
}

/**
 * The secret is looked up for each challenge, so that it can change while we are connected, and rests in no option. An
 * INVITE that has been given up is not sent again with credentials: SIP.js has lost its CANCEL, and the callee would ring.
 */
function createDigest(
  userAgent: UserAgent,
  { sip, account, findSecret, isGivenUp }: UserAgentSetup,
): Core.DigestAuthentication | undefined {
  const secret = findSecret(account.handle)
  if (!secret) return undefined
  const digest = new sip.DigestAuthentication(userAgent.getLoggerFactory(), undefined, secret.username, secret.password)
  const authenticate = digest.authenticate.bind(digest)
  digest.authenticate = (request, challenge, body) =>
    !(request.method === 'INVITE' && isGivenUp(request.callId)) && authenticate(request, challenge, body)
  return digest
}

/** Sees every message, and keeps what a malformed one makes SIP.js throw away from the page. */
function tapTransport({ transport }: UserAgent, { onMessage, onError, afterMessage }: UserAgentSetup): void {
  const receive = transport.onMessage
  const send = transport.send.bind(transport)
  transport.onMessage = (text) => {
    onMessage('in', text)
    try {
      receive?.(text)
    } catch (error) {
      onError(error)
    }
    afterMessage()
  }
  transport.send = (text) => {
    if (transport.isConnected()) onMessage('out', text)
    return send(text)
  }
}
