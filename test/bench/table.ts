import type { Weight } from '../../dev/size/chunks'
import { kB } from '../../dev/size/measure'
import type { Bound, Figure } from './figure'
import type { SizeRow } from './measurements/sizes'
import type { Summary } from './statistics'

/** The first column is words; the others are numbers, and stand at the right. */
export type Table = readonly (readonly string[])[]

export function sizesTable(rows: readonly SizeRow[]): Table {
  const sizes = ({ raw, gzip, brotli }: Weight) => [raw, gzip, brotli].map((bytes) => (bytes / kB).toFixed(1))
  const against = (budget: number | undefined, { brotli }: Weight) =>
    budget === undefined ? ['', ''] : [`<= ${budget / kB}`, verdict(brotli <= budget)]
  return [
    ['kB', 'raw', 'gzip', 'brotli', 'budget', 'verdict', 'npm run size', 'verdict'],
    ...rows.flatMap((row) => [
      [row.name, ...sizes(row), ...against(row.designBudget, row), ...against(row.budget, row)],
      ...row.parts.map((part) => [`  ${shorten(part.file)}`, ...sizes(part), '', '', '', '']),
    ]),
  ]
}

export function figuresTable(figures: readonly Figure[]): Table {
  return [
    ['median (and the spread of the middle half)', 'ours', '', 'beside', '', '', 'ratio', 'budget', 'verdict'],
    ...figures.map(({ what, unit, ours, peer, ratio, budget, limit, isMet }) => [
      what,
      ...summaryCells(ours, unit),
      ...(peer === undefined ? ['', '', ''] : [peer.name, ...summaryCells(peer, unit)]),
      ratio === undefined ? '' : `${ratio.toFixed(2)}x`,
      [budget && boundWords(budget, 'x'), limit && boundWords(limit, ` ${unit}`)].filter(Boolean).join(', '),
      isMet === undefined ? '' : verdict(isMet),
    ]),
  ]
}

function summaryCells({ median, spread }: Summary, unit: string): string[] {
  return [`${number(median)} ${unit}`, `(${number(spread)})`]
}

function number(value: number): string {
  return Math.abs(value) >= 1000
    ? Math.round(value).toLocaleString('en')
    : value.toFixed(Math.abs(value) >= 100 ? 0 : 1)
}

function boundWords(bound: Bound, unit: string): string {
  const [sign, value] = 'atMost' in bound ? ['<=', bound.atMost] : ['>=', bound.atLeast]
  return `${sign} ${value.toLocaleString('en')}${unit}`
}

function verdict(isMet: boolean): string {
  return isMet ? 'ok' : 'over'
}

function shorten(file: string): string {
  return file.length <= 50 ? file : `${file.slice(0, 22)}…${file.slice(-27)}`
}

export function plain(table: Table): string {
  const widths = (table[0] ?? []).map((_, column) => Math.max(...table.map((row) => (row[column] ?? '').length)))
  const lines = table.map((row) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))),
  )
  return lines.map((cells) => cells.join('  ').trimEnd()).join('\n')
}

export function markdown(table: Table): string {
  const [head = [], ...rows] = table
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.trim()).join(' | ')} |`
  const rule = head.map((_, column) => (column === 0 ? '---' : '--:'))
  return [line(head), line(rule), ...rows.map(line)].join('\n')
}
