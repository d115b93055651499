import { describe, expect, test } from 'vitest'
import { screens } from '../../dev/gallery/screens'
import { now } from '../support/phone-states'
import { showPhone } from './shown-phone'

/** What an agent must reach at once, without scrolling, however much is said about a call. */
const urgent = ['Answer', 'Decline', 'Hang up', 'Complete transfer', 'Cancel transfer', 'Accept', 'Refuse']
const sizes = [
  { width: 320, height: 560 },
  { width: 280, height: 520 },
] as const

const words = (button: Element) => button.getAttribute('aria-label') ?? button.textContent?.trim() ?? ''

/** Whether a click in its middle would reach it. */
function isReached(button: Element): boolean {
  const { left, top, width, height } = button.getBoundingClientRect()
  const root = button.getRootNode() as Document | ShadowRoot
  return [0.1, 0.5, 0.9].every((part) => {
    const hit = root.elementFromPoint(left + width / 2, top + height * part)
    return hit !== null && (hit === button || button.contains(hit))
  })
}

function overlap(a: DOMRect, b: DOMRect): boolean {
  return a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1
}

describe.each(sizes)('a phone of $width x $height', (size) => {
  test.each(Object.entries(screens))('%s: what is urgent is in reach, and no key covers another', (_, state) => {
    const { host, root } = showPhone(state, { theme: 'light', now: () => now })
    Object.assign(host.style, { width: `${size.width}px`, height: `${size.height}px`, overflow: 'hidden' })
    const buttons = [...root.querySelectorAll('button')]
    expect(buttons.filter((button) => urgent.includes(words(button)) && !isReached(button)).map(words)).toEqual([])
    for (const group of root.querySelectorAll('.call-controls, .call-actions, .transfer-actions')) {
      const keys = [...group.querySelectorAll(':scope > button')]
      for (const [index, key] of keys.entries()) {
        expect(key.scrollWidth, `${words(key)} is cut`).toBeLessThanOrEqual(key.clientWidth + 2)
        for (const other of keys.slice(index + 1)) {
          const covers = overlap(key.getBoundingClientRect(), other.getBoundingClientRect())
          expect(covers, `${words(key)} covers ${words(other)}`).toBe(false)
        }
      }
    }
  })
})
