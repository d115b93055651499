import type { Failure } from '../../machines/failure'
import type { RequestSupervision, SteerSupervision, SupervisionRequest } from '../../machines/ports/supervision'
import type { MakePort } from '../port'
import { failureOf } from './failure-of'

type Ask = (url: string, init: RequestInit) => Promise<Response>

export interface SupervisionPortsOptions {
  readonly makePort: MakePort
  /** null: there is no such service. */
  readonly url: string | null
  /** Gives what goes into `Authorization: Bearer`; absent: nothing does, and cookies serve where the origin is ours. */
  readonly getToken?: (() => Promise<string>) | undefined
  readonly fetch?: Ask | undefined
  /** Hears why a token could not be had: the host's own error may hold secrets and crosses no port. */
  readonly warn?: ((message: string, cause: unknown) => void) | undefined
}

/** Before the chart's own patience ends. */
const patienceMs = 10_000

const unreachable: Failure = { code: 'unreachable' }

/** What the service calls a supervision: nothing that could lead out of the collection. */
const reference = /^[\w.~-]{1,128}$/u
const numberOf = /^[\w*#+.-]{1,64}$/u

type Granted = { readonly id: string; readonly target: string }

/** A service of the backend that lets us into a colleague's call (docs/rest.md). */
export function createSupervisionPorts(options: SupervisionPortsOptions): {
  readonly requestSupervision: RequestSupervision
  readonly steerSupervision: SteerSupervision
} {
  const { makePort, url } = options
  const ask = createAsk(options)
  /** What the service calls the supervision that a call is. */
  const references = new Map<string, string>()
  const addressOf = (callId: string): string | null => {
    const id = references.get(callId)
    return url === null || id === undefined ? null : `${url.replace(/\/+$/, '')}/${id}`
  }
  const end = async (callId: string) => {
    const address = addressOf(callId)
    references.delete(callId)
    // Nobody waits for it: a service that is not told finds out by the end of the call.
    if (address !== null) await ask(address, { method: 'DELETE', keepalive: true })
  }

  return {
    requestSupervision: makePort('requestSupervision', ({ input, tell }) => {
      let isOver = false
      const request = async () => {
        const { number, mode, callId } = input
        const answer =
          url === null ? unreachable : await ask(url, { method: 'POST', body: JSON.stringify({ number, mode }) })
        const granted = answer instanceof Response ? await readGrant(answer, input) : answer
        if ('id' in granted) references.set(callId, granted.id)
        // Nobody waits for it any more.
        if (isOver) return void end(callId)
        if ('id' in granted) tell({ type: 'supervision.granted', target: granted.target })
        else tell({ type: 'supervision.refused', failure: granted })
      }
      void request()
      return () => {
        isOver = true
      }
    }),

    steerSupervision: makePort('steerSupervision', ({ input: { callId }, tell, receive }) => {
      const set = async (mode: string) => {
        const address = addressOf(callId)
        return address === null ? unreachable : ask(address, { method: 'PUT', body: JSON.stringify({ mode }) })
      }
      receive(({ mode }) => {
        void set(mode).then((answer) =>
          tell(
            answer instanceof Response
              ? { type: 'supervision.changed', mode }
              : { type: 'supervision.unchanged', failure: answer },
          ),
        )
      })
      return () => void end(callId)
    }),
  }
}

/** Resolves with a success or with what is told of it; never rejects. */
function createAsk({ fetch, getToken, warn = () => {} }: SupervisionPortsOptions) {
  const send: Ask = fetch ?? ((address, init) => globalThis.fetch(address, init))
  return async (address: string, init: RequestInit): Promise<Response | Failure> => {
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
      const response = await send(address, { ...init, headers, cache: 'no-store', credentials: 'same-origin', signal })
      return response.ok ? response : failureOf(response.status)
    } catch {
      return signal.aborted ? { code: 'timed-out' } : unreachable
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
