import { type Accessor, createSignal } from 'solid-js'

/** Where a board stands in its window: board coordinates times `scale`, moved by x and y. */
interface Place {
  readonly x: number
  readonly y: number
  readonly scale: number
}

interface Size {
  readonly width: number
  readonly height: number
}

interface Rect extends Size {
  readonly x: number
  readonly y: number
}

export interface PanZoom {
  readonly place: Accessor<Place>
  /** Whether it glides there: what a person drags does not. */
  readonly glides: Accessor<boolean>
  pan(dx: number, dy: number): void
  /** Around a point of the window. */
  zoom(factor: number, x: number, y: number): void
  show(rect: Rect, window: Size, limits?: { readonly least?: number; readonly most?: number }): void
  /** Moves no more than it takes to have the rectangle in the window, and nothing when it is. */
  reveal(rect: Rect, window: Size): void
}

const least = 0.12
const most = 3

export function createPanZoom(): PanZoom {
  const [place, setPlace] = createSignal<Place>({ x: 0, y: 0, scale: 1 })
  const [glides, setGlides] = createSignal(false)
  const go = (next: Place, gliding: boolean) => {
    setGlides(gliding)
    setPlace(next)
  }
  return {
    place,
    glides,
    pan(dx, dy) {
      const { x, y, scale } = place()
      go({ x: x + dx, y: y + dy, scale }, false)
    },
    zoom(factor, x, y) {
      const now = place()
      const scale = Math.min(most, Math.max(least, now.scale * factor))
      const ratio = scale / now.scale
      go({ x: x - (x - now.x) * ratio, y: y - (y - now.y) * ratio, scale }, false)
    },
    show(rect, { width, height }, { least: lower = least, most: upper = 1.1 } = {}) {
      const margin = 20
      const fitting = Math.min((width - 2 * margin) / rect.width, (height - 2 * margin) / rect.height)
      const scale = Math.min(upper, Math.max(lower, fitting))
      const fits = (inner: number, outer: number) => (inner * scale <= outer ? (outer - inner * scale) / 2 : margin)
      go({ x: fits(rect.width, width) - rect.x * scale, y: fits(rect.height, height) - rect.y * scale, scale }, true)
    },
    reveal(rect, window) {
      const { x, y, scale } = place()
      const left = inside(rect.x * scale + x, rect.width * scale, window.width)
      const top = inside(rect.y * scale + y, rect.height * scale, window.height)
      if (left !== 0 || top !== 0) go({ x: x + left, y: y + top, scale }, true)
    },
  }
}

/** By how much a span is to be moved to be in 0..size, with room around it; into the middle when it does not fit. */
function inside(start: number, length: number, size: number): number {
  const room = Math.min(48, Math.max(0, (size - length) / 2))
  if (length > size - 2 * room) return Math.abs(start) < room ? 0 : room - start
  if (start < room) return room - start
  const end = start + length
  return end > size - room ? size - room - end : 0
}
