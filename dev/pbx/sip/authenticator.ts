import { randomBytes } from 'node:crypto'
import type { Core } from 'sip.js'
import type { User } from '../users'
import type { Connection } from './connection'
import { expectedResponse, parseDigest } from './digest'

const realm = 'callchart'
const nonceLifetimeMs = 5 * 60_000

/** After so many wrong answers on one connection the refusal is final, whatever the client makes of a 401. */
const attemptsAllowed = 5

interface Nonce {
  readonly expires: number
  /** The highest nonce count seen: a count that does not grow is a replay (RFC 7616 3.4). */
  count: number
}

/** Makes sure that a request comes from a user who knows the password. */
export class Authenticator {
  readonly #users: ReadonlyMap<string, User>
  readonly #nonces = new Map<string, Nonce>()

  constructor(users: ReadonlyMap<string, User>) {
    this.#users = users
  }

  /** The user who sent this request. Undefined when it has been answered with a challenge or a refusal instead. */
  authenticate(request: Core.IncomingRequest, connection: Connection): User | undefined {
    const { message } = request
    const header = message.getHeader('authorization')
    const answer = header === undefined ? undefined : parseDigest(header)
    if (!answer) return this.#challenge(request)
    const user = this.#users.get(answer.username)
    const right =
      user && answer.realm === realm && answer.response === expectedResponse(answer, message.method, user.password)
    if (!right) return this.#refuse(request, connection)
    // Stale tells the client that the password was right, so that it may try again without asking (RFC 7616 3.3).
    if (!this.#isFresh(answer.nonce, answer.nc)) return this.#challenge(request, true)
    connection.wrongAnswers = 0
    connection.user = user.number
    return user
  }

  #challenge(request: Core.IncomingRequest, stale = false): undefined {
    const nonce = randomBytes(16).toString('hex')
    const now = Date.now()
    for (const [old, { expires }] of this.#nonces) if (expires < now) this.#nonces.delete(old)
    this.#nonces.set(nonce, { expires: now + nonceLifetimeMs, count: 0 })
    const fields = [
      `realm="${realm}"`,
      `nonce="${nonce}"`,
      'algorithm=MD5',
      'qop="auth"',
      ...(stale ? ['stale=true'] : []),
    ]
    request.reject({ statusCode: 401, extraHeaders: [`WWW-Authenticate: Digest ${fields.join(', ')}`] })
    return undefined
  }

  /** A wrong password gets a new challenge, as most PBXs do: clients must end the loop themselves, and are tested for it. */
  #refuse(request: Core.IncomingRequest, connection: Connection): undefined {
    connection.wrongAnswers += 1
    if (connection.wrongAnswers < attemptsAllowed) return this.#challenge(request)
    request.reject({ statusCode: 403 })
    return undefined
  }

  #isFresh(value: string, nc: string | undefined): boolean {
    const nonce = this.#nonces.get(value)
    if (!nonce || nonce.expires < Date.now()) return false
    const count = nc === undefined ? nonce.count + 1 : Number.parseInt(nc, 16)
    if (!(count > nonce.count)) return false
    nonce.count = count
    return true
  }
}
