import { expect, test, vi } from 'vitest'
import { createActor, setup } from 'xstate'
import { createPortMaker, type PortScope } from '../../src/adapters/port'

interface Command {
  readonly type: 'do'
}
interface Fact {
  readonly type: 'done'
}

function openPort(open: (scope: PortScope<Command, undefined, Fact>) => (() => void) | undefined) {
  const entered: string[] = []
  const heard: string[] = []
  const makePort = createPortMaker((port, fact, step) => {
    entered.push(`${port} ${fact.type}`)
    step()
  })
  const port = makePort<Command, undefined, Fact>('port', open)
  const chart = createActor(
    setup({ actors: { port } }).createMachine({
      initial: 'open',
      on: { '*': { actions: ({ event }) => void heard.push(event.type) } },
      states: { open: { invoke: { id: 'port', src: 'port', onError: 'broken' } }, broken: {} },
    }),
  ).start()
  return { chart, entered, heard, command: () => chart.getSnapshot().children.port?.send({ type: 'do' }) }
}

test('a fact enters in a turn of its own, even when it is told inside a command', async () => {
  const { entered, heard, command } = openPort(({ receive, tell }) => {
    receive(() => tell({ type: 'done' }))
    return undefined
  })
  command()
  expect(heard).toEqual([])
  await Promise.resolve()
  expect(heard).toEqual(['done'])
  expect(entered).toEqual(['port#1 done'])
})

test('nothing enters once the port is closed', async () => {
  const { chart, entered, command } = openPort(({ receive, tell }) => {
    receive(() => tell({ type: 'done' }))
    return undefined
  })
  command()
  chart.stop()
  await Promise.resolve()
  expect(entered).toEqual([])
})

test('an adapter that throws at a command is closed, and the chart is told that its port broke', () => {
  const closed = vi.fn()
  const { chart, command } = openPort(({ receive }) => {
    receive(() => {
      throw new Error('of the adapter')
    })
    return closed
  })
  command()
  expect(closed).toHaveBeenCalledOnce()
  expect(chart.getSnapshot().value).toBe('broken')
})
