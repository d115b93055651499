import { type CallbackActorLogic, type EventObject, fromCallback, type NonReducibleUnknown } from 'xstate'
import type { MakePort, PortScope } from './port'

type Open = (scope: PortScope<EventObject, unknown, EventObject>) => (() => void) | undefined

export interface LazyPorts<Adapter> {
  /**
   * A port that is there at once, while its adapter is still to come: commands wait for it. When the adapter cannot be
   * loaded, `refuse` turns each command that waited into the fact that says so; null: nobody waits for an answer.
   * `behind` is the adapter's name for it, where that is another.
   */
  port<Command extends EventObject, Input extends NonReducibleUnknown, Fact extends EventObject>(
    name: string,
    refuse: (command: Command) => Fact | null,
    behind?: string,
  ): CallbackActorLogic<Command, Input, Fact>
  /** Loads the adapter, or tries again after a failure. */
  load(): Promise<Adapter>
  /** null: it was never loaded. */
  readonly adapter: Adapter | null
}

/**
 * Puts an adapter into a chunk of its own: its charts run, and are shown, before it is there. `load` gives what makes the
 * adapter; the ports that it makes are opened behind the ports that the charts have opened already.
 */
export function createLazyPorts<Adapter>(
  makePort: MakePort,
  load: () => Promise<(makePort: MakePort) => Adapter>,
): LazyPorts<Adapter> {
  const openers = new Map<string, Open>()
  const waiting = new Set<() => void>()
  let adapter: Adapter | null = null
  let loading: Promise<Adapter> | null = null

  /** The adapter's own makePort: its ports are kept by name, and opened behind ours. */
  const keep: MakePort = (name, open) => {
    openers.set(name, open as unknown as Open)
    return fromCallback(() => {})
  }

  const loadOnce = (): Promise<Adapter> => {
    loading ??= load()
      .then((make) => {
        adapter = make(keep)
        for (const open of waiting) open()
        waiting.clear()
        return adapter
      })
      .catch((error: unknown) => {
        loading = null
        throw error
      })
    return loading
  }

  return {
    load: loadOnce,
    get adapter() {
      return adapter
    },
    port: (name, refuse, behind = name) =>
      makePort(name, (scope) => {
        type Command = Parameters<typeof refuse>[0]
        let queue: Command[] = []
        let listener: ((command: Command) => void) | null = null
        let close: (() => void) | undefined

        const open = () => {
          const listeners: ((command: Command) => void)[] = []
          close = openers.get(behind)?.({
            input: scope.input,
            tell: (fact) => scope.tell(fact as Parameters<typeof scope.tell>[0]),
            receive: (heard) => listeners.push(heard),
          })
          listener = (command) => {
            for (const hear of listeners) hear(command)
          }
          for (const command of queue) listener(command)
          queue = []
        }
        const refuseAll = () => {
          const refused = queue
          queue = []
          for (const command of refused) {
            const fact = refuse(command)
            if (fact !== null) scope.tell(fact)
          }
        }

        if (adapter === null) waiting.add(open)
        else open()
        scope.receive((command) => {
          if (listener !== null) return listener(command)
          queue.push(command)
          loadOnce().catch(refuseAll)
        })
        return () => {
          waiting.delete(open)
          close?.()
        }
      }),
  }
}
