import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

/** WCAG 2.2, AA: 4.5:1 for text (1.4.3), 3:1 for what bounds a control (1.4.11). */
const text: readonly (readonly [string, string])[] = [
  ['text', 'surface'],
  ['text', 'surface-raised'],
  ['text-quiet', 'surface'],
  ['text-quiet', 'surface-raised'],
  ['text-quiet', 'surface-hover'],
  ['accent', 'surface'],
  ['accent', 'surface-raised'],
  ['accent', 'surface-hover'],
  ['accent', 'warning-wash'],
  ['accent', 'end-wash'],
  ['on-solid', 'accent-surface'],
  ['on-solid', 'accent-hover'],
  ['on-solid', 'call'],
  ['on-solid', 'call-hover'],
  ['on-solid', 'end'],
  ['on-solid', 'end-hover'],
  ['call-text', 'surface'],
  ['call-text', 'surface-raised'],
  ['end-text', 'end-wash'],
  ['end-text', 'surface-raised'],
  ['warning-text', 'warning-wash'],
  ['warning-text', 'surface'],
  ['warning-text', 'surface-raised'],
]

const bounds: readonly (readonly [string, string])[] = [
  ['line-strong', 'surface'],
  ['accent', 'surface'],
]

const tokens = readFileSync(new URL('../../src/ui/styles/tokens.css', import.meta.url), 'utf8')

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  test.each(text)('%s can be read on %s', (front, back) => {
    expect(contrast(colour(front, theme), colour(back, theme))).toBeGreaterThanOrEqual(4.5)
  })

  test.each(bounds)('%s can be told from %s', (front, back) => {
    expect(contrast(colour(front, theme), colour(back, theme))).toBeGreaterThanOrEqual(3)
  })
})

function colour(token: string, theme: 'light' | 'dark'): string {
  const value = new RegExp(`--${token}:\\s*([^;]+);`).exec(tokens)?.[1] ?? ''
  const [light, dark = light] = value.match(/#[\da-f]{6}/gi) ?? []
  const found = theme === 'light' ? light : dark
  if (found === undefined) throw new Error(`--${token} is no colour: ${value}`)
  return found
}

function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
