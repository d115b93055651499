import { join } from 'node:path'
import { weigh } from '../../../dev/size/chunks'
import { kB, measure, type Row } from '../../../dev/size/measure'
import { dist } from '../build'

/** Its `budget` is the limit that `npm run size` holds the build to. */
export interface SizeRow extends Row {
  /** Bytes, brotli: what the design asks for. */
  readonly designBudget?: number
}

/** Of the mount door. The limits of `npm run size` are wider; what is over these and within those is told as over. */
const designBudgets: Readonly<Record<string, number>> = {
  'mount: shell and charts': 40 * kB,
  'mount: all that a first call loads': 90 * kB,
}

/** What the doors weigh, and what the pages weigh that stand beside them below. */
export function measureSizes(): SizeRow[] {
  const rows = measure(dist)
  for (const name of Object.keys(designBudgets))
    if (!rows.some((row) => row.name === name)) throw new Error(`The sizes have no row named "${name}" any more`)
  const beside = (name: string, file: string): Row => ({ name, parts: [], ...weigh(join(dist, 'pages', file)) })
  return [
    ...rows.map((row) => {
      const designBudget = designBudgets[row.name]
      return designBudget === undefined ? row : { ...row, designBudget }
    }),
    beside('for comparison: xstate + solid', 'libraries.js'),
    beside('for comparison: a bare SIP.js phone', 'bare-sip.js'),
  ]
}
