import { pathOf } from './alphabet'
import type { ChartModel } from './charts'
import { type Ground, layGround, pairOf, type WalkableChart } from './ground'
import { begin, type Configuration, type Place } from './map'
import { walkPairs } from './walk-pairs'

/** What walking every pair of a chart has come to. */
export interface PairsWalked {
  /** `state × event`, all that there are. */
  readonly pairs: readonly string[]
  readonly events: number
  readonly unreached: readonly string[]
}

/** More silence than any chart needs to give up. */
const mostSilences = 20

export function walkEveryPair(chart: WalkableChart, model: ChartModel): PairsWalked {
  const ground = layGround(chart, model)
  const pairs = new Set(
    ground.regions.flatMap(({ region, letters }) =>
      region.leaves
        .filter(({ type }) => type !== 'final')
        .flatMap((leaf) =>
          letters.filter(({ isPossibleIn }) => isPossibleIn(leaf)).map((letter) => pairOf(pathOf(leaf), letter)),
        ),
    ),
  )
  const pending = new Set(pairs)
  let events = 0
  for (const { region, letters, locate, explore } of ground.regions)
    for (const configuration of ground.configurations) {
      const leaves = region.leaves.map(pathOf)
      if (!leaves.some((leaf) => letters.some((letter) => pending.has(pairOf(leaf, letter))))) continue
      const walk = walkPairs({
        configuration,
        places: explore(configuration, (leaf, letter) => pending.has(pairOf(leaf, letter))),
        locate,
        isPending: ({ leaf }, letter) => leaf !== null && pending.has(pairOf(leaf, letter)),
        onWalked: ({ leaf }, letter) => void pending.delete(pairOf(leaf ?? '', letter)),
        check: (walked) => ground.check(configuration, walked),
        isVague: model.isVague ?? false,
      })
      events += walk.events
      for (const place of new Set(walk.trail)) comeToRest(ground, model, configuration, place)
    }
  return { pairs: [...pairs], events, unreached: [...pending] }
}

/** From wherever it has been, there is a way to rest. */
function comeToRest(
  { check, letterCalled }: Ground,
  { leave }: ChartModel,
  configuration: Configuration,
  { way, key }: Place,
): void {
  const chart = begin(configuration, way)
  const isAtRest = () => (leave === undefined ? !chart.snapshot.tags.has('busy') : leave.to.test(chart.at()))
  for (const [count, letter] of (leave?.by ?? []).map(letterCalled).entries())
    if (chart.snapshot.status === 'active' && !isAtRest()) letter.feed(chart, 1_000 + count)
  for (let silences = 0; !isAtRest() && silences < mostSilences; silences++) if (!chart.clock.fireNext()) break
  if (!isAtRest()) throw new Error(`${configuration.name} finds no rest from ${key}: it stays at ${chart.at()}`)
  check(configuration, chart)
}
