import type { Note, Pattern } from './patterns'

/** Without a ramp a tone begins and ends with a click. */
const rampMs = 8

/** One period of a pattern as samples between -1 and 1. */
export function synthesize(pattern: Pattern, sampleRate: number): Float32Array<ArrayBuffer> {
  const samples = new Float32Array(Math.round((pattern.periodMs / 1_000) * sampleRate))
  for (const note of pattern.notes) add(samples, note, sampleRate)
  return samples
}

function add(samples: Float32Array, note: Note, sampleRate: number): void {
  const from = Math.round((note.atMs / 1_000) * sampleRate)
  const length = Math.round((note.durationMs / 1_000) * sampleRate)
  const level = note.level / note.frequencies.length
  for (let index = 0; index < length && from + index < samples.length; index += 1) {
    const seconds = index / sampleRate
    let sum = 0
    for (const frequency of note.frequencies) sum += Math.sin(2 * Math.PI * frequency * seconds)
    samples[from + index] = (samples[from + index] ?? 0) + sum * level * envelope(note, seconds * 1_000)
  }
}

function envelope({ durationMs, shape }: Note, atMs: number): number {
  const ramp = Math.min(1, atMs / rampMs, (durationMs - atMs) / rampMs)
  return shape === 'struck' ? ramp * Math.exp((-4 * atMs) / durationMs) : ramp
}
