import type { PictureData } from './chart-data'

export interface PlacedPicture {
  readonly picture: PictureData
  readonly x: number
  readonly y: number
}

export interface Board {
  readonly pictures: readonly PlacedPicture[]
  readonly width: number
  readonly height: number
}

const gap = 28

/** All pictures of a chart side by side, in columns, the whole one first: as large as a square window lets them be. */
export function layOutBoard(pictures: readonly PictureData[]): Board {
  const tallest = Math.max(0, ...pictures.map(({ height }) => height))
  const boards = [1, 1.3, 1.6, 2, 3].map((factor) => inColumns(pictures, tallest * factor))
  const sizeOf = ({ width, height }: Board) => Math.max(width, height)
  return boards.reduce((best, next) => (sizeOf(next) < sizeOf(best) ? next : best))
}

function inColumns(pictures: readonly PictureData[], most: number): Board {
  const placed: PlacedPicture[] = []
  let [x, y, columnWidth, width, height] = [0, 0, 0, 0, 0]
  for (const picture of pictures) {
    if (y > 0 && y + picture.height > most) [x, y, columnWidth] = [x + columnWidth + gap, 0, 0]
    placed.push({ picture, x, y })
    columnWidth = Math.max(columnWidth, picture.width)
    width = Math.max(width, x + picture.width)
    height = Math.max(height, y + picture.height)
    y += picture.height + gap
  }
  return { pictures: placed, width, height }
}
