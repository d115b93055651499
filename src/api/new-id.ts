/** An id that nobody can guess: 128 random bits. (`crypto.randomUUID` is missing in pages that are not secure.) */
export const newId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
