const letters = 'abcdefghijklmnopqrstuvwxyz'
const vowels = 'aeiou'
const consonants = 'bdfgklmnprstvz'

/** 0 <= n < 1. */
export type Random = () => number

const pick = (from: string, random: Random): string => from.charAt(Math.floor(random() * from.length))

/** What was personal, and what stands for it: the same for the same throughout a trace, and another for another. */
export class Pseudonyms {
  readonly #random: Random
  readonly #pseudonyms = new Map<string, string>()
  readonly #used = new Set<string>()

  constructor(random: Random) {
    this.#random = random
  }

  /** A number, a name, a SIP or tel URI: another one of the same form. */
  disguise(text: string): string {
    if (/^(?:sips?|tel):/i.test(text)) return this.#disguiseUri(text)
    return /^[+*#\d\s().\-/]*\d[+*#\d\s().\-/]*$/.test(text) ? this.#disguiseNumber(text) : this.#disguiseText(text)
  }

  /** What names a dialog or a device is a secret of those who are in it. */
  disguiseId(id: string, kind: string): string {
    return this.#remember(`${kind} ${id}`, id, () => `${kind}-${this.#used.size + 1}`)
  }

  /** The user part alone is somebody's: without its password, and without what the address asks a phone to send. */
  #disguiseUri(uri: string): string {
    const {
      scheme = '',
      user,
      host = '',
    } = /^(?<scheme>[a-z]+:)(?:(?<user>[^@]*)@)?(?<host>[^;?]*)/i.exec(uri)?.groups ?? {}
    if (scheme.toLowerCase() === 'tel:') return `${scheme}${this.#disguiseNumber(host)}`
    if (user === undefined) return `${scheme}${host}`
    return `${scheme}${this.#disguiseUser(user)}@${host}`
  }

  #disguiseUser(user: string): string {
    const [name = ''] = user.split(/[:;]/)
    return this.disguise(decodeUser(name)).replaceAll(' ', '-')
  }

  /** The same number is the same, however it is written. */
  #disguiseNumber(number: string): string {
    const digits = number.replace(/\D/g, '')
    const others = this.#remember(digits, digits, () => digits.replace(/\d/g, () => pick('0123456789', this.#random)))
    let at = 0
    const disguised = number.replace(/\d/g, () => others.charAt(at++))
    return disguised + others.slice(at)
  }

  #disguiseText(text: string): string {
    return this.#remember(text, text, () => this.#write(text))
  }

  /** Words of the same lengths that can be said. */
  #write(text: string): string {
    let isVowel = false
    return text.replace(/\p{L}\p{M}*|\d/gu, (character) => {
      if (character >= '0' && character <= '9') return pick('0123456789', this.#random)
      isVowel = !isVowel
      const letter = pick(isVowel ? consonants : vowels, this.#random)
      return character === character.toLowerCase() ? letter : letter.toUpperCase()
    })
  }

  #remember(key: string, original: string, make: () => string): string {
    const known = this.#pseudonyms.get(key)
    if (known !== undefined) return known
    let made = make()
    // As long as there may be another one of this form; then it grows.
    for (let tries = 0; this.#isTaken(made, original); tries++)
      made = tries < 100 ? make() : `${made}${pick(/\d$/.test(made) ? '0123456789' : letters, this.#random)}`
    this.#pseudonyms.set(key, made)
    this.#used.add(made)
    return made
  }

  #isTaken(pseudonym: string, original: string): boolean {
    const isAnotherOne = pseudonym !== original || !/[\p{L}\d]/u.test(original)
    return !isAnotherOne || this.#used.has(pseudonym) || this.#pseudonyms.has(pseudonym)
  }
}

/** Escapes of a URI, where they are right. */
function decodeUser(user: string): string {
  try {
    return decodeURIComponent(user)
  } catch {
    return user
  }
}
