import type { Failure } from '../../machines/failure'
import type { SupervisionMode, SupervisionRequest } from '../../machines/ports/supervision'
import { failureOf } from './failure-of'

type Ask = (url: string, init: RequestInit) => Promise<Response>

export interface SupervisionServiceOptions {
  readonly url: string
  /** Gives what goes into `Authorization: Bearer`; absent: nothing does, and cookies serve where the origin is ours. */
  readonly getToken?: (() => Promise<string>) | undefined
  readonly fetch?: Ask | undefined
  /** Hears why a token could not be had: the host's own error may hold secrets and crosses no port. */
  readonly warn?: ((message: string, cause: unknown) => void) | undefined
}

export type Granted = { readonly id: string; readonly target: string }

/** Before the charts' own patience ends. */
const patienceMs = 10_000

/** What the service calls a supervision: nothing that could lead out of the collection. */
const reference = /^[\w.~-]{1,128}$/u
const numberOf = /^[\w*#+.-]{1,64}$/u

/** The three requests of docs/rest.md. None rejects. */
export class SupervisionService {
  readonly #options: SupervisionServiceOptions

  constructor(options: SupervisionServiceOptions) {
    this.#options = options
  }

  async request(request: SupervisionRequest): Promise<Granted | Failure> {
    const { number, mode } = request
    const answer = await this.#ask('', { method: 'POST', body: JSON.stringify({ number, mode }) })
    return answer instanceof Response ? readGrant(answer, request) : answer
  }

  /** null: it is so. */
  async set(id: string, mode: SupervisionMode): Promise<Failure | null> {
    const answer = await this.#ask(`/${id}`, { method: 'PUT', body: JSON.stringify({ mode }) })
    return answer instanceof Response ? null : answer
  }

  /** Nobody waits for it: a service that is not told finds out by the end of the call. */
  end(id: string): void {
    void this.#ask(`/${id}`, { method: 'DELETE', keepalive: true })
  }

  async #ask(path: string, init: RequestInit): Promise<Response | Failure> {
    const { url, getToken, warn = () => {} } = this.#options
    const send: Ask = this.#options.fetch ?? ((address, request) => globalThis.fetch(address, request))
    const headers = new Headers({ accept: 'application/json' })
    if (init.body !== undefined) headers.set('content-type', 'application/json')
    if (getToken) {
      try {
        headers.set('authorization', `Bearer ${await getToken()}`)
      } catch (cause) {
        warn('The host gave no token: config.supervision.service.getToken() failed', cause)
        return { code: 'token-unavailable', text: 'getToken() of the host page failed.' }
      }
    }
    const signal = AbortSignal.timeout(patienceMs)
    try {
      const address = `${url.replace(/\/+$/, '')}${path}`
      const response = await send(address, { ...init, headers, cache: 'no-store', credentials: 'same-origin', signal })
      return response.ok ? response : failureOf(response.status)
    } catch {
      return { code: signal.aborted ? 'timed-out' : 'unreachable' }
    }
  }
}

/** Nothing of it is trusted: what could not be called is no grant. */
async function readGrant(response: Response, { uri }: SupervisionRequest): Promise<Granted | Failure> {
  const body: unknown = await response.json().catch(() => null)
  const { id, dial } = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {}
  const isWhole = typeof id === 'string' && reference.test(id) && typeof dial === 'string'
  if (isWhole && numberOf.test(dial)) return { id, target: uri.replace(/^(sips?:)(?:[^@]*@)?/i, `$1${dial}@`) }
  if (isWhole && /^sips?:[^\s<>]{1,256}$/iu.test(dial)) return { id, target: dial }
  return { code: 'server-error', text: 'not a supervision' }
}
