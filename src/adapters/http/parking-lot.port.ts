import type { Failure } from '../../machines/failure'
import type { Remote } from '../../machines/ports'
import type { ParkedCall, PollParkingLot } from '../../machines/ports/watching'
import type { MakePort } from '../port'
import { failureOf } from './failure-of'

type Ask = (url: string, init: RequestInit) => Promise<Response>

export interface ParkingLotPortOptions {
  readonly makePort: MakePort
  /** A GET there gives `[{ slot, number?, name?, uri?, since? }]`; null: nobody polls. */
  readonly url: string | null
  readonly everyMs: number
  /** 0 <= n < 1. Waits are drawn with it. */
  readonly random?: (() => number) | undefined
  /** ms since the Unix epoch. */
  readonly now?: (() => number) | undefined
  readonly fetch?: Ask | undefined
}

/** A backend that has not answered by then is slower than the slots change. */
const patienceMs = 10_000
const firstMs = 2_000
const longestMs = 60_000
/** More slots than any lot has. */
const most = 500

/** The parked calls as a service of the backend lists them. */
export function createParkingLotPort(options: ParkingLotPortOptions): PollParkingLot {
  const { makePort, url, everyMs, random = Math.random, now = Date.now } = options
  const ask: Ask = options.fetch ?? ((address, init) => globalThis.fetch(address, init))

  return makePort('pollParkingLot', ({ tell, receive }) => {
    const closing = new AbortController()
    let failures = 0

    const poll = async () => {
      const answer = url === null ? unreachable : await list(ask, url, closing.signal, now)
      if (closing.signal.aborted) return
      if ('calls' in answer) {
        failures = 0
        tell({ type: 'lot.listed', calls: answer.calls, nextMs: everyMs, at: now() })
        return
      }
      failures += 1
      // With full jitter: phones that lost one backend must not come back to it as one.
      const upTo = Math.min(longestMs, firstMs * 2 ** Math.min(failures, 10))
      const retryAfterMs = answer.retryAfterMs ?? everyMs + Math.round(random() * upTo)
      tell({ type: 'lot.failed', failure: answer.failure, retryAfterMs })
    }

    receive(() => void poll())
    return () => closing.abort()
  })
}

type Answer =
  | { readonly calls: readonly ParkedCall[] }
  | { readonly failure: Failure; readonly retryAfterMs?: number | undefined }

const unreachable: Answer = { failure: { code: 'unreachable' } }

async function list(ask: Ask, url: string, closed: AbortSignal, now: () => number): Promise<Answer> {
  const patience = AbortSignal.timeout(patienceMs)
  try {
    const response = await ask(url, {
      headers: { accept: 'application/json' },
      cache: 'no-store',
      credentials: 'same-origin',
      signal: AbortSignal.any([patience, closed]),
    })
    if (!response.ok) return { failure: failureOf(response.status), retryAfterMs: readRetryAfter(response) }
    const calls = readCalls(await response.json(), now())
    return calls ? { calls } : { failure: { code: 'server-error', text: 'not a list of parked calls' } }
  } catch (error) {
    if (patience.aborted) return { failure: { code: 'timed-out' } }
    if (error instanceof SyntaxError) return { failure: { code: 'server-error', text: 'not JSON' } }
    return unreachable
  }
}

function readRetryAfter({ headers }: Response): number | undefined {
  const seconds = /^\s*(\d{1,6})\s*$/.exec(headers.get('retry-after') ?? '')?.[1]
  return seconds === undefined ? undefined : Math.min(Number(seconds), 3_600) * 1000
}

/** null: not what was agreed on. Nothing of it is trusted: what is no text is none. */
function readCalls(body: unknown, at: number): ParkedCall[] | null {
  if (!Array.isArray(body) || body.length > most) return null
  const calls = body.map((entry: unknown) => readCall(entry, at))
  return calls.every((call) => call !== null) ? calls : null
}

function readCall(entry: unknown, at: number): ParkedCall | null {
  if (typeof entry !== 'object' || entry === null) return null
  const { slot, number, name, uri, since } = entry as Record<string, unknown>
  if ((typeof slot !== 'string' && typeof slot !== 'number') || `${slot}` === '') return null
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value.slice(0, 200) : null)
  const who = text(number)
  const remote: Remote | null =
    who === null ? null : { number: who, name: text(name), uri: text(uri) ?? `sip:${who}@invalid` }
  return { slot: `${slot}`.slice(0, 40), remote, since: typeof since === 'number' && since > 0 ? since : at }
}
