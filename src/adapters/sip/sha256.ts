/**
 * SHA-256 (FIPS 180-4), in one go. The browser's own is asynchronous, and absent from pages that are not secure; SIP.js
 * wants the answer to a challenge at once.
 */
export function sha256(text: string): string {
  const words = padded(new TextEncoder().encode(text))
  const state = Uint32Array.from(initial)
  const schedule = new Uint32Array(64)
  for (let block = 0; block < words.length; block += 16) compress(state, schedule, words.subarray(block, block + 16))
  return Array.from(state, (word) => word.toString(16).padStart(8, '0')).join('')
}

const primes = firstPrimes(64)
const constants = Uint32Array.from(primes, (prime) => fractionOf(Math.cbrt(prime)))
const initial = Uint32Array.from(primes.slice(0, 8), (prime) => fractionOf(Math.sqrt(prime)))

function compress(state: Uint32Array, schedule: Uint32Array, block: Uint32Array): void {
  schedule.set(block)
  for (let index = 16; index < 64; index += 1) {
    const early = at(schedule, index - 15)
    const late = at(schedule, index - 2)
    const low = rotate(early, 7) ^ rotate(early, 18) ^ (early >>> 3)
    const high = rotate(late, 17) ^ rotate(late, 19) ^ (late >>> 10)
    schedule[index] = at(schedule, index - 16) + low + at(schedule, index - 7) + high
  }
  const next = Array.from(state)
  for (let index = 0; index < 64; index += 1) {
    const [a = 0, b = 0, c = 0, , e = 0, f = 0, g = 0, h = 0] = next
    const sum1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
    const choice = (e & f) ^ (~e & g)
    const first = h + sum1 + choice + at(constants, index) + at(schedule, index)
    const sum0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
    const majority = (a & b) ^ (a & c) ^ (b & c)
    next.pop()
    next.unshift((first + sum0 + majority) >>> 0)
    next[4] = (at(next, 4) + first) >>> 0
  }
  for (const [index, word] of next.entries()) state[index] = at(state, index) + word
}

/** The text, a one bit, zeros, and its length in bits, in words of 32 bits. */
function padded(bytes: Uint8Array): Uint32Array {
  const words = new Uint32Array(Math.ceil((bytes.length + 9) / 64) * 16)
  const put = (index: number, byte: number) => {
    words[index >> 2] = at(words, index >> 2) | (byte << (24 - 8 * (index & 3)))
  }
  for (const [index, byte] of bytes.entries()) put(index, byte)
  put(bytes.length, 0x80)
  words[words.length - 2] = Math.floor(bytes.length / 2 ** 29)
  words[words.length - 1] = bytes.length << 3
  return words
}

const rotate = (word: number, by: number): number => (word >>> by) | (word << (32 - by))

const at = (words: ArrayLike<number>, index: number): number => words[index] ?? 0

/** The first 32 bits behind the point. */
function fractionOf(root: number): number {
  return Math.floor((root - Math.floor(root)) * 2 ** 32)
}

function firstPrimes(count: number): number[] {
  const found: number[] = []
  for (let candidate = 2; found.length < count; candidate += 1) {
    if (found.every((prime) => candidate % prime !== 0)) found.push(candidate)
  }
  return found
}
