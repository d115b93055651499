import type { AnyStateMachine } from 'xstate'
import { type Harness, prepareChart, withPorts, written } from '../../support/chart-harness'
import { pathOf, type Region, regionsOf } from './alphabet'
import type { ChartModel } from './charts'
import { type Letter, lettersOf } from './letters'
import { type Configuration, explore, type Locate, type Places } from './map'
import { payloads } from './payloads'
import { checkEveryChart } from './promises'

export interface WalkableChart {
  readonly machine: AnyStateMachine
  /** All that it reacts to, by type. */
  readonly events: readonly string[]
}

/** A chart made ready for walks: its regions with their letters, and what the walks begin in. */
export interface Ground {
  readonly regions: readonly RegionGround[]
  readonly configurations: readonly Configuration[]
  readonly letterCalled: (name: string) => Letter
  readonly check: (configuration: Configuration, chart: Harness) => void
}

export interface RegionGround {
  readonly region: Region
  readonly letters: readonly Letter[]
  readonly locate: Locate
  /** Finds the pairs of the region that are still wanted, as far as the configuration leads to them. */
  readonly explore: (configuration: Configuration, isWanted: (leaf: string, letter: Letter) => boolean) => Places
}

/** Commands are numbered; which number one has makes no difference. */
const numbers = /"([\w.]+) \d+(?=[/"])/g

/** So many places without a pair that is new: the rest is to be found from another configuration, or nowhere. */
const patience = 40

export function layGround({ machine, events }: WalkableChart, model: ChartModel): Ground {
  const { bind, configurations, remember = (context) => context, check = () => {} } = model
  const start = prepareChart(
    bind ?? ((silent) => withPorts(machine, Object.keys(machine.implementations.actors), silent)),
  )
  const keyOf = ({ snapshot, context }: Harness) =>
    `${snapshot.status} ${written(snapshot.value)} ${JSON.stringify(remember(context as never)).replace(numbers, '$1')}`
  const regions = regionsOf(machine).map((region): RegionGround => {
    const letters = lettersOf(region, events, payloads)
    const locate = (chart: Harness) => ({ key: keyOf(chart), leaf: leafIn(region, chart) })
    return {
      region,
      letters,
      locate,
      explore(configuration, isWanted) {
        const unseen = new Set(
          region.leaves.flatMap((leaf) =>
            letters.filter((letter) => isWanted(pathOf(leaf), letter)).map((letter) => pairOf(pathOf(leaf), letter)),
          ),
        )
        let stale = 0
        return explore(configuration, letters, locate, ({ leaf, next }) => {
          stale += 1
          for (const letter of next.keys()) if (unseen.delete(pairOf(leaf ?? '', letter))) stale = 0
          return unseen.size === 0 || stale > patience
        })
      },
    }
  })
  const everyLetter = new Map(regions.flatMap(({ letters }) => letters).map((letter) => [letter.name, letter]))
  const letterCalled = (name: string): Letter => {
    const found = everyLetter.get(name)
    if (found === undefined) throw new Error(`${machine.id} knows no ${name}`)
    return found
  }
  return {
    regions,
    configurations: configurations.map(({ name, input, before = [] }) => ({
      name: `${machine.id}, ${name}`,
      input,
      start: () => start(input),
      before: before.map(letterCalled),
    })),
    letterCalled,
    check({ input }, chart) {
      checkEveryChart(chart, input)
      check(chart)
    },
  }
}

export const pairOf = (leaf: string, letter: Letter): string => `${leaf} × ${letter.name}`

/** The region's state that the chart rests in; null: it is somewhere else, or over. */
export function leafIn(region: Region, { snapshot, active }: Pick<Harness, 'snapshot' | 'active'>): string | null {
  if (snapshot.status !== 'active') return null
  const leaf = region.leaves.find(({ id }) => active.has(id))
  return leaf === undefined ? null : pathOf(leaf)
}
