import { errorOf } from '../phone-error'

/** A host without types may say anything. */
export function checkOneOf(value: unknown, words: readonly string[]): void {
  if (!words.includes(value as string)) throw errorOf({ code: 'invalid-command' })
}

export function checkFlag(value: unknown): boolean {
  if (typeof value !== 'boolean') throw errorOf({ code: 'invalid-command' })
  return value
}

/** Of a command that is never permitted. */
export const neverMade = (): never => {
  throw errorOf({ code: 'invalid-command' })
}
