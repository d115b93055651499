import type { Harness } from '../../support/chart-harness'
import type { Letter } from './letters'

/** A configuration of a chart as the walks tell them apart: its state value, and what its guards remember. */
export interface Place {
  readonly key: string
  /** The region's state; null: the chart has left the region, or is over. */
  readonly leaf: string | null
  /** The shortest way here. */
  readonly way: readonly Letter[]
  readonly next: ReadonlyMap<Letter, Place>
}

/** Every place that has been found, by its key. The first one is where the ways begin. */
export type Places = ReadonlyMap<string, Place>

/** What the ways begin in: how the chart is started, and what happens before. */
export interface Configuration {
  readonly name: string
  readonly input: unknown
  readonly start: () => Harness
  readonly before: readonly Letter[]
}

export type Locate = (chart: Harness) => Pick<Place, 'key' | 'leaf'>

export function begin({ name, start, before }: Configuration, way: readonly Letter[] = []): Harness {
  const chart = start()
  for (const [count, letter] of [...before, ...way].entries())
    if (!letter.feed(chart, count)) throw new Error(`${name}: ${letter.name} cannot happen at ${chart.at()}`)
  return chart
}

/**
 * Finds the places that events lead to from a configuration, by trying them in breadth: what is found is what the chart
 * does, and the ways are the shortest. It goes on until `isEnough` of what was tried.
 */
export function explore(
  configuration: Configuration,
  letters: readonly Letter[],
  locate: Locate,
  isEnough: (place: Place) => boolean,
): Places {
  const places = new Map<string, Place & { readonly next: Map<Letter, Place> }>()
  const placeOf = (chart: Harness, way: readonly Letter[]): Place => {
    const { key, leaf } = locate(chart)
    const known = places.get(key)
    if (known !== undefined) return known
    const place = { key, leaf, way, next: new Map<Letter, Place>() }
    places.set(key, place)
    return place
  }
  placeOf(begin(configuration), [])
  for (const place of places.values()) {
    if (place.leaf === null) continue
    const here = begin(configuration, place.way)
    for (const letter of letters) {
      if (letter.canHappen?.(here) === false) continue
      const chart = begin(configuration, place.way)
      if (letter.feed(chart, configuration.before.length + place.way.length))
        place.next.set(letter, placeOf(chart, [...place.way, letter]))
    }
    if (isEnough(place)) break
  }
  return places
}
