import { type ChartChange, compareCharts } from '../cause'
import { type DrivingEntry, isDriving, type Trace } from '../entry'

export interface TraceDiff {
  readonly charts: readonly ChartChange[]
  readonly header: readonly string[]
  /** The first of the entries that drive the charts in which they part; null: none. */
  readonly entry: {
    readonly index: number
    readonly why: string
    readonly a: DrivingEntry | null
    readonly b: DrivingEntry | null
  } | null
}

/** Compares what entered and what came of it; when it was does not matter, nor which ids and pseudonyms chance gave. */
export function diffTraces(a: Trace, b: Trace): TraceDiff {
  return { charts: compareCharts(a.header.charts, b.header.charts), header: diffHeaders(a, b), entry: firstEntry(a, b) }
}

const diffHeaders = ({ header: a }: Trace, { header: b }: Trace): readonly string[] =>
  [
    ['callchart', a.environment.version, b.environment.version],
    ['browser', a.environment.userAgent, b.environment.userAgent],
    ['redaction', a.redaction, b.redaction],
    ['input', JSON.stringify(a.input), JSON.stringify(b.input)],
  ].flatMap(([what, first, second]) =>
    first === second ? [] : [`${what ?? ''} is ${first ?? 'not told'} and ${second ?? 'not told'}`],
  )

function firstEntry(a: Trace, b: Trace): TraceDiff['entry'] {
  const [first, second] = [a, b].map(({ entries }) => entries.filter(isDriving)) as [DrivingEntry[], DrivingEntry[]]
  const names = [new Names(), new Names()] as const
  for (let index = 0; index < Math.max(first.length, second.length); index++) {
    const [x = null, y = null] = [first[index], second[index]]
    if (x === null || y === null) return { index, why: 'one of them ends', a: x, b: y }
    const parts = [
      ['another thing entered', causeOf(x), causeOf(y)],
      ['what entered holds something else', dataOf(x), dataOf(y)],
      ['something else came of it', x.changed ?? {}, y.changed ?? {}],
    ] as const
    for (const [why, left, right] of parts)
      if (names[0].normalize(left) !== names[1].normalize(right)) return { index, why, a: x, b: y }
  }
  return null
}

const causeOf = (entry: DrivingEntry): unknown =>
  'intent' in entry ? entry.intent.type : 'timer' in entry ? 'timer' : [entry.port, entry.fact.type]

/** Times aside. */
const dataOf = (entry: DrivingEntry): unknown => {
  const data = 'intent' in entry ? entry.intent : 'fact' in entry ? entry.fact : {}
  return Object.fromEntries(
    Object.entries(data as Record<string, unknown>).filter(([name]) => !/(?:^at|At|Ms)$/.test(name)),
  )
}

/** Gives ids and pseudonyms numbers in the order in which they come, so that those of one trace are those of another. */
class Names {
  readonly #names = new Map<string, string>()

  normalize(value: unknown): string {
    return JSON.stringify(value, (_, part: unknown) => {
      if (typeof part === 'string') return this.#nameOf(part)
      if (typeof part !== 'object' || part === null || Array.isArray(part)) return part
      return Object.fromEntries(Object.entries(part).map(([name, inner]) => [this.#pathOf(name), inner as unknown]))
    })
  }

  /** The segments of a path are ids, too. */
  #pathOf(path: string): string {
    return path
      .split('/')
      .map((segment) => this.#nameOf(segment))
      .join('/')
  }

  /** Words of ours are the same in every trace. */
  #nameOf(text: string): string {
    if (/^[a-z][a-zA-Z.]*(?:#\d+|-\d+)?$/.test(text)) return text
    const known = this.#names.get(text) ?? `‹${this.#names.size + 1}›`
    this.#names.set(text, known)
    return known
  }
}
