import type { AnyStateMachine } from 'xstate'
import { type Harness, prepareChart, withPorts, written } from '../../support/chart-harness'
import { pathOf, type Region, regionsOf } from './alphabet'
import type { ChartModel, NamedConfiguration } from './charts'
import { type Letter, lettersOf } from './letters'
import { begin, type Configuration, explore, type Place } from './map'
import { payloads } from './payloads'
import { checkEveryChart } from './promises'
import { walkPairs } from './walk-pairs'

/** What walking every pair of a chart has come to. */
export interface PairsWalked {
  /** `state × event`, all that there are. */
  readonly pairs: readonly string[]
  readonly events: number
  readonly unreached: readonly string[]
}

export interface WalkableChart {
  readonly machine: AnyStateMachine
  /** All that it reacts to, by type. */
  readonly events: readonly string[]
}

/** Commands are numbered; which number one has makes no difference. */
const numbers = /"([\w.]+) \d+(?=[/"])/g

/** So many places without a pair that is new: the rest is to be found from another configuration, or nowhere. */
const patience = 40

/** More silence than any chart needs to give up. */
const mostSilences = 20

const pairOf = (leaf: string, letter: Letter) => `${leaf} × ${letter.name}`

export function walkEveryPair(
  { machine, events }: WalkableChart,
  { bind, configurations, isVague = false, remember = (context) => context, check = () => {}, leave }: ChartModel,
): PairsWalked {
  const start = prepareChart(
    bind ?? ((silent) => withPorts(machine, Object.keys(machine.implementations.actors), silent)),
  )
  const regions = regionsOf(machine).map((region) => ({ region, letters: lettersOf(region, events, payloads) }))
  const everyLetter = new Map(regions.flatMap(({ letters }) => letters).map((letter) => [letter.name, letter]))
  const pairs = new Set<string>()
  const pending = new Set<string>()
  let counted = 0

  for (const { region, letters } of regions)
    for (const leaf of region.leaves)
      if (leaf.type !== 'final')
        for (const letter of letters) if (letter.isPossibleIn(leaf)) pairs.add(pairOf(pathOf(leaf), letter))
  for (const pair of pairs) pending.add(pair)

  for (const { region, letters } of regions)
    for (const named of configurations) {
      const leaves = region.leaves.map(pathOf)
      if (!leaves.some((leaf) => letters.some((letter) => pending.has(pairOf(leaf, letter))))) continue
      const configuration = configurationOf(named)
      const locate = (chart: Harness) => ({
        key: `${chart.snapshot.status} ${written(chart.snapshot.value)} ${JSON.stringify(remember(chart.context as never)).replace(numbers, '$1')}`,
        leaf: leafIn(region, chart),
      })
      const unseen = new Set(
        leaves.flatMap((leaf) => letters.map((letter) => pairOf(leaf, letter)).filter((pair) => pending.has(pair))),
      )
      let stale = 0
      const places = explore(configuration, letters, locate, ({ leaf, next }) => {
        stale += 1
        for (const letter of next.keys()) if (unseen.delete(pairOf(leaf ?? '', letter))) stale = 0
        return unseen.size === 0 || stale > patience
      })
      const walk = walkPairs({
        configuration,
        places,
        locate,
        isPending: ({ leaf }, letter) => leaf !== null && pending.has(pairOf(leaf, letter)),
        onWalked: ({ leaf }, letter) => void pending.delete(pairOf(leaf ?? '', letter)),
        check: (chart) => checkAll(chart, named.input),
        isVague,
      })
      counted += walk.events
      for (const place of new Set(walk.trail)) comeToRest(named, configuration, place)
    }
  return { pairs: [...pairs], events: counted, unreached: [...pending] }

  function checkAll(chart: Harness, input: unknown): void {
    checkEveryChart(chart, input)
    check(chart)
  }

  /** From wherever it has been, there is a way to rest. */
  function comeToRest({ input }: NamedConfiguration, configuration: Configuration, { way, key }: Place): void {
    const chart = begin(configuration, way)
    const isAtRest = () => (leave === undefined ? !chart.snapshot.tags.has('busy') : leave.to.test(chart.at()))
    for (const [count, letter] of (leave?.by ?? []).map(letterCalled).entries())
      if (chart.snapshot.status === 'active' && !isAtRest()) letter.feed(chart, 1_000 + count)
    for (let silences = 0; !isAtRest() && silences < mostSilences; silences++) if (!chart.clock.fireNext()) break
    if (!isAtRest()) throw new Error(`${configuration.name} finds no rest from ${key}: it stays at ${chart.at()}`)
    checkAll(chart, input)
  }

  function letterCalled(name: string): Letter {
    const found = everyLetter.get(name)
    if (found === undefined) throw new Error(`${machine.id} knows no ${name}`)
    return found
  }

  function configurationOf({ name, input, before = [] }: NamedConfiguration): Configuration {
    return {
      name: `${machine.id}, ${name}`,
      start: () => start(input),
      before: before.map(letterCalled),
    }
  }
}

/** The region's state that the chart rests in; null: it is somewhere else, or over. */
function leafIn(region: Region, { snapshot, active }: Harness): string | null {
  if (snapshot.status !== 'active') return null
  const leaf = region.leaves.find(({ id }) => active.has(id))
  return leaf === undefined ? null : pathOf(leaf)
}
