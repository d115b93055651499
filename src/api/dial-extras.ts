import type { CallExtras, JsonValue } from '../machines/ports'
import type { DialCommand } from './commands'
import { PhoneError } from './errors'
import { parseTarget } from './target'

const mostHeaders = 20
const longestValue = 512
/** kB of text are notes; more belongs in the host's own store. */
const longestMetadata = 16_384

/** Extension headers, and the few of SIP that are for people or applications: none that routes, identifies or pays. */
const allowedName = /^(?:X-[\w-]{1,60}|Subject|Priority|User-to-User)$/i

function check(holds: boolean, field: string, expected: string): asserts holds {
  if (!holds) throw new PhoneError('invalid-command', `The command is wrong: ${field} must be ${expected}`, { field })
}

/** What a dial says besides its target; null: nothing. Throws PhoneError `invalid-command`, which names the field. */
export function readExtras({ callerId, headers, metadata }: DialCommand, domain: string): CallExtras | null {
  if (callerId === undefined && headers === undefined && metadata === undefined) return null
  return {
    callerId: callerId === undefined ? null : parseTarget(callerId, domain).uri,
    headers: headers === undefined ? {} : readHeaders(headers),
    metadata: metadata === undefined ? {} : readMetadata(metadata),
  }
}

function readHeaders(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  check(typeof headers === 'object' && headers !== null, 'headers', 'an object of header values by name')
  const entries = Object.entries(headers)
  check(entries.length <= mostHeaders, 'headers', `at most ${mostHeaders}`)
  for (const [name, value] of entries) {
    check(allowedName.test(name), `headers.${name}`, 'named X-…, Subject, Priority or User-to-User')
    // A line break would begin another header.
    const isLine = typeof value === 'string' && value.length <= longestValue && !/\p{Cc}/u.test(value)
    check(isLine, `headers.${name}`, `a line of text, at most ${longestValue} characters`)
  }
  return Object.fromEntries(entries)
}

function readMetadata(metadata: unknown): CallExtras['metadata'] {
  const expected = `a plain object of JSON, at most ${longestMetadata} characters`
  check(typeof metadata === 'object' && metadata !== null && !Array.isArray(metadata), 'metadata', expected)
  const text = write(metadata)
  check(text !== undefined && text.length <= longestMetadata, 'metadata', expected)
  return JSON.parse(text) as Readonly<Record<string, JsonValue>>
}

/** undefined: there is no JSON for it (a circle, a bigint). */
function write(metadata: object): string | undefined {
  try {
    return JSON.stringify(metadata)
  } catch {
    return undefined
  }
}
