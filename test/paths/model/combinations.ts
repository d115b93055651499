import type { Harness } from '../../support/chart-harness'
import { createRandom } from '../../support/random'
import { ancestryOf, pathOf, type Region } from './alphabet'
import type { Apart, ChartModel } from './charts'
import { type Ground, layGround, leafIn, type RegionGround, type WalkableChart } from './ground'
import type { Letter } from './letters'
import { begin, type Configuration, explore } from './map'

/** What bringing every two regions of a chart into every two of their states has come to. */
export interface CombinationsWalked {
  /** `state + state`, all that one could think of. */
  readonly combinations: readonly string[]
  readonly events: number
  /** Those that nobody has said to be apart. */
  readonly unreached: readonly string[]
  /** Those that have come together although they were said to be apart; and what was said of none. */
  readonly wronglyApart: readonly string[]
}

/** So many places without a state that is new: the region has no other from there. */
const waysPatience = 6

const mostWalks = 200
const longestWalk = 25

/** A way to a state of a region, from a configuration. */
interface Way {
  readonly configuration: Configuration
  readonly letters: readonly Letter[]
}

export function walkEveryCombination(chart: WalkableChart, model: ChartModel): CombinationsWalked {
  const ground = layGround(chart, model)
  const sides = ground.regions.flatMap((one, index) =>
    ground.regions
      .slice(index + 1)
      .flatMap((other) => (isBeside(one.region, other.region) ? [[one, other] as const] : [])),
  )
  const combinations = sides.flatMap(([one, other]) => combinationsOf(one.region, other.region))
  const apart = new Map(combinations.map((combination) => [combination, whyApart(combination, model.apart ?? [])]))
  const pending = new Set(combinations.filter((combination) => apart.get(combination) === undefined))
  const seen = new Set<string>()
  const ways = new Map(ground.regions.map((region) => [region, waysIn(ground, region)]))
  const regions = ground.regions.map(({ region }) => region)
  let events = 0

  /** Everything that the chart is in at once. */
  const togetherIn = (walked: Harness): string[] => {
    const leaves = regions.flatMap((region) => leafIn(region, walked) ?? [])
    return leaves.flatMap((one) => leaves.map((other) => combine(one, other)))
  }
  /** As much of a way as brings together what has not been; nothing of one that does not. */
  const cut = ({ configuration, letters }: Way): readonly Letter[] => {
    const chart = begin(configuration)
    const sought = new Set(pending)
    const drop = () => togetherIn(chart).filter((combination) => sought.delete(combination)).length
    drop()
    let length = 0
    const taken: Letter[] = []
    for (const [count, letter] of letters.entries()) {
      if (chart.snapshot.status !== 'active') break
      if (!letter.feed(chart, 100 + count)) continue
      taken.push(letter)
      if (drop() > 0) length = taken.length
    }
    return taken.slice(0, length)
  }
  const see = (walked: Harness) => {
    for (const combination of togetherIn(walked)) {
      seen.add(combination)
      pending.delete(combination)
    }
  }
  const walk = (way: Way) => {
    const { configuration } = way
    const letters = cut(way)
    if (letters.length === 0) return
    const walked = begin(configuration)
    events += configuration.before.length
    see(walked)
    for (const [count, letter] of letters.entries()) {
      letter.feed(walked, 100 + count)
      events += 1
      ground.check(configuration, walked)
      see(walked)
    }
  }
  for (const configuration of ground.configurations) see(begin(configuration))

  for (const [one, other] of sides)
    for (const a of one.region.leaves)
      for (const b of other.region.leaves) {
        const combination = combine(pathOf(a), pathOf(b))
        const isPending = () => pending.has(combination)
        // First the one, then the other, and the other way round: most regions leave each other alone.
        for (const first of ways.get(one)?.get(pathOf(a)) ?? [])
          for (const second of ways.get(other)?.get(pathOf(b)) ?? []) {
            if (first.configuration !== second.configuration) continue
            const { configuration } = first
            if (isPending()) walk({ configuration, letters: [...first.letters, ...second.letters] })
            if (isPending()) walk({ configuration, letters: [...second.letters, ...first.letters] })
          }
      }
  // What is left takes more than one after the other: luck finds it, the same every time.
  const random = createRandom(1)
  for (let walks = 0; pending.size > 0 && walks < mostWalks; walks++) {
    const configuration = ground.configurations[walks % ground.configurations.length]
    const [sought = ''] = pending
    const [one = '', other = ''] = sought.split(' + ')
    const letters = ground.regions
      .filter(({ region }) => region.leaves.some((leaf) => [one, other].includes(pathOf(leaf))))
      .flatMap((region) => region.letters)
    const drawn = Array.from({ length: longestWalk }, () => letters[Math.floor(random() * letters.length)])
    if (configuration) walk({ configuration, letters: drawn.filter((letter) => letter !== undefined) })
    // The next walk is for the next one.
    if (pending.delete(sought)) pending.add(sought)
  }
  const rules = new Set(apart.values())
  return {
    combinations,
    events,
    unreached: [...pending],
    wronglyApart: [
      ...combinations.filter((combination) => apart.get(combination) !== undefined && seen.has(combination)),
      ...(model.apart ?? []).filter((rule) => !rules.has(rule)).map(({ why }) => why),
    ],
  }
}

/** Either way round. */
function whyApart(combination: string, rules: readonly Apart[]): Apart | undefined {
  const [a = '', b = ''] = combination.split(' + ')
  return rules.find(({ one, other }) => (one.test(a) && other.test(b)) || (one.test(b) && other.test(a)))
}

const combine = (one: string, other: string): string => `${one} + ${other}`

const combinationsOf = (one: Region, other: Region): string[] =>
  one.leaves.flatMap((a) => other.leaves.map((b) => combine(pathOf(a), pathOf(b))))

/** Both can be entered at once: where their ways part is a parallel state. */
function isBeside({ root: one }: Region, { root: other }: Region): boolean {
  const ancestors = new Set(ancestryOf(one))
  const parting = ancestryOf(other).find((node) => ancestors.has(node))
  return parting?.type === 'parallel' && parting !== one && parting !== other
}

/** The shortest ways to each state of a region, one from each configuration. */
function waysIn({ configurations }: Ground, { region, letters, locate }: RegionGround): Map<string, Way[]> {
  const ways = new Map<string, Way[]>(region.leaves.map((leaf) => [pathOf(leaf), []]))
  for (const configuration of configurations) {
    const unseen = new Set(ways.keys())
    let stale = 0
    const places = explore(configuration, letters, locate, ({ next }) => {
      stale += 1
      for (const { leaf } of next.values()) if (unseen.delete(leaf ?? '')) stale = 0
      return unseen.size === 0 || stale > waysPatience
    })
    for (const { leaf, way } of places.values()) {
      const known = ways.get(leaf ?? '')
      if (known?.every((other) => other.configuration !== configuration)) known.push({ configuration, letters: way })
    }
  }
  return ways
}
