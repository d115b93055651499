import type { Mood } from '../../src/machines/chart.doc'

/** What is drawn, before it has a place. */
export interface Picture {
  readonly title: string
  readonly subtitle: string
  /** What stands under the title. */
  readonly rows: readonly Row[]
  /** Laid out apart, then packed: one, or the regions that are active at once. */
  readonly parts: readonly Part[]
  /** Parts are packed to this width, in pixels. */
  readonly width: number
}

export interface Part {
  /** The path of its state. */
  readonly id: string
  /** The region's; null: the picture has one part. */
  readonly box: Box | null
  readonly hint: string
  readonly nodes: readonly PictureNode[]
  readonly edges: readonly PictureEdge[]
  /** null: whichever reads better. */
  readonly direction: 'DOWN' | 'RIGHT' | null
}

export type PictureNode = StateNode | MarkNode

export interface StateNode {
  readonly kind: 'state'
  readonly id: string
  readonly box: Box
  readonly mood: Mood
  readonly isFinal: boolean
  /** One of those that are active at once. */
  readonly isRegion: boolean
  /** Shown when the pointer rests on it. */
  readonly hint: string
  readonly children: readonly PictureNode[]
}

/** initial: where a compound state begins. any: a transition from whatever state is active inside. */
interface MarkNode {
  readonly kind: 'initial' | 'any'
  readonly id: string
}

/** A title with what stands under it. */
export interface Box {
  readonly name: string
  readonly tags: readonly string[]
  readonly rows: readonly Row[]
  readonly width: number
  readonly height: number
}

/** One line, in pieces of one style each. */
export interface Row {
  readonly pieces: readonly Piece[]
  readonly indent: number
}

export interface Piece {
  readonly text: string
  readonly style: 'event' | 'guard' | 'delay' | 'error' | 'quiet' | 'port' | 'target' | 'region'
}

export interface PictureEdge {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly label: Label | null
}

export interface Label {
  readonly lines: readonly Row[]
  readonly width: number
  readonly height: number
}

/** Font sizes and distances, in pixels. */
export const metrics = {
  title: 20,
  subtitle: 13,
  name: 14,
  tag: 10.5,
  tagHeight: 16,
  row: 12,
  rowHeight: 17,
  label: 12,
  labelLineHeight: 16,
  padding: 12,
} as const
