import type { Core } from 'sip.js'
import type { CustomHeaders } from '../../machines/ports'
import { withoutControls } from './header-text'
import type { SipModule } from './sip-module'
import { parseTarget } from './target'

const mostHeaders = 50
const longestValue = 512

/** What goes along with an INVITE. It has been checked at the door; no line break gets past here all the same. */
export function writeExtras(
  sip: SipModule,
  { callerId, headers = {} }: { readonly callerId?: string; readonly headers?: CustomHeaders },
): string[] {
  const identity = callerId === undefined ? null : parseTarget(sip, callerId)
  return [
    ...(identity ? [`P-Preferred-Identity: <${identity.toString()}>`] : []),
    ...Object.entries(headers).map(([name, value]) => `${name.replace(/[^\w-]/g, '')}: ${withoutControls(value)}`),
  ]
}

/** A caller's X-… headers, the first of each name; null without any. */
export function readCustomHeaders({ headers }: Pick<Core.IncomingRequestMessage, 'headers'>): CustomHeaders | null {
  const custom = Object.entries(headers)
    .filter(([name]) => /^x-/i.test(name))
    .slice(0, mostHeaders)
    .map(([name, values]) => [name, withoutControls(values[0]?.raw ?? '').slice(0, longestValue)])
  return custom.length === 0 ? null : (Object.fromEntries(custom) as CustomHeaders)
}
