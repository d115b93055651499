import { describe, expect, test } from 'vitest'
import { patternOf } from '../../../src/adapters/media/sounds/patterns'
import { synthesize } from '../../../src/adapters/media/sounds/synthesize'

const sampleRate = 8_000
const kinds = ['ringtone', 'knock', 'ringback'] as const

/** The loudest sample of a span, in ms. */
function peak(samples: Float32Array, fromMs: number, toMs: number): number {
  return Math.max(...samples.slice((fromMs * sampleRate) / 1_000, (toMs * sampleRate) / 1_000).map(Math.abs))
}

describe.each(kinds)('a %s', (kind) => {
  const samples = synthesize(patternOf({ sound: kind }), sampleRate)

  test('lasts its period', () => {
    expect(samples).toHaveLength((patternOf({ sound: kind }).periodMs * sampleRate) / 1_000)
  })

  test('is heard, without clipping, and begins and ends without a click', () => {
    const loudest = peak(samples, 0, patternOf({ sound: kind }).periodMs)
    expect(loudest).toBeGreaterThan(0.05)
    expect(loudest).toBeLessThan(1)
    expect(samples[0]).toBe(0)
    expect(samples.at(-1)).toBe(0)
  })
})

test('a ringback is one second of 425 Hz and four of silence', () => {
  const samples = synthesize(patternOf({ sound: 'ringback' }), sampleRate)
  expect(peak(samples, 990, 1_000)).toBeGreaterThan(0.1)
  expect(peak(samples, 1_000, 5_000)).toBe(0)
  const second = samples.slice(0, sampleRate)
  const crossings = second.filter((sample, index) => index > 0 && sample > 0 && (second[index - 1] ?? 0) <= 0)
  expect(crossings).toHaveLength(425)
})

test.each([
  ['1', 697, 1_209],
  ['9', 852, 1_477],
  ['0', 941, 1_336],
  ['#', 941, 1_477],
  ['D', 941, 1_633],
])('local tones: %s is %i Hz and %i Hz together, as long as it is sent, and once', (tone, row, column) => {
  const pattern = patternOf({ sound: 'tone', tone, durationMs: 100 })
  expect(pattern.isRepeated).toBe(false)
  expect(pattern.notes).toMatchObject([{ atMs: 0, durationMs: 100, frequencies: [row, column] }])
  expect(synthesize(pattern, sampleRate)).toHaveLength(sampleRate / 10)
})
