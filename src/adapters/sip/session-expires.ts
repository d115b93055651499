import { splitUnquoted } from './header-text'
import type { Headers } from './reason'

/** Session timers (RFC 4028): the headers, and who refreshes. Spans are seconds, as on the wire. */

/** What we ask for; the one that RFC 4028 recommends. */
export const usualInterval = 1_800
/** Less than this nobody may ask of us. */
export const leastInterval = 90
/** A week: more is a mistake, and more than a timer of the browser can hold is near. */
const longestInterval = 604_800

/** By the request that it was agreed in: its client or its server. */
type Refresher = 'uac' | 'uas'

export interface SessionExpires {
  readonly interval: number
  readonly refresher: Refresher | null
}

export function readSessionExpires(message: Headers): SessionExpires | null {
  const value = message.getHeaders('session-expires')[0]
  const [interval = '', ...parameters] = splitUnquoted(value ?? '', ';')
  if (!/^\d+$/.test(interval)) return null
  const refresher = parameters.map((parameter) => /^refresher\s*=\s*(uac|uas)$/i.exec(parameter)?.[1]).find(Boolean)
  return {
    interval: Math.min(Number(interval), longestInterval),
    refresher: (refresher?.toLowerCase() as Refresher | undefined) ?? null,
  }
}

/** Of a 422: what it takes. null: it does not say. */
export function readMinSe(message: Headers): number | null {
  const [, interval] = /^\s*(\d+)/.exec(message.getHeaders('min-se')[0] ?? '') ?? []
  return interval === undefined ? null : Math.min(Number(interval), longestInterval)
}

/** Too short for us, and said to one who understands the answer (RFC 4028 9). */
export function isTooShort(request: Headers): boolean {
  const asked = readSessionExpires(request)
  return asked !== null && asked.interval < leastInterval && lists(request, 'supported', 'timer')
}

export const tooShort = { statusCode: 422, extraHeaders: [`Min-SE: ${leastInterval}`] }

/** What our 2xx to a request says (RFC 4028 9, table 2); null: nothing, and there is no timer. */
export function agreeOn(request: Headers): Required<SessionExpires> | null {
  const asked = readSessionExpires(request)
  if (!asked) return null
  // A proxy has asked, of a client that knows no timers.
  if (!lists(request, 'supported', 'timer')) return { ...asked, refresher: 'uas' }
  return { ...asked, refresher: asked.refresher ?? 'uac' }
}

export function writeSessionExpires({ interval, refresher }: SessionExpires): string {
  return `Session-Expires: ${interval}${refresher === null ? '' : `;refresher=${refresher}`}`
}

/** Whether a header that lists tokens has this one. */
export function lists(message: Headers, header: string, token: string): boolean {
  return message
    .getHeaders(header)
    .flatMap((value) => value.split(','))
    .some((value) => value.trim().toLowerCase() === token.toLowerCase())
}
