import { fields, type Treatment } from './fields'
import { isStandardPhrase } from './phrases'
import { Pseudonyms, type Random } from './pseudonyms'
import { redactSip } from './redact-sip'

export interface RedactorOptions {
  /** plain: numbers and names stay as they are. What is a secret goes either way. */
  readonly redaction: 'pseudonyms' | 'plain'
  /** 0 <= n < 1. */
  readonly random: Random
}

/** What stands in the place of what was taken out. */
const redacted = '[redacted]'

/**
 * Takes out of what is recorded, or shown to an inspector, what is somebody's. The same redactor gives the same for the
 * same, so that charts that are fed with what it made are in the states that it makes of the recorded ones.
 */
export class Redactor {
  readonly #pseudonyms: Pseudonyms
  readonly #isPlain: boolean

  constructor({ redaction, random }: RedactorOptions) {
    this.#pseudonyms = new Pseudonyms(random)
    this.#isPlain = redaction === 'plain'
  }

  /** JSON in, JSON out: an intent, a fact, a context, a persisted snapshot. */
  redact<Value>(value: Value): Value {
    return this.#walk(value, null) as Value
  }

  /** A chart's path: some charts are named by what they watch. */
  path(path: string): string {
    return path.includes(':')
      ? path
          .split('/')
          .map((id) => this.id(id))
          .join('/')
      : path
  }

  /** An actor's id. */
  id(id: string): string {
    return /^(?:sips?|tel):/i.test(id) ? this.#disguise(id) : id
  }

  sip(message: string): string {
    return redactSip(message, {
      disguise: (text) => this.#disguise(text),
      disguiseId: (id, kind) => this.#pseudonyms.disguiseId(id, kind),
      phrase: (text) => this.#phrase(text),
    })
  }

  #walk(value: unknown, treatment: Treatment | null): unknown {
    if (typeof value === 'string') return this.#text(value, treatment)
    if (typeof value !== 'object' || value === null) return treatment === 'opaque' ? null : value
    if (Array.isArray(value)) return value.map((item) => this.#walk(item, treatment))
    const result: Record<string, unknown> = {}
    for (const [name, part] of Object.entries(value)) {
      if (treatment === 'opaque') result[`field-${Object.keys(result).length + 1}`] = null
      else result[name] = this.#walk(part, treatmentOf(name, value, treatment))
    }
    return result
  }

  #text(text: string, treatment: Treatment | null): string {
    if (text === '') return text
    switch (treatment) {
      case 'plain':
        return text
      case 'personal':
        return this.#disguise(text)
      case 'phrase':
        return this.#phrase(text)
      case 'words':
      case 'secret':
      case 'values':
      case 'opaque':
        return redacted
      case 'server':
        return serverOf(text)
      case 'tones':
        return text.replace(/[^,]/g, '0')
      case null:
        // Fields of any text are all named (fields.ts): what is left are words of ours. Should it not be one, it is hidden.
        return isWord(text) ? text : this.#disguise(text)
    }
  }

  #disguise(text: string): string {
    return this.#isPlain ? withoutPassword(text) : this.#pseudonyms.disguise(text)
  }

  #phrase(text: string): string {
    return isStandardPhrase(text) ? text : this.#disguise(text)
  }
}

/** What a field holds is treated as it is, unless it says otherwise. */
function treatmentOf(name: string, owner: object, outer: Treatment | null): Treatment | null {
  const own = outer === 'values' ? name.toLowerCase() : name
  if (!Object.hasOwn(fields, own) || outer === 'secret' || outer === 'tones') return outer
  const treatment: Treatment = fields[own as keyof typeof fields]
  // Of headers, charts read one or two; of strangers' names for the others none is a field of ours.
  if (outer === 'values' && !own.startsWith('x-')) return outer
  return treatment === 'words' && ['code', 'protocol', 'sipStatus'].some((beside) => beside in owner)
    ? 'phrase'
    : treatment
}

/** As states, events and codes are written: `restartingIce`, `call.hold`, `not-found`, `0.phone`. */
const isWord = (text: string): boolean => /^(?:xstate\.|\d\.)?[a-z][a-zA-Z0-9]*(?:[.\-#][a-zA-Z0-9]+)*$/.test(text)

const withoutPassword = (text: string): string => text.replace(/^(sips?:[^:@]*):[^@]*@/i, '$1@').replace(/\?.*$/, '')

/** A query or the user's part may be a key. */
function serverOf(url: string): string {
  if (!URL.canParse(url)) return redacted
  const { protocol, host, pathname } = new URL(url)
  return `${protocol}//${host}${pathname === '/' ? '' : pathname}`
}
