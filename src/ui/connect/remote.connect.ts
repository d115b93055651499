import type { RemoteView } from '../../api/state'
import type { Locale } from '../locales/locale'

export interface RemoteProps {
  readonly name: string
  /** null when it would only repeat the name. */
  readonly number: string | null
  /** Up to two letters; null when the name has none. */
  readonly initials: string | null
  /** 0-5: which of the avatars' colours; the same for the same person. */
  readonly hue: number
}

// Control characters, and those that turn the direction of text around: a caller could dress a number up with them.
const invisible = /[\p{Cc}\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu

export function plainText(text: string): string {
  return text.replace(/\s+/g, ' ').replace(invisible, '').trim()
}

export function connectRemote(remote: RemoteView, locale: Locale): RemoteProps {
  const number = plainText(remote.number)
  const named = plainText(remote.name ?? '')
  const name = named || number || locale.text.unknownCaller
  return {
    name,
    number: number === '' || number === name ? null : number,
    initials: initialsOf(named),
    hue: hueOf(number || name),
  }
}

function initialsOf(name: string): string | null {
  const letters = name.split(' ').flatMap((word) => word.match(/^\p{L}/u)?.[0] ?? [])
  const first = letters[0]
  if (first === undefined) return null
  return (first + (letters.length > 1 ? letters.at(-1) : '')).toLocaleUpperCase()
}

function hueOf(text: string): number {
  let sum = 0
  for (const character of text) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 997
  return sum % 6
}
