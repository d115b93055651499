import { join } from 'node:path'
import { weigh } from '../../../dev/size/chunks'
import { measure, type Row } from '../../../dev/size/measure'
import { dist } from '../build'

/** What the doors weigh, and what the pages weigh that stand beside them below. */
export function measureSizes(): Row[] {
  const beside = (name: string, file: string): Row => ({ name, parts: [], ...weigh(join(dist, 'pages', file)) })
  return [
    ...measure(dist),
    beside('for comparison: xstate + solid', 'libraries.js'),
    beside('for comparison: a bare SIP.js phone', 'bare-sip.js'),
  ]
}
