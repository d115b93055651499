/** Samples a second of every clip here: the rate of PCMU (RFC 3551 4.5.14). */
export const sampleRate = 8000

const bias = 0x84
const clip = 32_635

/** One 16-bit linear sample as mu-law: sign, three bits of segment, four bits of position in it, all inverted (ITU-T G.711). */
export function toMulaw(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0
  const magnitude = Math.min(Math.abs(Math.trunc(sample)), clip) + bias
  const segment = Math.max(0, 24 - Math.clz32(magnitude))
  const position = (magnitude >> (segment + 3)) & 0x0f
  return ~(sign | (segment << 4) | position) & 0xff
}

/** A waveform given as amplitude (-1 to 1) over time in seconds, sampled and coded. */
export function mulawClip(seconds: number, wave: (time: number) => number): Buffer {
  const clipped = Buffer.alloc(Math.round(seconds * sampleRate))
  for (let n = 0; n < clipped.length; n += 1) clipped[n] = toMulaw(wave(n / sampleRate) * 0x7fff)
  return clipped
}
