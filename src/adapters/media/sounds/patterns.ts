import type { Sound } from '../../../machines/ports'

export interface Note {
  readonly atMs: number
  readonly durationMs: number
  /** Hz, sounding together. */
  readonly frequencies: readonly number[]
  /** 0-1, shared by the frequencies. */
  readonly level: number
  /** A struck note fades away, a steady one does not. */
  readonly shape: 'struck' | 'steady'
}

export interface Pattern {
  /** After this it begins again. */
  readonly periodMs: number
  readonly notes: readonly Note[]
}

const g5 = 783.99
const b5 = 987.77

const struck = (atMs: number, frequency: number): Note => ({
  atMs,
  durationMs: 420,
  frequencies: [frequency, frequency * 2],
  level: 0.35,
  shape: 'struck',
})

export const patterns: Readonly<Record<Sound['sound'], Pattern>> = {
  ringtone: {
    periodMs: 3_000,
    notes: [struck(0, g5), struck(180, b5), struck(360, g5), struck(540, b5), struck(900, g5), struck(1_080, b5)],
  },
  knock: {
    periodMs: 4_000,
    notes: [
      { atMs: 0, durationMs: 140, frequencies: [440], level: 0.12, shape: 'steady' },
      { atMs: 220, durationMs: 140, frequencies: [440], level: 0.12, shape: 'steady' },
    ],
  },
  /** Ringing tone of most of Europe (ITU-T E.180, supplement 2). */
  ringback: {
    periodMs: 5_000,
    notes: [{ atMs: 0, durationMs: 1_000, frequencies: [425], level: 0.15, shape: 'steady' }],
  },
}
