/** A phone on its wire, as a walk sees it. */
export interface World {
  /** What its chart rests in, and what is outstanding on the wire. */
  readonly place: string
  /** What cannot stay as it is: it has to come to rest by itself. null: it may stay. */
  readonly unrest: string | null
  readonly isOver: boolean
  /** What can happen here: what changes little first, and what ends it last. */
  readonly letters: readonly WireLetter[]
  /** Everything that follows from a letter without anybody's doing has happened. */
  settle(): Promise<void>
  /** What must hold; it throws. */
  check(): void
  /** Nobody says anything any more: it comes to rest, and is left. It throws where there is no rest. */
  leave(): Promise<void>
}

export interface WireLetter {
  readonly name: string
  /** What is tried by it: each state of the place, with what the letter is. */
  readonly pairs: readonly string[]
  readonly happen: () => void | Promise<void>
}

export interface WireWalk {
  /** How many letters it took, those of the ways to where it was to come to rest among them. */
  readonly letters: number
  /** How many pairs of a state and a letter were tried. */
  readonly tried: number
}

interface Place {
  readonly unrest: string | null
  /** Letters with a pair that is left. */
  untried: readonly Pick<WireLetter, 'name' | 'pairs'>[]
  readonly next: Map<string, Place>
}

/** So often may one letter at one place lead elsewhere than it did before: what is remembered is finer than the places. */
const mostStrays = 4
/** Of the last letters before a failure. */
const told = 25

/**
 * Walks without a map: the places are noted as they are come upon, and the walk goes on to the nearest one where a letter is
 * left that some state there has not met. Another phone begins where there is no way on. At last every unrest that was met
 * is gone back to, and left to itself. What has been `tried` by a walk before this one is left out.
 */
export async function walkTheWire(begin: () => Promise<World>, tried = new Set<string>()): Promise<WireWalk> {
  const places = new Map<string, Place>()
  const strays = new Map<Place, Map<string, number>>()
  let letters = 0

  const origin = await withPhone(async () => {})
  const isPending = (place: Place) => {
    // What has been tried once is tried for good.
    place.untried = place.untried.filter(({ pairs }) => pairs.some((pair) => !tried.has(pair)))
    return place.untried.length > 0
  }
  for (let isLeft = true; isLeft; isLeft = wayTo(isPending, origin) !== undefined)
    await withPhone(async (world, steps) => {
      let place = origin
      for (let way = wayTo(isPending, place); way !== undefined && !world.isOver; way = wayTo(isPending, place)) {
        const arrived = await follow(world, place, way.names, steps)
        const [letter] = arrived === way.to ? arrived.untried : []
        place = letter === undefined ? arrived : await follow(world, arrived, [letter.name], steps)
      }
    })

  const rested = new Set<string | null>([null])
  const isRestless = ({ unrest }: Place) => !rested.has(unrest)
  for (let way = wayTo(isRestless, origin); way !== undefined; way = wayTo(isRestless, origin)) {
    const { names, to } = way
    rested.add(to.unrest)
    await withPhone(async (world, steps) => void (await follow(world, origin, names, steps)))
  }
  return { letters, tried: tried.size }

  /** Does it with a new phone, which is left to itself then; gives where that begins. */
  async function withPhone(walk: (world: World, steps: string[]) => Promise<void>): Promise<Place> {
    const world = await begin()
    const start = placeOf(world)
    const steps: string[] = []
    try {
      await walk(world, steps)
      steps.push('silence for good')
      await world.leave()
    } catch (error) {
      throw new Error(`After ${steps.slice(-told).join('; ')}`, { cause: error })
    }
    return start
  }

  /** Goes a way, as long as it leads where it led before. */
  async function follow(world: World, from: Place, names: readonly string[], steps: string[]): Promise<Place> {
    let place = from
    for (const name of names) {
      const expected = place.next.get(name)
      const letter = world.letters.find((offered) => offered.name === name)
      if (letter === undefined) {
        stray(place, name)
        return place
      }
      for (const pair of letter.pairs) tried.add(pair)
      steps.push(name)
      letters += 1
      await letter.happen()
      await world.settle()
      world.check()
      const arrived = placeOf(world)
      if (expected === undefined) place.next.set(name, arrived)
      else if (expected !== arrived) stray(place, name)
      place = arrived
      if (expected !== undefined && expected !== arrived) return place
    }
    return place
  }

  function placeOf(world: World): Place {
    const key = world.isOver ? 'over' : world.place
    const known = places.get(key)
    if (known !== undefined) return known
    const place: Place = {
      unrest: world.isOver ? null : world.unrest,
      untried: world.isOver ? [] : world.letters.map(({ name, pairs }) => ({ name, pairs })),
      next: new Map(),
    }
    places.set(key, place)
    return place
  }

  function stray(place: Place, name: string): void {
    const counts = strays.get(place) ?? new Map<string, number>()
    strays.set(place, counts)
    const count = (counts.get(name) ?? 0) + 1
    counts.set(name, count)
    if (count > mostStrays) place.next.delete(name)
    // It is not to be tried for ever where it cannot happen.
    if (count > mostStrays) place.untried = place.untried.filter((letter) => letter.name !== name)
  }

  function wayTo(isIt: (place: Place) => boolean, from: Place): { names: readonly string[]; to: Place } | undefined {
    const ways = new Map<Place, readonly string[]>([[from, []]])
    for (const [to, names] of ways) {
      if (isIt(to)) return { names, to }
      for (const [name, next] of to.next) if (!ways.has(next)) ways.set(next, [...names, name])
    }
    return undefined
  }
}
