import { expect, test, vi } from 'vitest'
import { createActor, setup } from 'xstate'
import { createLazyPorts } from '../../src/adapters/lazy-ports'
import { createPortMaker, type MakePort } from '../../src/adapters/port'

interface Command {
  readonly type: 'do'
  readonly what: number
}
interface Fact {
  readonly type: 'done' | 'refused'
  readonly what: number
}

/** A port behind which the adapter is still to come, opened by a chart that hears its facts. */
function openLazily(load: () => Promise<(makePort: MakePort) => object>) {
  const entered: string[] = []
  const makePort = createPortMaker((port, _, step) => {
    entered.push(port)
    step()
  })
  const lazy = createLazyPorts(makePort, load)
  const port = lazy.port<Command, undefined, Fact>('outer', ({ what }) => ({ type: 'refused', what }), 'inner')
  const facts: string[] = []
  const chart = createActor(
    setup({ types: { events: {} as Fact }, actors: { port } }).createMachine({
      invoke: { id: 'port', src: 'port' },
      on: { '*': { actions: ({ event }) => void facts.push(`${event.type} ${event.what}`) } },
    }),
  ).start()
  const send = (what: number) => chart.getSnapshot().children.port?.send({ type: 'do', what })
  return { lazy, chart, facts, entered, send }
}

/** Does what it is told, and says when it is closed. */
const adapter = (closed: () => void) => (makePort: MakePort) => ({
  inner: makePort<Command, undefined, Fact>('inner', ({ tell, receive }) => {
    receive(({ what }) => tell({ type: 'done', what }))
    return closed
  }),
})

test('commands wait for the adapter, and are done in their order when it is there', async () => {
  const made = adapter(() => {})
  const { facts, send, entered } = openLazily(async () => made)
  send(1)
  send(2)
  expect(facts).toEqual([])
  await vi.waitFor(() => expect(facts).toEqual(['done 1', 'done 2']))
  send(3)
  await vi.waitFor(() => expect(facts).toEqual(['done 1', 'done 2', 'done 3']))
  expect(new Set(entered)).toEqual(new Set(['outer#1']))
})

test('a port opens behind the chart’s as soon as somebody has the adapter loaded, without a command', async () => {
  let opened = false
  const { lazy } = openLazily(async () => (makePort) => ({
    inner: makePort('inner', () => {
      opened = true
      return undefined
    }),
  }))
  await lazy.load()
  expect(opened).toBe(true)
})

test('what waited for an adapter that cannot be loaded is refused, and the next command tries again', async () => {
  let attempts = 0
  const { facts, send } = openLazily(async () => {
    attempts += 1
    if (attempts === 1) throw new TypeError('Failed to fetch dynamically imported module')
    return adapter(() => {})
  })
  send(1)
  await vi.waitFor(() => expect(facts).toEqual(['refused 1']))
  send(2)
  await vi.waitFor(() => expect(facts).toEqual(['refused 1', 'done 2']))
})

test('closing the chart closes what is open behind it, and opens nothing that comes later', async () => {
  const closed = vi.fn()
  const first = openLazily(async () => adapter(closed))
  await first.lazy.load()
  first.chart.stop()
  expect(closed).toHaveBeenCalledOnce()

  const opened = vi.fn()
  const second = openLazily(async () => (makePort) => ({
    inner: makePort('inner', () => {
      opened()
      return undefined
    }),
  }))
  second.chart.stop()
  await second.lazy.load()
  expect(opened).not.toHaveBeenCalled()
})
