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
  /** After this it begins again, or is over. */
  readonly periodMs: number
  readonly isRepeated: boolean
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

const patterns: Readonly<Record<Exclude<Sound['sound'], 'tone'>, Pattern>> = {
  ringtone: {
    periodMs: 3_000,
    isRepeated: true,
    notes: [struck(0, g5), struck(180, b5), struck(360, g5), struck(540, b5), struck(900, g5), struck(1_080, b5)],
  },
  knock: {
    periodMs: 4_000,
    isRepeated: true,
    notes: [
      { atMs: 0, durationMs: 140, frequencies: [440], level: 0.12, shape: 'steady' },
      { atMs: 220, durationMs: 140, frequencies: [440], level: 0.12, shape: 'steady' },
    ],
  },
  /** Ringing tone of most of Europe (ITU-T E.180, supplement 2). */
  ringback: {
    periodMs: 5_000,
    isRepeated: true,
    notes: [{ atMs: 0, durationMs: 1_000, frequencies: [425], level: 0.15, shape: 'steady' }],
  },
  /** Two high, short ones: nothing else here sounds like it. */
  beep: {
    periodMs: 450,
    isRepeated: false,
    notes: [
      { atMs: 0, durationMs: 120, frequencies: [1_000], level: 0.2, shape: 'steady' },
      { atMs: 200, durationMs: 120, frequencies: [1_400], level: 0.2, shape: 'steady' },
    ],
  },
  chime: { periodMs: 1_400, isRepeated: false, notes: [struck(0, g5), struck(300, b5), struck(600, g5 * 2)] },
}

/** Hz, the rows and the columns of a keypad (ITU-T Q.23). */
const rows = [697, 770, 852, 941]
const columns = [1_209, 1_336, 1_477, 1_633]
const keys = '123A456B789C*0#D'

/** Softer than a voice: it is in the same ear. */
const toneLevel = 0.12

export function patternOf(sound: Sound): Pattern {
  if (sound.sound !== 'tone') return patterns[sound.sound]
  const { tone, durationMs } = sound
  const key = keys.indexOf(tone)
  const frequencies = [rows[Math.floor(key / 4)] ?? 0, columns[key % 4] ?? 0]
  const note: Note = { atMs: 0, durationMs, frequencies, level: toneLevel, shape: 'steady' }
  return { periodMs: durationMs, isRepeated: false, notes: [note] }
}
