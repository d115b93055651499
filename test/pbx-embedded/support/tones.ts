const bias = 0x84

/** One byte of mu-law as a linear sample from -1 to 1 (ITU-T G.711). */
export function fromMulaw(coded: number): number {
  const bits = ~coded & 0xff
  const magnitude = ((((bits & 0x0f) << 3) + bias) << ((bits >> 4) & 0x07)) - bias
  return (bits & 0x80 ? -magnitude : magnitude) / 0x7fff
}

/** The amplitude of one frequency in mu-law samples at 8,000 Hz. */
export function strengthOf(frequency: number, coded: readonly number[]): number {
  let [real, imaginary] = [0, 0]
  coded.forEach((byte, n) => {
    const angle = (2 * Math.PI * frequency * n) / 8000
    real += fromMulaw(byte) * Math.cos(angle)
    imaginary += fromMulaw(byte) * Math.sin(angle)
  })
  return (2 * Math.hypot(real, imaginary)) / coded.length
}
