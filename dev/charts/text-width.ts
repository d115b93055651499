/**
 * Advance widths of ASCII from space on, in thousandths of an em, after Helvetica's published metrics. Pictures must come
 * out alike byte for byte on every machine, so no font is asked.
 */
const advances = [
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
  556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
  722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
  556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
  260, 334, 584,
]

/** System fonts differ by some percent; the widest of them shall still fit. */
const allowance = 1.13
const boldAllowance = 1.24

/** In pixels, for a font size in pixels. */
export function textWidth(text: string, size: number, weight: 'regular' | 'bold' = 'regular'): number {
  const thousandths = [...text].reduce((sum, letter) => sum + (advances[letter.charCodeAt(0) - 32] ?? 800), 0)
  return Math.ceil((thousandths / 1_000) * size * (weight === 'bold' ? boldAllowance : allowance))
}

/** Fills lines with whole words up to the width; a word that is longer has a line of its own. */
export function wrapWords(words: readonly string[], size: number, maxWidth: number): string[] {
  const lines: string[] = []
  for (const word of words) {
    const last = lines.at(-1)
    const longer = `${last} ${word}`
    if (last !== undefined && textWidth(longer, size) <= maxWidth) lines[lines.length - 1] = longer
    else lines.push(word)
  }
  return lines
}
