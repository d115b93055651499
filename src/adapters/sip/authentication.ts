import type { Core } from 'sip.js'
import type { Secret } from '../secrets'
import { answerChallenge, type Challenge, chooseChallenge } from './digest'
import type { SipModule } from './sip-module'

export interface AuthenticationOptions {
  readonly sip: SipModule
  /** Asked for each request that is challenged, so that it can change while we are connected, and rests in no option. */
  readonly findSecret: () => Secret | undefined
  /** Whether the request is still wanted. */
  readonly isWanted: (request: Core.OutgoingRequestMessage) => boolean
  /** The secret was not taken for a request of this method. */
  readonly onRefused: (method: string) => void
}

type Header = 'authorization' | 'proxy-authorization'

interface Offered {
  readonly header: Header
  readonly challenge: Challenge
}

interface Given {
  readonly challenge: Challenge
  count: number
  isRenewed: boolean
}

/** A proxy, the registrar and a stale nonce of each: who asks more often than that asks for ever. */
const mostAnswers = 4

/**
 * Answers challenges in place of SIP.js, which reads the first one only, knows no algorithm but MD5, and takes a second
 * challenge (the registrar's behind a proxy's) for a loop.
 */
export function answerChallenges(core: Core.UserAgentCore, options: AuthenticationOptions): void {
  let offered: Offered | null = null
  const receive = core.receiveIncomingResponseFromTransport.bind(core)
  core.receiveIncomingResponseFromTransport = (response) => {
    offered = readOffered(response, options.sip)
    receive(response)
    offered = null
  }
  core.configuration.authenticationFactory = () => {
    const secret = options.findSecret()
    if (!secret) return undefined
    const answers = new Answers(secret, options.findSecret)
    const digest = new options.sip.DigestAuthentication(core.loggerFactory, undefined, undefined, undefined)
    digest.authenticate = (request, challenge: { stale?: boolean }) => {
      challenge.stale = false
      if (!offered || !options.isWanted(request)) return false
      if (!answers.give(request, offered)) {
        if (!offered.challenge.isStale) options.onRefused(request.method)
        return false
      }
      followDialog(core, request)
      return true
    }
    digest.toString = () => answers.last
    return digest
  }
}

/** The challenge that we answer; SIP.js gets to see one in its place that it never takes for a loop. */
function readOffered(response: Core.IncomingResponseMessage, sip: SipModule): Offered | null {
  const [asked, header] =
    response.statusCode === 401
      ? (['www-authenticate', 'authorization'] as const)
      : response.statusCode === 407
        ? (['proxy-authenticate', 'proxy-authorization'] as const)
        : []
  if (asked === undefined) return null
  const challenge = chooseChallenge(response, asked, (text) => sip.Md5.hashStr(text))
  if (!challenge) return null
  response.setHeader(asked, 'Digest realm="x", nonce="x", stale=true')
  return { header, challenge }
}

/** What one request has answered so far. */
class Answers {
  /** What was put together last. */
  last = ''
  #secret: Secret
  readonly #findSecret: () => Secret | undefined
  readonly #given = new Map<Header, Given>()
  #answers = 0

  constructor(secret: Secret, findSecret: () => Secret | undefined) {
    this.#secret = secret
    this.#findSecret = findSecret
  }

  /** false: there is no point in asking again. */
  give(request: Core.OutgoingRequestMessage, { header, challenge }: Offered): boolean {
    const before = request.getHeader(header) === undefined ? undefined : this.#given.get(header)
    const isRenewed = before?.challenge.realm === challenge.realm
    // Refused: the same again, though the nonce was good, or is said to be stale for ever.
    if (isRenewed && (!challenge.isStale || before?.isRenewed) && !this.#hasAnother()) return false
    this.#answers += 1
    if (this.#answers > mostAnswers) return false
    const given = { challenge, count: 0, isRenewed }
    this.#given.set(header, given)
    // A nonce counts how often it is used: what another server has asked for goes along, counted.
    for (const [other, known] of this.#given) {
      if (known !== given && request.getHeader(other) !== undefined) request.setHeader(other, this.#say(request, known))
    }
    this.last = this.#say(request, given)
    return true
  }

  /** A token may have been renewed while the request was on its way. */
  #hasAnother(): boolean {
    const secret = this.#findSecret()
    if (!secret || secret.password === this.#secret.password) return false
    this.#secret = secret
    return true
  }

  #say(request: Core.OutgoingRequestMessage, given: Given): string {
    given.count += 1
    return answerChallenge(given.challenge, {
      ...this.#secret,
      method: request.method,
      uri: request.ruri.toString(),
      body: request.body?.body ?? '',
      cnonce: newCnonce(),
      count: given.count,
    })
  }
}

/**
 * SIP.js numbers a request that it repeats without telling the dialog, unless it is an INVITE: the next one in the dialog
 * would have the same number, and be refused.
 */
function followDialog(core: Core.UserAgentCore, request: Core.OutgoingRequestMessage): void {
  if (request.method === 'INVITE' || request.toTag === undefined) return
  const dialog = core.dialogs.get(request.callId + request.fromTag + request.toTag)
  if (dialog?.localSequenceNumber === undefined) return
  request.cseq = dialog.localSequenceNumber
  dialog.incrementLocalSequenceNumber()
}

function newCnonce(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
