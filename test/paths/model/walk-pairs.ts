import type { Harness } from '../../support/chart-harness'
import type { Letter } from './letters'
import { begin, type Configuration, type Locate, type Place, type Places } from './map'

export interface PairWalk {
  /** How many events it took, those before the first pair among them. */
  readonly events: number
  /** Every place that the walk has been in. */
  readonly trail: readonly Place[]
}

export interface PairWalkOptions {
  readonly configuration: Configuration
  readonly places: Places
  readonly locate: Locate
  /** Whether the pair of the place's state and the letter is still to be walked. */
  readonly isPending: (place: Place, letter: Letter) => boolean
  readonly onWalked: (place: Place, letter: Letter) => void
  /** What must hold after each event; it throws. */
  readonly check: (chart: Harness) => void
  /** The map is only nearly right: what the chart remembers is finer than its places. */
  readonly isVague: boolean
}

/** Walks a chart along its map, always to the nearest pair that is left, and begins anew where none can be reached. */
export function walkPairs({
  configuration,
  places,
  locate,
  isPending,
  onWalked,
  check,
  isVague,
}: PairWalkOptions): PairWalk {
  const [origin] = places.values()
  if (origin === undefined) throw new Error('A map without a beginning')
  const trail: Place[] = []
  let events = 0
  let steps: string[] = []

  for (let way = nearest(origin, isPending); way !== undefined; way = nearest(origin, isPending)) {
    const chart = begin(configuration)
    events += configuration.before.length
    steps = configuration.before.map(({ name }) => name)
    let place = origin
    trail.push(place)
    for (; way !== undefined; way = nearest(place, isPending))
      for (const letter of way) {
        const next = step(chart, place, letter)
        events += 1
        const isAstray = next !== place.next.get(letter)
        place = next
        trail.push(place)
        if (isAstray) break
      }
  }
  return { events, trail }

  function step(chart: Harness, place: Place, letter: Letter): Place {
    try {
      steps.push(letter.name)
      if (!letter.feed(chart, steps.length)) throw new Error('It cannot happen here')
      onWalked(place, letter)
      check(chart)
      const { key } = locate(chart)
      const expected = place.next.get(letter)
      const arrived = places.get(key)
      if (arrived !== expected && !isVague) throw new Error(`It led to ${key}, and before to ${expected?.key}`)
      return arrived ?? nowhere
    } catch (error) {
      throw new Error(`${configuration.name}, after ${steps.join(', ')}`, { cause: error })
    }
  }
}

/** Off the map: the walk begins anew. */
const nowhere: Place = { key: 'nowhere', leaf: null, way: [], next: new Map() }

/** The shortest way to a pair that is left, itself at the end; undefined when there is none. */
function nearest(from: Place, isPending: PairWalkOptions['isPending']): readonly Letter[] | undefined {
  const ways = new Map<Place, readonly Letter[]>([[from, []]])
  for (const [place, way] of ways) {
    const letter = bestPending(place, isPending)
    if (letter !== undefined) return [...way, letter]
    for (const [next, to] of place.next) if (!ways.has(to)) ways.set(to, [...way, next])
  }
  return undefined
}

/** What changes nothing comes first, and what the region ends by comes last. */
function bestPending(place: Place, isPending: PairWalkOptions['isPending']): Letter | undefined {
  const pending = [...place.next].filter(([letter]) => isPending(place, letter))
  const cost = (to: Place) => (to === place ? 0 : to.leaf === null ? 2 : 1)
  return pending.sort(([, a], [, b]) => cost(a) - cost(b))[0]?.[0]
}
