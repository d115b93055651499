import type { Trace } from '../trace/entry'

/** As JSON Lines: a header, then the entries in order. */
export function writeTrace({ header, entries }: Trace): string {
  return `${[header, ...entries].map((line) => JSON.stringify(line)).join('\n')}\n`
}
