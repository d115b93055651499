import { type AnyStateMachine, StateMachine, setup as setUp } from 'xstate'

type Config = AnyStateMachine['config']
type Implementations = Parameters<AnyStateMachine['provide']>[0]

/**
 * XState's `setup`, with charts that are built when they are first asked for something. XState builds the tree of a chart
 * as its module is evaluated, and once more when its ports are provided: all of that would stand between the page and its
 * registration, where half of it belongs to calls that nobody has made.
 */
export const setup = ((given: Implementations) => ({
  ...setUp(given as Parameters<typeof setUp>[0]),
  createMachine: (config: Config) => whenAsked(config, given),
})) as unknown as typeof setUp

function whenAsked(config: Config, given: Implementations): AnyStateMachine {
  let built: AnyStateMachine | undefined
  const chart = (): AnyStateMachine => (built ??= new StateMachine(config, given as AnyStateMachine['implementations']))
  // With other implementations it is another chart, whether or not this one has ever been built.
  const provide = (more: Implementations) => whenAsked(config, join(given, more))
  return new Proxy(Object.create(StateMachine.prototype) as AnyStateMachine, {
    get: (_, key) => (key === 'provide' ? provide : (Reflect.get(chart(), key) as unknown)),
    has: (_, key) => key in chart(),
  })
}

const join = (given: Implementations, more: Implementations): Implementations => ({
  actors: { ...given.actors, ...more.actors },
  actions: { ...given.actions, ...more.actions },
  guards: { ...given.guards, ...more.guards },
  delays: { ...given.delays, ...more.delays },
})
